// A case on a disk that fails or is cut off at every operation in turn.
#include "pipeline/teaching/case/teach.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <functional>

#include "tests/pipeline/run/sample_run.h"

namespace dcmscrub {
namespace {

using Operation = FaultyFileSystem::Operation;

void AddCase(FaultyFileSystem& files) {
  files.AddFile("/cases/in/1.dcm", SmallFile(1));
  files.AddFile("/cases/in/SECRETIVE/2.dcm", SmallFile(2));
  files.AddFile("/cases/in/SECRETIVE/note.txt", AsBytes("a note"));
}

TeachOptions Options(bool in_place) {
  TeachOptions options;
  options.labels.case_number = "TF-1";
  options.in_place = in_place;
  if (!in_place) options.output = "/cases/out";
  options.key.fill(7);
  options.threads = 1;
  return options;
}

// Opens and makes; what came of it.
absl::Status MakeCase(const TeachOptions& options, FaultyFileSystem& files,
                      const std::atomic<int>* stop = nullptr) {
  TeachHooks hooks;
  hooks.stop = stop;
  auto opened = TeachingCase::Open({"/cases/in"}, "/scratch", files, hooks);
  if (!opened.ok()) return opened.status();
  return (*opened)->Make(options, hooks).status();
}

Files OfUser(const FaultyFileSystem& files) {
  Files of_user;
  for (const auto& [path, bytes] : files.Files()) {
    if (path.find("/.dcmscrub-") == std::string::npos) of_user[path] = bytes;
  }
  return of_user;
}

TEST(TeachingCase, MakesUndoesAndMakesAnew) {
  for (const bool in_place : {false, true}) {
    FaultyFileSystem files;
    AddCase(files);
    const Files before = files.Files();
    auto opened = TeachingCase::Open({"/cases/in"}, "/scratch", files, {});
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ((*opened)->facts().files, 2u);
    TeachOptions options = Options(in_place);
    ASSERT_TRUE((*opened)->Check(options).ok());
    const auto first = (*opened)->Make(options, {});
    ASSERT_TRUE(first.ok()) << first.status();
    const Files once = OfUser(files);
    options.labels.diagnosis = "Fracture";
    ASSERT_TRUE((*opened)->Check(options).ok()) << (*opened)->Check(options);
    const auto second = (*opened)->Make(options, {});
    ASSERT_TRUE(second.ok()) << second.status();
    EXPECT_TRUE(second->verified->clean());
    EXPECT_NE(OfUser(files), once);
    options.labels.diagnosis.clear();
    ASSERT_TRUE((*opened)->Make(options, {}).ok());
    EXPECT_EQ(OfUser(files), once) << "each begins from the originals";
    for (const auto& [path, bytes] : OfUser(files)) {
      if (before.contains(path) && !in_place) continue;
      EXPECT_FALSE(HoldsName(bytes)) << path;
    }
    ASSERT_TRUE((*opened)->Undo().ok());
    EXPECT_EQ(files.Files(), before);
    EXPECT_FALSE((*opened)->Undo().ok());
  }
}

TEST(TeachingCase, WhatIsMadeSurvivesPowerLoss) {
  for (const bool in_place : {false, true}) {
    for (const bool zip : {false, true}) {
      if (in_place && zip) continue;
      SCOPED_TRACE(in_place ? "in place" : zip ? "with a zip" : "a folder");
      FaultyFileSystem files;
      AddCase(files);
      auto opened = TeachingCase::Open({"/cases/in"}, "/scratch", files, {});
      ASSERT_TRUE(opened.ok()) << opened.status();
      TeachOptions options = Options(in_place);
      options.mirc_zip = zip;
      const auto made = (*opened)->Make(options, {});
      ASSERT_TRUE(made.ok()) << made.status();
      ASSERT_TRUE(made->verified->clean());
      const Files want = OfUser(files);
      files.Crash(/*keep_names=*/false);
      EXPECT_EQ(OfUser(files), want);
      ASSERT_TRUE((*opened)->Accept().ok());
      EXPECT_EQ(OfUser(files), want);
      files.Crash(/*keep_names=*/false);
      EXPECT_EQ(OfUser(files), want);
    }
  }
}

// Its name says so until somebody has looked.
TEST(TeachingCase, ADoubtfulOneSurvivesPowerLossUnderBothItsNames) {
  FaultyFileSystem files;
  AddCase(files);
  auto opened = TeachingCase::Open({"/cases/in"}, "/scratch", files, {});
  ASSERT_TRUE(opened.ok()) << opened.status();
  TeachOptions options = Options(false);
  options.rules = "/own.rules";
  options.read = [](const std::string&, std::string&) {
    return std::optional<std::string>(
        "dcmscrub 1\nkeep PatientID\ninclude teaching\n");
  };
  const auto made = (*opened)->Make(options, {});
  ASSERT_TRUE(made.ok()) << made.status();
  ASSERT_FALSE(made->verified->clean());
  const Files doubtful = OfUser(files);
  files.Crash(/*keep_names=*/false);
  EXPECT_EQ(OfUser(files), doubtful);
  ASSERT_TRUE((*opened)->Accept().ok());
  const Files accepted = OfUser(files);
  EXPECT_NE(accepted, doubtful);
  files.Crash(/*keep_names=*/false);
  EXPECT_EQ(OfUser(files), accepted);
}

TEST(TeachingCase, AnErrorWhileItIsMadeAnewBringsTheOriginalsBack) {
  FaultyFileSystem files;
  AddCase(files);
  const Files before = files.Files();
  auto opened = TeachingCase::Open({"/cases/in"}, "/scratch", files, {});
  ASSERT_TRUE(opened.ok()) << opened.status();
  ASSERT_TRUE((*opened)->Make(Options(true), {}).ok());
  TeachOptions wrong = Options(true);
  wrong.labels.case_number = "no number";
  EXPECT_FALSE((*opened)->Make(wrong, {}).ok());
  EXPECT_EQ(files.Files(), before);
}

TEST(TeachingCase, AFailedOperationLeavesAllAsItWas) {
  for (const bool in_place : {false, true}) {
    std::uint64_t last = 0;
    for (std::uint64_t at = 0; at == 0 || at <= last; ++at) {
      SCOPED_TRACE((in_place ? "in place, operation " : "operation ") +
                   std::to_string(at));
      FaultyFileSystem files;
      AddCase(files);
      const Files before = files.Files();
      bool cleaning = false;
      files.SetHook([&](const Operation& operation) {
        if (operation.number != at) return 0;
        cleaning = operation.name == "remove" || operation.name == "rmdir";
        return ENOSPC;
      });
      const absl::Status status = MakeCase(Options(in_place), files);
      files.SetHook(nullptr);
      if (at == 0) {
        ASSERT_TRUE(status.ok()) << status;
        last = files.operations();
        continue;
      }
      if (status.ok() || cleaning) {
        if (!in_place) {
          for (const auto& [path, bytes] : before) {
            EXPECT_EQ(files.Files()[path], bytes);
          }
        }
        continue;
      }
      EXPECT_TRUE(files.Files() == before) << status;
    }
  }
}

TEST(TeachingCase, AKillAtAnyMomentIsUndone) {
  std::uint64_t last = 0;
  for (std::uint64_t at = 0; at == 0 || at <= last; ++at) {
    SCOPED_TRACE("operation " + std::to_string(at));
    FaultyFileSystem files;
    AddCase(files);
    const Files before = files.Files();
    files.SetHook([&](const Operation& operation) {
      if (operation.number == at) files.TurnPowerOff();
      return 0;
    });
    (void)MakeCase(Options(true), files);
    if (at == 0) {
      last = files.operations();
      continue;
    }
    files.TurnPowerOn();
    (void)UndoLeft("/cases/in", files);
    EXPECT_TRUE(files.Files() == before);
  }
}

// `--undo` and `--accept`, of what a call in place left, on a disk that fails
// once: asked again, they come to their end.
TEST(TeachingCase, AFailedUndoOrAcceptIsDoneByTheNext) {
  const auto ask = [](bool undo, FaultyFileSystem& files) {
    return (undo ? UndoLeft("/cases/in", files)
                 : AcceptLeft("/cases/in", files))
        .status();
  };
  for (const bool undo : {true, false}) {
    std::uint64_t last = 0;
    Files want;
    for (std::uint64_t at = 0; at == 0 || at <= last; ++at) {
      SCOPED_TRACE((undo ? "undo, operation " : "accept, operation ") +
                   std::to_string(at));
      FaultyFileSystem files;
      AddCase(files);
      const Files before = files.Files();
      ASSERT_TRUE(MakeCase(Options(true), files).ok());
      if (at == 0) want = undo ? before : OfUser(files);
      const std::uint64_t made = files.operations();
      files.SetHook([&](const Operation& operation) {
        return operation.number == made + at ? EIO : 0;
      });
      const absl::Status first = ask(undo, files);
      files.SetHook(nullptr);
      if (at == 0) {
        ASSERT_TRUE(first.ok()) << first;
        last = files.operations() - made;
      }
      (void)ask(undo, files);
      EXPECT_EQ(files.Files(), want) << first;
    }
  }
}

// Called like a temporary, it is the user's: no run says that it made it.
TEST(TeachingCase, UndoLeavesWhatIsOnlyCalledLikeATemporary) {
  FaultyFileSystem files;
  AddCase(files);
  files.AddFile("/cases/in/.dcmscrub-0123456789abcdef-1.tmp", AsBytes("x"));
  const Files before = files.Files();
  EXPECT_EQ(UndoLeft("/cases/in", files).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_TRUE(files.Files() == before);
}

TEST(TeachingCase, AStopAtAnyMomentLeavesAllAsItWas) {
  for (const bool in_place : {false, true}) {
    std::uint64_t last = 0;
    for (std::uint64_t at = 0; at == 0 || at <= last; at += at < 40 ? 1 : 7) {
      SCOPED_TRACE("operation " + std::to_string(at));
      FaultyFileSystem files;
      AddCase(files);
      const Files before = files.Files();
      std::atomic<int> stop = 0;
      files.SetHook([&](const Operation& operation) {
        if (operation.number == at) stop = 1;
        return 0;
      });
      const absl::Status status = MakeCase(Options(in_place), files, &stop);
      if (at == 0) last = files.operations();
      if (status.ok()) continue;  // too late
      EXPECT_EQ(status.code(), absl::StatusCode::kCancelled) << status;
      EXPECT_TRUE(files.Files() == before);
    }
  }
}

TEST(TeachingCase, FoldersThatCannotBeWrittenToAreSaidBeforeAnything) {
  for (const bool in_place : {false, true}) {
    FaultyFileSystem files;
    AddCase(files);
    const Files before = files.Files();
    auto opened = TeachingCase::Open({"/cases/in"}, "/scratch", files, {});
    ASSERT_TRUE(opened.ok()) << opened.status();
    files.SetHook([](const Operation& operation) {
      return operation.name == "create" || operation.name == "try" ? EROFS : 0;
    });
    const absl::Status status = (*opened)->Check(Options(in_place));
    EXPECT_FALSE(status.ok());
    EXPECT_NE(status.message().find("cannot be written to"),
              absl::string_view::npos);
    EXPECT_FALSE((*opened)->Make(Options(in_place), {}).ok());
    EXPECT_EQ(files.Files(), before);
  }
}

}  // namespace
}  // namespace dcmscrub
