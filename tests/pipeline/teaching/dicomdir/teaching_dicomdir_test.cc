// A DICOMDIR leads to every object by its offsets, says of each what it must,
// and other programs take it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

#include "bench/sample_archive.h"
#include "kernels/core/text.h"
#include "pipeline/teaching/dicomdir/dicomdir.h"
#include "pipeline/verify/reading/gdcm_object.h"
#include "tests/support/dicom_bytes.h"
#include "tests/support/shell.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

using testing::HasSubstr;
using testing::Not;

Identity TestIdentity() {
  Key key;
  key.fill(7);
  return Identity(key);
}

// A folder of objects, and the DICOMDIR that was written for them.
class Dicomdir : public testing::Test {
 protected:
  // Files that are no objects are passed over.
  void AddArchive() {
    for (const SampleFile& file : MixedArchive(/*seed=*/5, /*patients=*/2)) {
      const GdcmObject object(std::string(file.bytes.begin(), file.bytes.end()),
                              workers_);
      if (object.readable() && !object.Text(tags::kSopInstanceUid).empty() &&
          !object.transfer_syntax().empty()) {
        Add(AsText(file.bytes));
      }
    }
  }
  void Add(std::string_view bytes) {
    std::string number = std::to_string(files_.size() + 1);
    number.insert(0, 4 - number.size(), '0');
    files_.push_back("DICOM/S0001/IM" + number);
    WriteFile(folder_ / files_.back(), bytes);
  }
  absl::Status Write() {
    return WriteDicomdir(folder_.path().string(), files_, TestIdentity(),
                         RealFileSystem());
  }
  std::string DirectoryBytes() { return ReadFile(folder_ / "DICOMDIR"); }

  TempFolder folder_;
  std::vector<std::string> files_;
  Workers workers_;
};

// The records as their offsets lead to them.
class Walk {
 public:
  explicit Walk(std::string bytes)
      : bytes_(bytes), object_(std::move(bytes), workers_) {
    EXPECT_TRUE(object_.readable());
    for (const GdcmElement& element : object_.elements()) {
      if (element.parent == GdcmElement::kTop ||
          object_.elements()[element.parent].parent != GdcmElement::kTop) {
        continue;
      }
      records_[element.item][element.tag] = std::string(element.value);
    }
    // Items stand one behind the other, and each header says how long it is.
    std::size_t at = bytes_.find(std::string("\x04\x00\x20\x12SQ\0\0", 8)) + 12;
    for (std::uint32_t item = 1; at < bytes_.size(); ++item) {
      EXPECT_EQ(Number(bytes_, at), 0xE000FFFEu);
      by_offset_[static_cast<std::uint32_t>(at)] = item;
      at += 8 + Number(bytes_, at + 4);
    }
    const std::uint32_t first = TopNumber(Tag(0x0004, 0x1200));
    last_ = TopNumber(Tag(0x0004, 0x1202));
    Follow(first, "", 0);
  }

  const std::vector<std::string>& lines() const { return lines_; }
  std::size_t records() const { return records_.size(); }
  std::uint32_t last() const { return last_; }
  std::uint32_t last_root() const { return last_root_; }
  const std::map<Tag, std::string>& RecordOf(std::string_view type) {
    static const std::map<Tag, std::string> none;
    for (const auto& [item, record] : records_) {
      if (TrimPadding(record.at(Tag(0x0004, 0x1430))) == type) return record;
    }
    ADD_FAILURE() << "no " << type;
    return none;
  }

 private:
  static std::uint32_t Number(std::string_view bytes, std::size_t at) {
    return Load<std::uint32_t>(AsBytes(bytes).data() + at, ByteOrder::kLittle);
  }
  std::uint32_t TopNumber(Tag tag) const {
    return Number(object_.Find(tag)->value, 0);
  }
  void Follow(std::uint32_t offset, const std::string& above, int depth) {
    for (; offset != 0;) {
      ASSERT_TRUE(by_offset_.contains(offset)) << offset;
      const auto& record = records_.at(by_offset_.at(offset));
      const std::string type(TrimPadding(record.at(Tag(0x0004, 0x1430))));
      const std::string line = above + "/" + type;
      const auto file = record.find(Tag(0x0004, 0x1500));
      if (file != record.end()) {
        std::string path(TrimPadding(file->second));
        std::ranges::replace(path, '\\', '/');
        lines_.push_back(line + " " + path);
      }
      if (depth == 0) last_root_ = offset;
      Follow(Number(record.at(Tag(0x0004, 0x1420)), 0), line, depth + 1);
      offset = Number(record.at(Tag(0x0004, 0x1400)), 0);
    }
  }

  std::string bytes_;
  Workers workers_;
  GdcmObject object_;
  std::map<std::uint32_t, std::map<Tag, std::string>> records_;
  std::map<std::uint32_t, std::uint32_t> by_offset_;
  std::vector<std::string> lines_;
  std::uint32_t last_ = 0, last_root_ = 0;
};

TEST_F(Dicomdir, LeadsToEveryObjectByOffsets) {
  AddArchive();
  ASSERT_TRUE(Write().ok());
  Walk walk(DirectoryBytes());
  EXPECT_EQ(walk.lines().size(), files_.size());
  EXPECT_GT(files_.size(), 20u);
  EXPECT_EQ(walk.last(), walk.last_root());
  std::map<std::string, int> types;
  for (const std::string& line : walk.lines()) {
    const std::string path = line.substr(
        line.find(' ') == std::string::npos ? 0 : line.rfind(' ') + 1);
    EXPECT_THAT(files_, testing::Contains(path));
    const std::string type = line.substr(0, line.rfind(' '));
    EXPECT_TRUE(type.starts_with("/PATIENT/STUDY/SERIES/")) << type;
    ++types[type.substr(22)];
  }
  for (const char* const type : {"IMAGE", "SR DOCUMENT", "KEY OBJECT DOC",
                                 "ENCAP DOC", "RT STRUCTURE SET"}) {
    EXPECT_TRUE(types.contains(type)) << type;
  }
}

TEST_F(Dicomdir, RepeatsWhatTheObjectsSayAsUtf8) {
  DicomBytes object;
  object.Element(0x0008, 0x0005, "CS", "ISO_IR 100")
      .Element(0x0008, 0x0016, "UI", kCtImageStorage)
      .Element(0x0008, 0x0018, "UI", "1.2.3")
      .Element(0x0008, 0x0060, "CS", "CT")
      .Element(0x0008, 0x103E, "LO",
               "Sch\xE4"
               "del")
      .Element(0x0010, 0x0010, "PN", "TF-0041")
      .Element(0x0010, 0x0020, "LO", "TF-0041")
      .Element(0x0020, 0x000D, "UI", "1.2.3.1")
      .Element(0x0020, 0x000E, "UI", "1.2.3.2")
      .Element(0x0020, 0x0013, "IS", "17");
  DicomBytes file;
  file.Preamble()
      .FileMeta(transfer_syntax::kExplicitVrLittleEndian, kCtImageStorage,
                "1.2.3")
      .Raw(object);
  Add(AsText(file));
  ASSERT_TRUE(Write().ok());
  Walk walk(DirectoryBytes());
  const auto text = [&](std::string_view type, Tag tag) {
    const auto& record = walk.RecordOf(type);
    const auto found = record.find(tag);
    return found == record.end() ? std::string("-")
                                 : std::string(TrimPadding(found->second));
  };
  EXPECT_EQ(text("PATIENT", Tag(0x0010, 0x0020)), "TF-0041");
  EXPECT_EQ(text("PATIENT", Tag(0x0008, 0x0005)), "-");
  EXPECT_EQ(text("SERIES", Tag(0x0008, 0x103E)),
            "Sch\xC3\xA4"
            "del");
  EXPECT_EQ(text("SERIES", Tag(0x0008, 0x0005)), "ISO_IR 192");
  EXPECT_EQ(text("IMAGE", Tag(0x0020, 0x0013)), "17");
  EXPECT_EQ(text("IMAGE", Tag(0x0004, 0x1512)),
            transfer_syntax::kExplicitVrLittleEndian);
  // What must be there and is not.
  EXPECT_EQ(text("STUDY", Tag(0x0008, 0x0020)), "19000101");
  EXPECT_EQ(text("STUDY", Tag(0x0020, 0x0010)), "1");
  EXPECT_EQ(text("STUDY", Tag(0x0008, 0x0050)), "");
}

TEST_F(Dicomdir, IsTheSameForTheSameFiles) {
  AddArchive();
  ASSERT_TRUE(Write().ok());
  const std::string once = DirectoryBytes();
  ASSERT_TRUE(Write().ok());
  EXPECT_EQ(DirectoryBytes(), once);
}

TEST_F(Dicomdir, RefusesNamesThatAreNoFileIdsAndWhatIsNoObject) {
  for (const std::string name :
       {"im1", "DICOM/TOOLONGNAME", "A/B/C/D/E/F/G/H/I", "A//B", "A.DCM", ""}) {
    files_ = {name};
    const absl::Status status = Write();
    EXPECT_FALSE(status.ok()) << name;
    EXPECT_THAT(std::string(status.message()), HasSubstr("file 1 "));
  }
  files_.clear();
  Add("no DICOM in here");
  EXPECT_FALSE(Write().ok());
  EXPECT_EQ(DirectoryBytes(), "");
}

TEST_F(Dicomdir, DciodvfyFindsNoError) {
  if (!HasProgram("dciodvfy")) GTEST_SKIP() << "dciodvfy is not installed";
  AddArchive();
  ASSERT_TRUE(Write().ok());
  const CommandResult result =
      RunCommand("dciodvfy " + Quoted(folder_ / "DICOMDIR"));
  EXPECT_THAT(result.output, Not(HasSubstr("Error")));
  EXPECT_THAT(result.output, HasSubstr("BasicDirectory"));
}

TEST_F(Dicomdir, DcmtkReadsIt) {
  if (!HasProgram("dcmdump")) GTEST_SKIP() << "dcmdump is not installed";
  AddArchive();
  ASSERT_TRUE(Write().ok());
  const CommandResult result =
      RunCommand("dcmdump -q " + Quoted(folder_ / "DICOMDIR"));
  EXPECT_EQ(result.status, 0);
  EXPECT_THAT(result.output, HasSubstr("KEY OBJECT DOC"));
}

}  // namespace
}  // namespace dcmscrub
