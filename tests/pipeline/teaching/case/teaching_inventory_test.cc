#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <vector>

#include "pipeline/teaching/case/inventory.h"
#include "tests/support/dicom_bytes.h"
#include "tests/support/faulty_file_system.h"

namespace dcmscrub {
namespace {

class InventoryTest : public ::testing::Test {
 protected:
  void Add(const std::string& name, const DicomBytes& data) {
    files_.AddFile("/case/" + name,
                   DicomBytes()
                       .Preamble()
                       .FileMeta("1.2.840.10008.1.2.1", kCtImageStorage, "1.2")
                       .Raw(data));
  }
  std::vector<InventoryRow> Take() {
    const auto rows = TakeInventory({"/case"}, files_, nullptr);
    EXPECT_TRUE(rows.ok()) << rows.status();
    return rows.ok() ? *rows : std::vector<InventoryRow>();
  }
  InventoryRow RowOf(Tag tag) {
    for (const InventoryRow& row : Take()) {
      if (row.tag == tag) return row;
    }
    ADD_FAILURE() << "no such row";
    return {};
  }

  FaultyFileSystem files_;
};

TEST_F(InventoryTest, HasEveryAttributeAtEveryDepthOnce) {
  const auto item = [](std::string_view code) {
    return DicomBytes().Element(0x0008, 0x0100, "SH", code);
  };
  Add("1", DicomBytes()
               .Element(0x0008, 0x0060, "CS", "CT")
               .Sequence(0x0008, 0x1032, {item("A"), item("B")})
               .Element(0x0010, 0x0010, "PN", "TF-1"));
  Add("2", DicomBytes()
               .Element(0x0008, 0x0060, "CS", "CT")
               .Sequence(0x0008, 0x1032, {item("C")}));
  files_.AddFile("/case/notes", AsBytes("no DICOM"));
  const std::vector<InventoryRow> rows = Take();
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_EQ(rows[0].keyword, "Modality");
  EXPECT_EQ(rows[0].files, 2u);
  EXPECT_EQ(rows[0].distinct, 1u);
  EXPECT_EQ(rows[0].vr, Vr::kCS);
  EXPECT_EQ(rows[1].value, "2 items");
  EXPECT_TRUE(rows[1].sequences.empty());
  EXPECT_EQ(rows[2].sequences, std::vector<Tag>{Tag(0x0008, 0x1032)});
  EXPECT_EQ(rows[2].tag, tags::kCodeValue);
  EXPECT_EQ(rows[2].value, "A");
  EXPECT_EQ(rows[2].distinct, 3u);
  EXPECT_EQ(rows[2].files, 2u);
  EXPECT_EQ(rows[2].selector, "CodeValue");
  EXPECT_EQ(rows[3].name, "Patient Name");
  EXPECT_EQ(rows[3].files, 1u);
}

TEST_F(InventoryTest, ShowsTextAsUtf8AndBytesAsSizes) {
  Add("1", DicomBytes()
               .Element(0x0008, 0x0005, "CS", "ISO_IR 100")
               .Element(0x0008, 0x1030, "LO",
                        "Sch\xE4"
                        "del")
               .Element(0x0010, 0x4000, "LT", std::string(300, 'x'))
               .Numbers(0x0028, 0x0010, "US", {512})
               .Element(0x7FE0, 0x0010, "OW", std::string(4096, '\x01')));
  EXPECT_EQ(RowOf(Tag(0x0008, 0x1030)).value, "Schädel");
  EXPECT_EQ(RowOf(Tag(0x0010, 0x4000)).value, std::string(200, 'x'));
  EXPECT_EQ(RowOf(Tag(0x0028, 0x0010)).value, "512");
  EXPECT_EQ(RowOf(tags::kPixelData).value, "4,096 bytes");
}

TEST_F(InventoryTest, NamesPrivateOnesByCreatorNeverByBlock) {
  Add("1", DicomBytes()
               .Element(0x0009, 0x1001, "LO", "nobody's")
               .Element(0x0029, 0x0011, "LO", "ACME 1.0")
               .Element(0x0029, 0x1102, "UN", "DOE JOHN")
               .Element(0x0031, 0x0010, "LO", "A\"{B}")
               .Element(0x0031, 0x1002, "LO", "x"));
  const InventoryRow row = RowOf(Tag(0x0029, 0x1102));
  EXPECT_TRUE(row.is_private);
  EXPECT_EQ(row.creator, "ACME 1.0");
  EXPECT_EQ(row.value, "DOE JOHN");
  EXPECT_EQ(row.keyword, "");
  EXPECT_EQ(row.selector, "(0029,\"ACME 1.0\",02)");
  EXPECT_EQ(RowOf(Tag(0x0029, 0x0011)).selector, "");
  EXPECT_EQ(RowOf(Tag(0x0009, 0x1001)).selector, "");
  EXPECT_EQ(RowOf(Tag(0x0031, 0x1002)).selector, "");
}

TEST_F(InventoryTest, HasNoSelectorForWhatRulesCannotReach) {
  Add("1", DicomBytes()
               .Element(0x0008, 0x0016, "UI", kCtImageStorage)
               .Element(0x0008, 0x0003, "LO", "in no dictionary")
               .Element(0x6002, 0x0010, "US", std::string(2, '\x01')));
  EXPECT_EQ(RowOf(tags::kSopClassUid).selector, "");
  EXPECT_EQ(RowOf(Tag(0x0008, 0x0003)).selector, "");
  EXPECT_EQ(RowOf(Tag(0x6002, 0x0010)).selector, "OverlayRows");
}

TEST_F(InventoryTest, StopsAndRefusesWhatIsNotThere) {
  Add("1", DicomBytes().Element(0x0008, 0x0060, "CS", "CT"));
  const std::atomic<int> stop = 1;
  EXPECT_EQ(TakeInventory({"/case"}, files_, &stop).status().code(),
            absl::StatusCode::kCancelled);
  EXPECT_FALSE(TakeInventory({"/no"}, files_, nullptr).ok());
}

}  // namespace
}  // namespace dcmscrub
