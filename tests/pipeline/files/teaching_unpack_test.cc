#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "pipeline/files/unpack.h"
#include "tests/support/archive_builder.h"
#include "tests/support/dicom_bytes.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

constexpr ArchiveForm kForms[] = {ArchiveForm::kZip,    ArchiveForm::kTar,
                                  ArchiveForm::kTarGz,  ArchiveForm::kTarXz,
                                  ArchiveForm::kTarBz2, ArchiveForm::kTarZst,
                                  ArchiveForm::k7z};

class UnpackTest : public ::testing::Test {
 protected:
  UnpackTest() { std::filesystem::create_directory(out_); }

  void Write(ArchiveForm form, const std::vector<ArchiveEntry>& entries,
             const char* options = nullptr) {
    WriteArchive(archive_, form, entries, options);
  }
  absl::StatusOr<UnpackResult> Run() {
    std::filesystem::remove_all(out_);
    std::filesystem::create_directory(out_);
    return Unpack(archive_, out_, limits_, nullptr);
  }
  absl::StatusCode Code() { return Run().status().code(); }

  // What came out, by name.
  std::map<std::string, std::string> Out() const {
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(out_)) {
      files[entry.path().filename()] = ReadFile(entry.path());
    }
    return files;
  }
  // Nothing came out anywhere but in the folder.
  void ExpectNothingBeside() const {
    for (const auto& entry :
         std::filesystem::directory_iterator(folder_.path())) {
      EXPECT_TRUE(entry.path() == archive_ || entry.path() == out_)
          << entry.path();
    }
  }

  TempFolder folder_;
  const std::string archive_ = folder_ / "archive";
  const std::string out_ = folder_ / "out";
  UnpackLimits limits_;
};

using Files = std::map<std::string, std::string>;

TEST_F(UnpackTest, TakesEveryFormUnderNeutralNames) {
  const std::string large(700'001, 'x');
  for (const ArchiveForm form : kForms) {
    Write(form, {{"DOE JOHN/", "", AE_IFDIR, {}, {}},
                 {"DOE JOHN/M\xC3\xBCller.dcm", "one"},
                 {"DOE JOHN/2/DICOMDIR", large},
                 {"empty", ""}});
    EXPECT_TRUE(IsPacked(archive_)) << NameOf(form);
    const auto result = Run();
    ASSERT_TRUE(result.ok()) << NameOf(form) << ": " << result.status();
    EXPECT_EQ(result->files, 3u);
    EXPECT_EQ(result->bytes, 700'004u);
    EXPECT_EQ(result->left_out, 0u);
    // 7z notes what is empty behind what is not.
    std::vector<std::string> contents;
    for (const auto& [name, bytes] : Out()) {
      EXPECT_EQ(name.size(), 6u) << NameOf(form);
      EXPECT_EQ(name.find_first_not_of("0123456789"), name.npos);
      contents.push_back(bytes);
    }
    std::ranges::sort(contents);
    EXPECT_EQ(contents, (std::vector<std::string>{"", "one", large}));
    std::vector<std::string> names = result->names;
    std::ranges::sort(names);
    EXPECT_EQ(names, (std::vector<std::string>{"DOE JOHN/2/DICOMDIR",
                                               "DOE JOHN/M\xC3\xBCller.dcm",
                                               "empty"}));
  }
}

TEST_F(UnpackTest, NumbersFilesByTheirEntry) {
  Write(ArchiveForm::kTar,
        {{"folder", "", AE_IFDIR, {}, {}}, {"b", "first"}, {"a", "second"}});
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(Out(), (Files{{"000002", "first"}, {"000003", "second"}}));
}

TEST_F(UnpackTest, MakesFilesForTheOwnerAlone) {
  const mode_t old = ::umask(0);
  Write(ArchiveForm::kZip, {{"a", "x"}});
  ASSERT_TRUE(Run().ok());
  ::umask(old);
  struct stat found {};
  ASSERT_EQ(::stat((out_ + "/000001").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600u);
}

TEST_F(UnpackTest, RefusesEntriesThatLeadOut) {
  for (const char* name :
       {"../x", "/x", "C:\\x", "c:x", "a/../../x", "..\\x", "a\\..\\..\\x",
        "\\x", "\\\\server\\x", "a/..", ".."}) {
    for (const ArchiveForm form :
         {ArchiveForm::kZip, ArchiveForm::kTarGz, ArchiveForm::k7z}) {
      Write(form, {{"good", "1"}, {name, "2"}});
      const auto result = Run();
      EXPECT_EQ(result.status().code(), absl::StatusCode::kInvalidArgument)
          << NameOf(form) << ' ' << name;
      EXPECT_EQ(result.status().message(),
                "entry 2 of the archive leads out of it")
          << NameOf(form) << ' ' << name;
      ExpectNothingBeside();
    }
  }
}

TEST_F(UnpackTest, TakesNamesThatOnlyLookSo) {
  Write(ArchiveForm::kZip, {{"..x", "1"}, {"a..b/c...", "2"}, {"./d", "3"}});
  EXPECT_TRUE(Run().ok());
}

TEST_F(UnpackTest, LeavesOutLinksAndDevices) {
  Write(ArchiveForm::kTar, {{"file", "1"},
                            {"link", "", AE_IFLNK, "/etc/passwd", {}},
                            {"hard", "", AE_IFREG, {}, "/etc/passwd"},
                            {"pipe", "", AE_IFIFO, {}, {}},
                            {"null", "", AE_IFCHR, {}, {}}});
  const auto result = Run();
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->files, 1u);
  EXPECT_EQ(result->left_out, 4u);
  EXPECT_EQ(Out(), (Files{{"000001", "1"}}));

  Write(ArchiveForm::kZip,
        {{"link", "", AE_IFLNK, "/etc", {}}, {"link/passwd", "mine"}});
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(Out(), (Files{{"000002", "mine"}}));
}

TEST_F(UnpackTest, StopsBombsByTheirRatio) {
  const std::string zeros(std::size_t{80} << 20, '\0');
  for (const ArchiveForm form : {ArchiveForm::kZip, ArchiveForm::kTarGz}) {
    Write(form, {{"a", zeros}});
    const auto result = Run();
    EXPECT_EQ(result.status().code(), absl::StatusCode::kResourceExhausted);
    EXPECT_EQ(result.status().message(),
              "the archive unpacks to more than 200 times its size: no images "
              "do");
    std::uintmax_t left = 0;
    for (const auto& entry : std::filesystem::directory_iterator(out_)) {
      left += entry.file_size();
    }
    EXPECT_LE(left, std::uintmax_t{65} << 20);
  }
  limits_.ratio = 2000;
  EXPECT_TRUE(Run().ok());
}

TEST_F(UnpackTest, LetsASmallArchiveOfBlackImagesPass) {
  Write(ArchiveForm::kZip, {{"a", std::string(std::size_t{8} << 20, '\0')}});
  EXPECT_TRUE(Run().ok());
}

TEST_F(UnpackTest, StopsAtItsLimits) {
  Write(ArchiveForm::kZip, {{"a", "12345"}, {"b", "67890"}, {"c", ""}});
  limits_ = {.entries = 3, .bytes = 10};
  EXPECT_TRUE(Run().ok());
  limits_ = {.entries = 2, .bytes = 10};
  EXPECT_EQ(Run().status().message(), "the archive has more than 2 entries");
  limits_ = {.entries = 3, .bytes = 9};
  EXPECT_EQ(Code(), absl::StatusCode::kResourceExhausted);
  for (const auto& [name, bytes] : Out()) EXPECT_LE(bytes.size(), 5u);
}

// Where the header of a sparse file says that it holds a terabyte, that is what
// comes out.
TEST_F(UnpackTest, CountsHoles) {
  const std::string sparse = folder_ / "sparse";
  WriteFile(sparse, "x");
  std::filesystem::resize_file(sparse, std::uintmax_t{1} << 40);
  const std::string command = "tar --sparse -cf " + archive_ + " -C " +
                              folder_.path().string() + " sparse";
  ASSERT_EQ(std::system(command.c_str()), 0);
  EXPECT_EQ(Code(), absl::StatusCode::kResourceExhausted);
  std::filesystem::resize_file(sparse, 5'000'000);
  ASSERT_EQ(std::system(command.c_str()), 0);
  const auto result = Run();
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->bytes, 5'000'000u);
  EXPECT_EQ(Out()["000001"], ReadFile(sparse));
}

TEST_F(UnpackTest, RefusesWhatIsCutShort) {
  std::string noise;
  std::uint32_t state = 1;
  for (int i = 0; i < 100'000; ++i) {
    state = state * 1664525 + 1013904223;
    noise += static_cast<char>(state >> 24);
  }
  for (const ArchiveForm form : kForms) {
    Write(form, {{"a", noise}, {"b", noise}});
    const std::string whole = ReadFile(archive_);
    for (const std::size_t size :
         {whole.size() / 3, whole.size() / 2, whole.size() * 9 / 10}) {
      WriteFile(archive_, whole.substr(0, size));
      const absl::StatusCode code = Code();
      EXPECT_TRUE(code == absl::StatusCode::kDataLoss ||
                  code == absl::StatusCode::kInvalidArgument)
          << NameOf(form) << " of " << size;
    }
  }
}

TEST_F(UnpackTest, RefusesAZipThatLiesAboutSizes) {
  Write(ArchiveForm::kZip, {{"a", std::string(5000, 'x')}});
  const std::string whole = ReadFile(archive_);
  const std::size_t central = whole.rfind("PK\x01\x02");
  ASSERT_NE(central, whole.npos);
  for (const std::size_t at : {central + 20, central + 24}) {  // packed, real
    for (const int lie : {0x01, 0xFF}) {
      std::string bytes = whole;
      bytes[at + 1] = static_cast<char>(lie);
      WriteFile(archive_, bytes);
      const auto result = Run();
      // Nothing more than there is comes out, whatever is said.
      EXPECT_FALSE(result.ok() && Out()["000001"] != std::string(5000, 'x'))
          << at - central << ' ' << lie;
      for (const auto& [name, out] : Out()) EXPECT_LE(out.size(), 5000u);
    }
  }
}

TEST_F(UnpackTest, RefusesAZipWithAWrongChecksum) {
  Write(ArchiveForm::kZip, {{"a", std::string(5000, 'x')}},
        "zip:compression=store");
  std::string bytes = ReadFile(archive_);
  bytes[bytes.find("xxxx")] = 'y';
  WriteFile(archive_, bytes);
  EXPECT_EQ(Code(), absl::StatusCode::kDataLoss);
}

TEST_F(UnpackTest, SaysThatAnArchiveIsEncrypted) {
  for (const char* how :
       {"zip:encryption=traditional", "zip:encryption=aes256"}) {
    Write(ArchiveForm::kZip, {{"a", "secret text"}}, how);
    const auto result = Run();
    EXPECT_EQ(result.status().code(), absl::StatusCode::kUnimplemented) << how;
    EXPECT_TRUE(Out().empty());
  }
}

TEST_F(UnpackTest, TakesEmptyOnes) {
  for (const ArchiveForm form : kForms) {
    Write(form, {});
    const auto result = Run();
    ASSERT_TRUE(result.ok()) << NameOf(form) << ": " << result.status();
    EXPECT_EQ(result->files, 0u);
  }
}

TEST_F(UnpackTest, DoesNotUnpackWhatIsInside) {
  Write(ArchiveForm::kZip, {{"a", "x"}});
  const std::string inner = ReadFile(archive_);
  Write(ArchiveForm::kTarGz, {{"inner.zip", inner}});
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(Out(), (Files{{"000001", inner}}));
}

TEST_F(UnpackTest, RefusesWhatIsNoArchive) {
  for (const std::string& bytes : {std::string(), std::string("text"),
                                   "\x1F\x8B" + std::string(500, 'x')}) {
    WriteFile(archive_, bytes);
    const absl::StatusCode code = Code();
    EXPECT_TRUE(code == absl::StatusCode::kInvalidArgument ||
                code == absl::StatusCode::kDataLoss)
        << bytes.size() << ' ' << Run().status();
  }
  std::filesystem::remove(archive_);
  EXPECT_EQ(Code(), absl::StatusCode::kNotFound);
}

TEST_F(UnpackTest, StopsWhenItIsTold) {
  Write(ArchiveForm::kZip, {{"a", "x"}});
  const std::atomic<int> stop = 1;
  EXPECT_EQ(Unpack(archive_, out_, limits_, &stop).status().code(),
            absl::StatusCode::kCancelled);
  EXPECT_TRUE(Out().empty());
}

// The limit on the size of files stands for a full disk: both fail a write.
TEST_F(UnpackTest, SaysThatItCannotWrite) {
  Write(ArchiveForm::kZip, {{"a", std::string(100'000, 'x')}});
  rlimit old{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &old), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{50'000, old.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto result = Run();
  ::setrlimit(RLIMIT_FSIZE, &old);
  std::signal(SIGXFSZ, handler);
  EXPECT_FALSE(result.ok());
  EXPECT_TRUE(std::string(result.status().message())
                  .starts_with("the archive cannot be unpacked"))
      << result.status();
}

TEST_F(UnpackTest, NeverNamesAnEntry) {
  for (const char* name : {"../DOE", "DOE"}) {
    Write(ArchiveForm::kTar, {{name, std::string(50'000, 'x')}});
    const std::string whole = ReadFile(archive_);
    WriteFile(archive_, whole.substr(0, 20'000));
    const auto result = Run();
    EXPECT_FALSE(result.ok());
    EXPECT_EQ(result.status().message().find("DOE"), absl::string_view::npos);
  }
}

TEST_F(UnpackTest, NeverTakesDicomForAnArchive) {
  const std::vector<std::uint8_t> file = std::vector<std::uint8_t>(
      MinimalCtFile("DOE^J", "4711", "1.2.3").bytes());
  for (const std::string_view magic :
       {"PK\x03\x04", "\x1F\x8B\x08", "7z\xBC\xAF\x27\x1C", "BZh9"}) {
    std::string bytes(file.begin(), file.end());
    bytes.replace(0, magic.size(), magic);
    WriteFile(archive_, bytes);
    EXPECT_FALSE(IsPacked(archive_));
    WriteFile(archive_, magic);
    EXPECT_TRUE(IsPacked(archive_)) << magic.size();
  }
  WriteFile(archive_, Bytes(file));
  EXPECT_FALSE(IsPacked(archive_));
  WriteFile(archive_, "");
  EXPECT_FALSE(IsPacked(archive_));
  EXPECT_FALSE(IsPacked(folder_ / "nothing"));
  EXPECT_FALSE(IsPacked(out_));
}

}  // namespace
}  // namespace dcmscrub
