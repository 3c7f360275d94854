// The built program, killed and interrupted at any moment.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <map>
#include <random>
#include <thread>

#include "app/talk/exit_code.h"
#include "bench/sample_archive.h"
#include "pipeline/files/file_system.h"
#include "tests/app/cli/program.h"
#include "tests/support/dicom_bytes.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kSeed = 11;
constexpr std::uint32_t kPatients = 2;
constexpr std::uint32_t kBigFiles = 10;
constexpr std::uint64_t kBigSize = 3'000'000;

using Tree = std::map<std::string, std::string>;

// Files below `root` by path; temporaries apart.
Tree TreeOf(const std::string& root, std::size_t& temporaries) {
  Tree tree;
  temporaries = 0;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (!entry.is_regular_file()) continue;
    const std::string path = entry.path().string();
    if (IsTemporaryName(NameOf(path))) {
      ++temporaries;
    } else {
      tree[path] = ReadFile(path);
    }
  }
  return tree;
}

// Small objects of every kind, and some whose copies take a while.
void WriteArchive(const std::string& root) {
  for (const SampleFile& file : MixedArchive(kSeed, kPatients)) {
    WriteFile(root + "/" + file.path, file.bytes);
  }
  BulkSamples big(kSeed, kBigSize);
  for (std::uint32_t i = 0; i < kBigFiles; ++i) {
    const SampleFile& file = big.File(i);
    WriteFile(root + "/big/" + file.path, file.bytes);
  }
}

class Killed : public ::testing::Test {
 protected:
  Killed() {
    WriteArchive(in_);
    std::size_t temporaries = 0;
    old_ = TreeOf(in_, temporaries);
    EXPECT_EQ(RunProgram({"keygen", key_}).exit_code, kExitDone);
  }

  std::vector<std::string> InPlace(const std::string& sync = "batch") const {
    return {"run", in_,      "--in-place", "--yes",     "--key",
            key_,  "--sync", sync,         "--journal", folder_ / "journal"};
  }

  // Everything as it was before the first run.
  void StartAgain() {
    for (const char* const suffix : {"", "-wal", "-shm"}) {
      fs::remove(folder_ / (std::string("journal") += suffix));
    }
    for (const auto& [path, bytes] : old_) WriteFile(path, bytes);
  }

  TempFolder folder_;
  const std::string in_ = folder_ / "in";
  const std::string key_ = folder_ / "key";
  Tree old_;
};

TEST_F(Killed, EveryFileIsWholeAndTheNextRunGoesOn) {
  constexpr int kKills = 200;
  std::size_t temporaries = 0;
  const auto begin = Clock::now();
  ASSERT_EQ(RunProgram(InPlace()).exit_code, kExitDone);
  const auto duration = Clock::now() - begin;
  const Tree want = TreeOf(in_, temporaries);
  ASSERT_EQ(temporaries, 0u);
  ASSERT_EQ(want.size(), old_.size());
  ASSERT_NE(want, old_);
  StartAgain();

  // Each kill comes at a moment of its own, over all of the duration of a run.
  std::mt19937_64 random(kSeed);
  const auto last = std::chrono::nanoseconds(duration).count();
  std::uniform_int_distribution<std::int64_t> moment(0, last);
  int cut_short = 0;
  int with_temporaries = 0;
  int between = 0;
  for (int i = 0; i < kKills; ++i) {
    SCOPED_TRACE("kill " + std::to_string(i));
    RunningProgram program(InPlace(i % 2 == 0 ? "batch" : "each"));
    std::this_thread::sleep_for(std::chrono::nanoseconds(moment(random)));
    program.Signal(SIGKILL);
    const ProgramResult result = program.Wait();
    cut_short += result.exit_code == 128 + SIGKILL;
    const Tree now = TreeOf(in_, temporaries);
    with_temporaries += temporaries > 0;
    if (result.exit_code == kExitDone) {
      EXPECT_EQ(temporaries, 0u);
    }
    ASSERT_EQ(now.size(), want.size());
    for (const auto& [path, bytes] : now) {
      ASSERT_TRUE(bytes == want.at(path) || bytes == old_.at(path))
          << bytes.size() << " bytes";
    }
    between += now != want && now != old_;
    if (now == want) StartAgain();
  }
  // Or the test would not have tested anything.
  EXPECT_GT(cut_short, kKills / 20);
  EXPECT_GT(with_temporaries, 0);
  EXPECT_GT(between, 0);

  const auto rest = RunProgram(InPlace());
  EXPECT_EQ(rest.exit_code, kExitDone) << rest.err;
  EXPECT_EQ(TreeOf(in_, temporaries), want);
  EXPECT_EQ(temporaries, 0u);
  const auto again = RunProgram(InPlace());
  EXPECT_THAT(again.out, ::testing::StartsWith("0 written, "));
}

// A file of gigabytes, all of it a hole, so that its copy is what a signal
// meets.
void WriteHugeFile(const std::string& path) {
  constexpr std::uint32_t kPixelBytes = 3'000'000'000;
  const std::string uid = "1.2.3.4";
  DicomBytes file;
  file.Preamble()
      .FileMeta(transfer_syntax::kExplicitVrLittleEndian, kCtImageStorage, uid)
      .Element(0x0008, 0x0016, "UI", kCtImageStorage)
      .Element(0x0008, 0x0018, "UI", uid)
      .Element(0x0010, 0x0010, "PN", "QUAGMIRE^GLENN")
      .Declared(0x7FE0, 0x0010, "OW", kPixelBytes, "");
  WriteFile(path, file);
  fs::resize_file(path, fs::file_size(path) + kPixelBytes);
}

// Until a temporary in `folder` has bytes; false when the program ends first.
bool WaitForCopy(const std::string& folder) {
  for (int i = 0; i < 60'000; ++i) {
    std::error_code gone;
    for (const auto& entry : fs::recursive_directory_iterator(folder, gone)) {
      const std::string path = entry.path().string();
      if (IsTemporaryName(NameOf(path)) &&
          fs::file_size(path, gone) > (1u << 20) && !gone) {
        return true;
      }
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return false;
}

TEST(Interrupted, LeavesNothingHalfDoneAndTheNextRunFinishes) {
  TempFolder folder;
  const std::string in = folder / "in";
  const std::string out = folder / "out";
  const std::string key = folder / "key";
  constexpr std::uint32_t kFiles = 12;
  BulkSamples samples(kSeed, BulkSamples::kSmallSize);
  for (std::uint32_t i = 0; i < kFiles; ++i) {
    WriteFile(in + "/" + samples.File(i).path, samples.File(i).bytes);
  }
  WriteHugeFile(in + "/huge.dcm");
  ASSERT_EQ(RunProgram({"keygen", key}).exit_code, kExitDone);
  const std::vector<std::string> run = {"run",   in,  "--out",  out,
                                        "--key", key, "--sync", "none"};

  RunningProgram program(run);
  ASSERT_TRUE(WaitForCopy(out));
  program.Signal(SIGINT);
  const ProgramResult result = program.Wait();
  EXPECT_EQ(result.exit_code, kExitInterrupted) << result.err;
  EXPECT_THAT(result.err, HasSubstr("goes on from here"));
  int written = 0;
  int not_done = 0;
  ASSERT_EQ(std::sscanf(result.out.c_str(),
                        "%d written, 0 quarantined, 0 skipped, %d not done",
                        &written, &not_done),
            2)
      << result.out;
  EXPECT_GE(not_done, 1) << "the huge file, which takes longest";
  EXPECT_LE(written + not_done, static_cast<int>(kFiles) + 1);
  std::size_t temporaries = 0;
  EXPECT_EQ(TreeOf(out, temporaries).size(), static_cast<std::size_t>(written));
  EXPECT_EQ(temporaries, 0u);

  fs::remove(in + "/huge.dcm");  // to save the time
  const auto rest = RunProgram(run);
  EXPECT_EQ(rest.exit_code, kExitDone) << rest.err;
  EXPECT_EQ(TreeOf(out, temporaries).size(), kFiles);
  if (written > 0) {
    EXPECT_THAT(rest.out, HasSubstr(std::to_string(written) + " unchanged"));
  }
}

}  // namespace
}  // namespace dcmscrub
