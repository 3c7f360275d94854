#include <gtest/gtest.h>
#include <sys/stat.h>
#include <utime.h>

#include <atomic>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "pipeline/teaching/case/abandoned_folder.h"
#include "pipeline/teaching/case/case_sources.h"
#include "pipeline/teaching/dicomdir/dicomdir_files.h"
#include "tests/support/archive_builder.h"
#include "tests/support/dicom_bytes.h"
#include "tests/support/faulty_file_system.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

using Paths = std::vector<std::string>;

// Records of patients and of the images with those File IDs.
DicomBytes Dicomdir(const std::vector<std::string>& file_ids,
                    Encoding encoding = kExplicitLittle,
                    LengthForm form = LengthForm::kDefined) {
  std::vector<DicomBytes> records;
  records.push_back(DicomBytes(encoding)
                        .Element(0x0004, 0x1430, "CS", "PATIENT")
                        .Element(0x0010, 0x0020, "LO", "4711"));
  for (const std::string& id : file_ids) {
    records.push_back(DicomBytes(encoding)
                          .Element(0x0004, 0x1430, "CS", "IMAGE")
                          .Element(0x0004, 0x1500, "CS", id));
  }
  return DicomBytes(encoding)
      .Preamble()
      .FileMeta(PlainTransferSyntax(encoding), "1.2.840.10008.1.3.10", "1.2.3")
      .Use(encoding)
      .Element(0x0004, 0x1130, "CS", "SET")
      .Sequence(0x0004, 0x1220, records, form, form);
}

class DicomdirTest : public ::testing::Test {
 protected:
  absl::StatusOr<DicomdirFiles> Files(const DicomBytes& dicomdir) {
    files_.AddFile("/cd/DICOMDIR", dicomdir);
    return FilesOfDicomdir("/cd/DICOMDIR", files_);
  }
  Paths PathsOf(const DicomBytes& dicomdir) {
    const auto files = Files(dicomdir);
    EXPECT_TRUE(files.ok()) << files.status();
    return files.ok() ? files->paths : Paths();
  }

  FaultyFileSystem files_;
};

TEST_F(DicomdirTest, ListsItsFilesInEveryEncoding) {
  files_.AddFile("/cd/DICOM/S1/IM1", AsBytes("1"));
  files_.AddFile("/cd/DICOM/S1/IM2", AsBytes("2"));
  files_.AddFile("/cd/DICOM/S1/IM3", AsBytes("not listed"));
  for (const Encoding encoding :
       {kExplicitLittle, kImplicitLittle, kExplicitBig}) {
    for (const LengthForm form :
         {LengthForm::kDefined, LengthForm::kUndefined}) {
      EXPECT_EQ(PathsOf(Dicomdir({"DICOM\\S1\\IM2", "DICOM\\S1\\IM1 "},
                                 encoding, form)),
                (Paths{"/cd/DICOM/S1/IM2", "/cd/DICOM/S1/IM1"}));
      EXPECT_TRUE(IsDicomdir("/cd/DICOMDIR", files_));
    }
  }
}

TEST_F(DicomdirTest, FindsNamesWhateverTheCaseOfTheirLetters) {
  files_.AddFile("/cd/dicom/Im1", AsBytes("1"));
  files_.AddFile("/cd/dicom/IM2", AsBytes("2"));
  files_.AddFile("/cd/dicom/im2", AsBytes("the other"));
  EXPECT_EQ(PathsOf(Dicomdir({"DICOM\\IM1", "DICOM\\IM2"})),
            (Paths{"/cd/dicom/Im1", "/cd/dicom/IM2"}));
}

TEST_F(DicomdirTest, TakesAFileOnceAndCountsWhatIsMissing) {
  files_.AddFile("/cd/IM1", AsBytes("1"));
  files_.AddFolder("/cd/FOLDER");
  const auto files = Files(Dicomdir(
      {"IM1", "IM1", "im1", "IM9", "IM9", "NO\\IM1", "FOLDER", "IM1\\X", ""}));
  ASSERT_TRUE(files.ok()) << files.status();
  EXPECT_EQ(files->paths, Paths{"/cd/IM1"});
  EXPECT_EQ(files->missing, 4u);
}

TEST_F(DicomdirTest, RefusesWhatLeadsOut) {
  files_.AddFile("/secret/x", AsBytes("x"));
  files_.AddFile("/cd/IM1", AsBytes("1"));
  for (const char* id : {"..\\secret\\x", "A\\..\\..\\secret\\x", "../secret/x",
                         "\\secret\\x", "A/B", "A\\\\B", ".", "A\\", " \\A"}) {
    const auto files = Files(Dicomdir({"IM1", id}));
    EXPECT_EQ(files.status().code(), absl::StatusCode::kInvalidArgument) << id;
    EXPECT_EQ(files.status().message(),
              "file 3 of the DICOMDIR leads out of its folder, or is named as "
              "no file can be")
        << id;
  }
}

TEST_F(DicomdirTest, RefusesLinksThatLeadOut) {
  files_.AddFile("/secret/x", AsBytes("x"));
  files_.AddFile("/cd/IM1", AsBytes("1"));
  files_.AddLink("/cd/IM2", "/secret/x");
  files_.AddLink("/cd/IM3", "/cd/IM1");
  EXPECT_FALSE(Files(Dicomdir({"IM2"})).ok());
  EXPECT_EQ(PathsOf(Dicomdir({"IM3"})), Paths{"/cd/IM1"});
}

TEST_F(DicomdirTest, RefusesWhatIsDamaged) {
  const DicomBytes whole = Dicomdir({"IM1", "IM2"});
  const auto& bytes = whole.bytes();
  for (std::size_t size = 300; size < bytes.size(); size += 7) {
    const Bytes cut = Bytes(bytes).first(size);
    EXPECT_EQ(Files(DicomBytes().Raw(cut)).status().code(),
              absl::StatusCode::kDataLoss)
        << size;
  }
  EXPECT_EQ(Files(MinimalCtFile("DOE^J", "1", "1.2")).status().code(),
            absl::StatusCode::kDataLoss);
  EXPECT_FALSE(IsDicomdir("/cd/DICOMDIR", files_));
  EXPECT_FALSE(IsDicomdir("/cd/nothing", files_));
  EXPECT_EQ(FilesOfDicomdir("/cd/nothing", files_).status().code(),
            absl::StatusCode::kNotFound);
}

class CaseSourcesTest : public ::testing::Test {
 protected:
  CaseSourcesTest() { std::filesystem::create_directory(scratch_); }

  absl::StatusOr<std::unique_ptr<CaseSources>> Open(const Paths& operands) {
    return CaseSources::Open(operands, scratch_, limits_, RealFileSystem(),
                             nullptr);
  }
  bool ScratchIsEmpty() const { return std::filesystem::is_empty(scratch_); }

  TempFolder folder_;
  const std::string scratch_ = folder_ / "scratch";
  UnpackLimits limits_;
};

TEST_F(CaseSourcesTest, TakesFoldersFilesArchivesAndDicomdirs) {
  WriteFile(folder_ / "a/1.dcm", "1");
  WriteFile(folder_ / "a/DICOMDIR", Dicomdir({"1.DCM"}));
  WriteFile(folder_ / "b.dcm", "2");
  WriteFile(folder_ / "cd/DICOMDIR", Dicomdir({"IM1", "IM2"}));
  WriteFile(folder_ / "cd/IM1", "3");
  WriteArchive(folder_ / "d.zip", ArchiveForm::kZip, {{"x", "4"}, {"y", "5"}});
  WriteArchive(folder_ / "e.tgz", ArchiveForm::kTarGz, {{"x", "6"}});
  {
    const auto sources =
        Open({folder_ / "a", folder_ / "b.dcm", folder_ / "cd/DICOMDIR",
              folder_ / "d.zip", folder_ / "e.tgz"});
    ASSERT_TRUE(sources.ok()) << sources.status();
    const Paths& paths = (*sources)->paths();
    ASSERT_EQ(paths.size(), 5u);
    EXPECT_EQ(paths[0], folder_ / "a");
    EXPECT_EQ(paths[1], folder_ / "b.dcm");
    EXPECT_EQ(paths[2], folder_ / "cd/IM1");
    EXPECT_EQ(ReadFile(paths[3] + "/000002"), "5");
    EXPECT_EQ(ReadFile(paths[4] + "/000001"), "6");
    EXPECT_TRUE((*sources)->has_archive());
    EXPECT_EQ((*sources)->missing(), 1u);
    for (const std::string& path :
         {paths[3], std::string(FolderOf(paths[3]))}) {
      struct stat found {};
      ASSERT_EQ(::stat(path.c_str(), &found), 0);
      EXPECT_EQ(found.st_mode & 0777, 0700u);
    }
    EXPECT_FALSE(ScratchIsEmpty());
  }
  EXPECT_TRUE(ScratchIsEmpty());
}

TEST_F(CaseSourcesTest, TakesWhatIsGivenTwiceOnce) {
  WriteFile(folder_ / "a/1.dcm", "1");
  WriteFile(folder_ / "a/b/2.dcm", "2");
  WriteFile(folder_ / "a2/DICOMDIR", Dicomdir({"IM1"}));
  WriteFile(folder_ / "a2/IM1", "3");
  WriteArchive(folder_ / "d.zip", ArchiveForm::kZip, {{"x", "4"}});
  std::filesystem::create_symlink(folder_ / "a", folder_ / "link");
  const auto sources =
      Open({folder_ / "a/b/2.dcm", folder_ / "a", folder_ / "a/./b",
            folder_ / "link", folder_ / "a2/IM1", folder_ / "a2/DICOMDIR",
            folder_ / "d.zip", folder_ / "d.zip"});
  ASSERT_TRUE(sources.ok()) << sources.status();
  const Paths& paths = (*sources)->paths();
  ASSERT_EQ(paths.size(), 3u);
  EXPECT_EQ(paths[0], folder_ / "a");
  EXPECT_EQ(paths[1], folder_ / "a2/IM1");
}

TEST_F(CaseSourcesTest, HasNoArchiveAndNoScratchWithoutOne) {
  WriteFile(folder_ / "a/1.dcm", "1");
  WriteArchive(folder_ / "a/inside.zip", ArchiveForm::kZip, {{"x", "4"}});
  const auto sources = Open({folder_ / "a"});
  ASSERT_TRUE(sources.ok());
  EXPECT_FALSE((*sources)->has_archive());
  EXPECT_TRUE(ScratchIsEmpty());
}

TEST_F(CaseSourcesTest, LeavesNothingBehindWhenItRefuses) {
  WriteFile(folder_ / "a/1.dcm", "1");
  WriteArchive(folder_ / "good.zip", ArchiveForm::kZip, {{"x", "4"}});
  WriteArchive(folder_ / "bad.zip", ArchiveForm::kZip, {{"../x", "4"}});
  WriteFile(folder_ / "cd/DICOMDIR", Dicomdir({"..\\a\\1.dcm"}));
  WriteFile(folder_ / "cd2/DICOMDIR", Dicomdir({"OUT\\1.dcm"}));
  std::filesystem::create_directory_symlink(folder_ / "a", folder_ / "cd2/OUT");
  const struct {
    std::string operand, message;
  } kCases[] = {
      {folder_ / "bad.zip", "source 2: entry 1 of the archive leads out of it"},
      {folder_ / "nothing",
       "source 2: cannot be read: No such file or "
       "directory"},
      {folder_ / "cd2/DICOMDIR",
       "source 2: file 2 of the DICOMDIR leads out of its folder, or is named "
       "as no file can be"},
      {folder_ / "cd/DICOMDIR",
       "source 2: file 2 of the DICOMDIR leads out of its folder, or is named "
       "as no file can be"},
  };
  for (const auto& test : kCases) {
    const auto sources = Open({folder_ / "good.zip", test.operand});
    EXPECT_EQ(sources.status().message(), test.message);
    EXPECT_TRUE(ScratchIsEmpty());
  }
  EXPECT_EQ(Open({}).status().message(), "no sources given");
}

// Originals, in a folder that nobody knows of any more.
TEST_F(CaseSourcesTest, RemovesWhatAKilledRunUnpacked) {
  WriteArchive(folder_ / "1.zip", ArchiveForm::kZip, {{"x", "1"}});
  const auto make = [&](const std::string& name, std::time_t age) {
    const std::string path = scratch_ + "/" + name;
    std::filesystem::create_directories(path + "/1");
    std::ofstream(path + "/1/000001") << "original";
    const utimbuf times{std::time(nullptr) - age, std::time(nullptr) - age};
    EXPECT_EQ(::utime(path.c_str(), &times), 0);
    return path;
  };
  constexpr std::time_t kHour = 3600;
  const std::string left = make(".dcmscrub-unpacked-1", kHour);
  const std::string in_use = make(".dcmscrub-unpacked-2", kHour);
  const std::string just_made = make(".dcmscrub-unpacked-3", 0);
  const std::string of_others = make("unpacked", kHour);
  const FolderLock lock(in_use);
  ASSERT_TRUE(lock.held());
  ASSERT_TRUE(Open({folder_ / "1.zip"}).ok());
  EXPECT_FALSE(std::filesystem::exists(left));
  EXPECT_TRUE(std::filesystem::exists(in_use + "/1/000001"));
  EXPECT_TRUE(std::filesystem::exists(just_made + "/1/000001"));
  EXPECT_TRUE(std::filesystem::exists(of_others + "/1/000001"));
}

TEST_F(CaseSourcesTest, CountsAllArchivesAgainstTheLimits) {
  WriteArchive(folder_ / "1.zip", ArchiveForm::kZip, {{"x", "12345"}});
  WriteArchive(folder_ / "2.zip", ArchiveForm::kZip, {{"x", "67890"}});
  limits_.bytes = 10;
  EXPECT_TRUE(Open({folder_ / "1.zip", folder_ / "2.zip"}).ok());
  limits_.bytes = 9;
  EXPECT_FALSE(Open({folder_ / "1.zip", folder_ / "2.zip"}).ok());
  limits_ = {.entries = 1};
  EXPECT_FALSE(Open({folder_ / "1.zip", folder_ / "2.zip"}).ok());
}

TEST_F(CaseSourcesTest, Stops) {
  WriteArchive(folder_ / "1.zip", ArchiveForm::kZip, {{"x", "1"}});
  const std::atomic<int> stop = 1;
  EXPECT_EQ(CaseSources::Open({folder_ / "1.zip"}, scratch_, limits_,
                              RealFileSystem(), &stop)
                .status()
                .code(),
            absl::StatusCode::kCancelled);
  EXPECT_TRUE(ScratchIsEmpty());
}

}  // namespace
}  // namespace dcmscrub
