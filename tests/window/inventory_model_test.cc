#include "app/window/inventory_model.h"

#include <gtest/gtest.h>

#include "app/window/text.h"

namespace dcmscrub {
namespace {

InventoryRow Row(Tag tag, const std::string& name, const std::string& value) {
  InventoryRow row;
  row.tag = tag;
  row.vr = Vr::kLO;
  row.name = name;
  row.value = value;
  row.distinct = 1;
  row.files = 2;
  return row;
}

QString Cell(const InventoryRow& row, InventoryModel::Column column,
             int role = Qt::DisplayRole) {
  InventoryModel model;
  model.SetRows({row});
  return model.index(0, column).data(role).toString();
}

TEST(InventoryModel, SpellsAPlaceWithItsSequences) {
  InventoryRow row = Row(Tag(0x0008, 0x0050), "Accession Number", "1");
  EXPECT_EQ(Cell(row, InventoryModel::kTag), "(0008,0050)");
  row.sequences = {Tag(0x0040, 0xa730), Tag(0x0040, 0x0275)};
  EXPECT_EQ(Cell(row, InventoryModel::kTag),
            "(0040,A730) › (0040,0275) › (0008,0050)");
}

TEST(InventoryModel, MarksPrivateAttributesInWords) {
  InventoryRow row = Row(Tag(0x0029, 0x1010), "", "1");
  row.is_private = true;
  EXPECT_EQ(Cell(row, InventoryModel::kName), "Private");
  row.creator = "ACME 1.0";
  EXPECT_EQ(Cell(row, InventoryModel::kName), "Private: ACME 1.0");
  row.is_private = false;
  EXPECT_EQ(Cell(row, InventoryModel::kName), "Unknown");
}

TEST(InventoryModel, PutsAValueOnOneLineAndAllOfItInTheToolTip) {
  const InventoryRow row = Row(Tag(0x0010, 0x4000), "x", "one\r\n  two");
  EXPECT_EQ(Cell(row, InventoryModel::kValue), "one two");
  EXPECT_EQ(Cell(row, InventoryModel::kValue, Qt::ToolTipRole), "one\r\n  two");
}

TEST(InventoryModel, GroupsNumbersAndSaysWhereCountingEnded) {
  InventoryRow row = Row(Tag(0x0008, 0x0018), "x", "1");
  row.files = 12345;
  row.distinct = 999;
  EXPECT_EQ(Cell(row, InventoryModel::kFiles), "12,345");
  EXPECT_EQ(Cell(row, InventoryModel::kDistinct), "999");
  row.distinct = 1000;
  EXPECT_EQ(Cell(row, InventoryModel::kDistinct), "1,000 or more");
}

TEST(InventoryModel, SortsNumbersAsNumbers) {
  InventoryRow few = Row(Tag(0x0008, 0x0018), "few", "1");
  InventoryRow many = Row(Tag(0x0008, 0x0019), "many", "1");
  few.files = 9;
  many.files = 10;
  InventoryModel model;
  model.SetRows({many, few});
  InventoryFilter shown;
  shown.setSourceModel(&model);
  shown.setSortRole(InventoryModel::kSortRole);
  shown.sort(InventoryModel::kFiles);
  EXPECT_EQ(shown.index(0, InventoryModel::kName).data().toString(), "few");
}

TEST(InventoryFilter, WantsEveryWordSomewhereInTheRow) {
  InventoryModel model;
  model.SetRows(
      {Row(Tag(0x0008, 0x1010), "Station Name", "ROOM 4"),
       Row(Tag(0x0008, 0x1030), "Study Description", "HEAD ROUTINE")});
  InventoryFilter shown;
  shown.setSourceModel(&model);
  const struct {
    const char* words;
    int rows;
  } kCases[] = {
      {"", 2},          {"  ", 2},
      {"station", 1},   {"0008,10", 2},
      {"name room", 1}, {"room study", 0},
      {"routine", 1},   {"DESCRIPTION head", 1},
      {"(", 2},
  };
  for (const auto& c : kCases) {
    shown.SetWords(QString::fromLatin1(c.words));
    EXPECT_EQ(shown.rowCount(), c.rows) << c.words;
  }
}

TEST(InventoryFilter, TakesKeywordsAndEitherApostrophe) {
  InventoryRow row = Row(Tag(0x0010, 0x0010), "Patient\u2019s Name", "1");
  row.keyword = "PatientName";
  InventoryModel model;
  model.SetRows({row});
  InventoryFilter shown;
  shown.setSourceModel(&model);
  for (const char* words : {"patient's name", "patient name", "patientname"}) {
    shown.SetWords(QString::fromLatin1(words));
    EXPECT_EQ(shown.rowCount(), 1) << words;
  }
}

TEST(Text, CountsAndEndsSentences) {
  EXPECT_EQ(Counted(1, "file"), "1 file");
  EXPECT_EQ(Counted(1204, "file"), "1,204 files");
  EXPECT_EQ(Counted(2, "series"), "2 series");
  EXPECT_EQ(Sentence(absl::NotFoundError("no DICOM in it")), "No DICOM in it.");
  EXPECT_EQ(Sentence(absl::NotFoundError("a:1: error\n  b\n")),
            "A:1: error\n  b");
  EXPECT_EQ(Sentence(absl::NotFoundError("")), "It did not work.");
}

}  // namespace
}  // namespace dcmscrub
