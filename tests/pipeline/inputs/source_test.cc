#include "pipeline/inputs/source.h"

#include <gtest/gtest.h>

#include <cerrno>

#include "tests/support/faulty_file_system.h"

namespace dcmscrub {
namespace {

// One line an input.
std::string Walk(const RunOptions& options, FaultyFileSystem& files,
                 std::int64_t leftovers_before = 0) {
  const auto sources = ResolveSources(options, files);
  EXPECT_TRUE(sources.ok()) << sources.status();
  if (!sources.ok()) return {};
  SourceWalker walker(*sources, files, leftovers_before);
  std::string text;
  FoundInput input;
  Ending ending;
  while (walker.Next(input, ending)) {
    text += std::to_string(input.number) + " " + input.source;
    if (ending.decided) {
      text += " ";
      text += ReasonName(ending.reason);
    }
    text += " [" + input.source.substr(input.below) + "]\n";
  }
  return text;
}

RunOptions From(std::vector<std::string> paths) {
  RunOptions options;
  options.sources = std::move(paths);
  return options;
}

TEST(Source, WalksDepthFirstInOrderOfBytes) {
  FaultyFileSystem files;
  for (const char* const path :
       {"/in/b", "/in/a/2", "/in/a/10", "/in/a.x", "/in/C", "/one"}) {
    files.AddFile(path, AsBytes("x"));
  }
  files.AddFolder("/in/empty");
  EXPECT_EQ(Walk(From({"/in", "/one"}), files),
            "1 /in/C [C]\n"
            "2 /in/a/10 [a/10]\n"
            "3 /in/a/2 [a/2]\n"
            "4 /in/a.x [a.x]\n"
            "5 /in/b [b]\n"
            "6 /one [one]\n");
}

TEST(Source, NeverFollowsLinksNorOpensWhatIsNoFile) {
  FaultyFileSystem files;
  files.AddFile("/in/a/1", AsBytes("x"));
  files.AddFile("/etc/2", AsBytes("x"));
  files.AddLink("/in/inside", "/in/a");
  files.AddLink("/in/itself", "/in");
  files.AddLink("/in/nowhere", "/in/none");
  files.AddLink("/in/out", "/etc");
  files.AddPipe("/in/pipe");
  EXPECT_EQ(Walk(From({"/in"}), files),
            "1 /in/a/1 [a/1]\n"
            "2 /in/inside link-inside [inside]\n"
            "3 /in/itself link-inside [itself]\n"
            "4 /in/nowhere outside-source [nowhere]\n"
            "5 /in/out outside-source [out]\n"
            "6 /in/pipe not-a-file [pipe]\n");
}

TEST(Source, TakesAFolderBehindALinkThatIsASource) {
  FaultyFileSystem files;
  files.AddFile("/in/1", AsBytes("x"));
  files.AddLink("/link", "/in");
  EXPECT_EQ(Walk(From({"/link"}), files), "1 /in/1 [1]\n");
}

TEST(Source, DeepFoldersNeedNoRecursion) {
  FaultyFileSystem files;
  std::string path = "/in";
  for (int i = 0; i < 300; ++i) path += "/d";
  files.AddFile(path + "/1", AsBytes("x"));
  EXPECT_EQ(Walk(From({"/in"}), files),
            "1 " + path + "/1 [" + path.substr(4) + "/1]\n");
}

TEST(Source, LeavesOutExcludedPathsAndTemporaries) {
  FaultyFileSystem files;
  const std::string own = "/in/.dcmscrub-0000000000000000-1.tmp";
  for (const std::string& path :
       {std::string("/in/1"), std::string("/in/j.db"),
        std::string("/in/j.db-wal"), std::string("/in/out/x"),
        std::string("/in/report.json"), own, std::string("/in/.dcmscrub")}) {
    files.AddFile(path, AsBytes("x"));
  }
  RunOptions options = From({"/in"});
  options.output = "/in/out";
  options.journal = "/in/j.db";
  options.exclude = {"/in/report.json"};
  EXPECT_EQ(Walk(options, files), "1 /in/.dcmscrub [.dcmscrub]\n2 /in/1 [1]\n");
  EXPECT_TRUE(files.HasTemporaries());
  FileInfo info;
  ASSERT_EQ(files.Info(own, false, info), 0);
  Walk(options, files, info.modified_ns);
  EXPECT_TRUE(files.HasTemporaries()) << "another run may be writing it";
  Walk(options, files, info.modified_ns + 1);
  EXPECT_FALSE(files.HasTemporaries());
}

// The name alone proves nothing.
TEST(Source, WhatIsOnlyCalledLikeOursIsAnInput) {
  FaultyFileSystem files;
  const std::string others = "/in/.dcmscrub-00000000000000aa-1.tmp";
  files.AddFile(others, AsBytes("x"));
  files.AddFile("/in/.dcmscrub-case-x/1", AsBytes("x"));
  files.AddFile("/in/.dcmscrub-hello.tmp", AsBytes("x"));
  files.AddFile("/in/.dcmscrub-originals-y/1", AsBytes("x"));
  files.AddFolder("/in/.dcmscrub-originals-z");
  files.AddFile("/in/.dcmscrub-originals-z/1", AsBytes("kept"));
  ASSERT_EQ(MarkWorkFolder("/in/.dcmscrub-originals-z", files), 0);
  const auto before = files.Files();
  EXPECT_EQ(Walk(From({"/in"}), files, std::int64_t{1} << 62),
            "1 /in/.dcmscrub-00000000000000aa-1.tmp "
            "[.dcmscrub-00000000000000aa-1.tmp]\n"
            "2 /in/.dcmscrub-case-x/1 [.dcmscrub-case-x/1]\n"
            "3 /in/.dcmscrub-hello.tmp [.dcmscrub-hello.tmp]\n"
            "4 /in/.dcmscrub-originals-y/1 [.dcmscrub-originals-y/1]\n");
  EXPECT_EQ(files.Files(), before);
}

TEST(Source, AFolderThatCannotBeReadIsQuarantined) {
  FaultyFileSystem files;
  files.AddFile("/in/a/1", AsBytes("x"));
  files.AddFile("/in/b/2", AsBytes("x"));
  files.SetHook([](const FaultyFileSystem::Operation& operation) {
    return operation.name == "list" && operation.path == "/in/a" ? EACCES : 0;
  });
  EXPECT_EQ(Walk(From({"/in"}), files),
            "1 /in/a read-error [a]\n"
            "2 /in/b/2 [b/2]\n");
}

}  // namespace
}  // namespace dcmscrub
