// Runs that cannot begin: they say why and touch nothing.
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>

#include "pipeline/run/run.h"
#include "tests/pipeline/run/sample_run.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

TEST(Run, SaysOnceThatTheOutputFolderCannotBeWritten) {
  for (const char* const operation_name : {"mkdir", "try"}) {
    FaultyFileSystem files;
    AddArchive(files);
    files.SetHook([&](const FaultyFileSystem::Operation& operation) {
      return operation.name == operation_name ? EROFS : 0;
    });
    const auto summary = RunPipeline(ToFolder(), files, {});
    ASSERT_FALSE(summary.ok());
    EXPECT_EQ(summary.status().message(),
              "output folder: Read-only file system");
  }
}

// Everything below a real folder.
Files OnDisk(const std::filesystem::path& folder) {
  Files found;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(folder)) {
    found[entry.path().string()] =
        entry.is_regular_file() ? ReadFile(entry.path().string()) : "";
  }
  return found;
}

TEST(Run, LeavesEverythingAsItWasWhereItIsRefused) {
  const struct {
    const char* fact;
    std::function<void(RunOptions&, FaultyFileSystem&, const TempFolder&)>
        spoil;
  } cases[] = {
      {"the output cannot be made",
       [](auto&, FaultyFileSystem& files, auto&) {
         files.SetHook([](const FaultyFileSystem::Operation& operation) {
           return operation.name == "mkdir" ? EROFS : 0;
         });
       }},
      {"the output cannot be written",
       [](auto&, FaultyFileSystem& files, auto&) {
         files.SetHook([](const FaultyFileSystem::Operation& operation) {
           return operation.name == "try" ? EACCES : 0;
         });
       }},
      {"the journal is something else",
       [](RunOptions& options, auto&, const TempFolder& folder) {
         options.journal = folder / "other.db";
         WriteFile(options.journal, std::string_view("notes"));
       }},
      {"the journal's folder is not there",
       [](RunOptions& options, auto&, const TempFolder& folder) {
         options.journal = folder / "none/j.db";
       }},
      {"the crosswalk is something else",
       [](RunOptions& options, auto&, const TempFolder& folder) {
         options.crosswalk = folder / "other.csv";
         WriteFile(options.crosswalk, std::string_view("notes"));
       }},
      {"the crosswalk's folder is not there",
       [](RunOptions& options, auto&, const TempFolder& folder) {
         options.crosswalk = folder / "none/who.csv";
       }},
  };
  for (const bool first : {true, false}) {
    for (const auto& c : cases) {
      SCOPED_TRACE(c.fact);
      TempFolder folder;
      FaultyFileSystem files;
      AddArchive(files);
      RunOptions options = ToFolder();
      options.journal = folder / "j.db";
      if (!first) RunWell(options, files);
      options.output = "/new/below/out";
      c.spoil(options, files, folder);
      const Files before = files.Files(), on_disk = OnDisk(folder.path());
      const std::vector<std::string> folders = files.Folders();
      EXPECT_FALSE(RunPipeline(options, files, {}).ok());
      EXPECT_EQ(files.Files(), before);
      EXPECT_EQ(files.Folders(), folders);
      EXPECT_EQ(OnDisk(folder.path()), on_disk);
    }
  }
}

struct BadOptions {
  const char* fact;
  std::function<void(RunOptions&)> change;
};

TEST(Run, RefusesOptionsThatMakeNoSense) {
  const BadOptions cases[] = {
      {"no source", [](RunOptions& o) { o.sources.clear(); }},
      {"missing source", [](RunOptions& o) { o.sources = {"/nowhere"}; }},
      {"source twice",
       [](RunOptions& o) {
         o.sources = {"/in", "/in"};
       }},
      {"source inside source",
       [](RunOptions& o) {
         o.sources = {"/in", "/in/a"};
       }},
      {"source around source",
       [](RunOptions& o) {
         o.sources = {"/in/a", "/in"};
       }},
      {"output is source", [](RunOptions& o) { o.output = "/in"; }},
      {"source inside output",
       [](RunOptions& o) {
         o.sources = {"/in/a"};
         o.output = "/in";
       }},
      {"no output", [](RunOptions& o) { o.output.clear(); }},
      {"output and in place", [](RunOptions& o) { o.in_place = true; }},
      {"rename without in place", [](RunOptions& o) { o.rename = true; }},
      {"bad layout", [](RunOptions& o) { o.layout = "{name}"; }},
      {"no UID for a root", [](RunOptions& o) { o.uid_root = "1.2.x"; }},
      {"a root too long",
       [](RunOptions& o) { o.uid_root = "1.2.840.1137.1234567890123"; }},
      {"no memory", [](RunOptions& o) { o.memory = 1; }},
      {"journal in no folder",
       [](RunOptions& o) { o.journal = "/nowhere/at/all/j.db"; }},
  };
  for (const BadOptions& bad : cases) {
    SCOPED_TRACE(bad.fact);
    FaultyFileSystem files;
    AddArchive(files);
    const Files before = files.Files();
    RunOptions options = ToFolder();
    bad.change(options);
    EXPECT_FALSE(RunPipeline(options, files, {}).ok());
    EXPECT_EQ(files.Files(), before);
  }
}

}  // namespace
}  // namespace dcmscrub
