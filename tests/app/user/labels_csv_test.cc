#include "app/user/labels_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dcmscrub {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Read {
  std::vector<LabelledCase> cases;
  std::vector<std::string> mistakes;  // "3: has no case"
};

Read Parse(std::string_view csv, const CaseLabels& defaults = {}) {
  std::vector<CsvMistake> mistakes;
  Read read;
  read.cases = ParseLabelsCsv(csv, "/cases", defaults, mistakes);
  for (const CsvMistake& mistake : mistakes) {
    read.mistakes.push_back(std::to_string(mistake.line) + ": " +
                            mistake.message);
  }
  return read;
}

TEST(LabelsCsv, ReadsARowForEachCase) {
  const Read read = Parse(
      "\xEF\xBB\xBF"
      "Case_Number,case,diagnosis,keywords\r\n"
      "TF-1,mri/1,\"Meningioma, WHO 1\",skull; tumour\r\n"
      "\r\n"
      "TF-9,/else/where,Fracture,\r\n");
  EXPECT_THAT(read.mistakes, IsEmpty());
  ASSERT_EQ(read.cases.size(), 2u);
  EXPECT_EQ(read.cases[0].path, "/cases/mri/1");
  EXPECT_EQ(read.cases[0].labels.case_number, "TF-1");
  EXPECT_EQ(read.cases[0].labels.diagnosis, "Meningioma, WHO 1");
  EXPECT_THAT(read.cases[0].labels.keywords, ElementsAre("skull", "tumour"));
  EXPECT_EQ(read.cases[1].path, "/else/where");
  EXPECT_THAT(read.cases[1].labels.keywords, IsEmpty());
}

// As spreadsheets write them where commas are decimal.
TEST(LabelsCsv, ReadsSemicolonsAndLatin1) {
  const Read read = Parse(
      "case;case-number;diagnosis;keywords\r\nx;TF-1;\xDC"
      "berbein, 1,5 cm;\"a;b\"\r\n");
  EXPECT_THAT(read.mistakes, IsEmpty());
  ASSERT_EQ(read.cases.size(), 1u);
  EXPECT_EQ(read.cases[0].labels.diagnosis,
            "\xC3\x9C"
            "berbein, 1,5 cm");
  EXPECT_THAT(read.cases[0].labels.keywords, ElementsAre("a", "b"));
}

TEST(LabelsCsv, FillsInDefaultsAndCountsOn) {
  CaseLabels defaults;
  defaults.case_number = "TF-7";
  defaults.contributor = "AB";
  const Read read =
      Parse("case,case-number,contributor\na,,\nb,X-1,CD\nc,,\n", defaults);
  EXPECT_THAT(read.mistakes, IsEmpty());
  ASSERT_EQ(read.cases.size(), 3u);
  EXPECT_EQ(read.cases[0].labels.case_number, "TF-7");
  EXPECT_EQ(read.cases[0].labels.contributor, "AB");
  EXPECT_EQ(read.cases[1].labels.contributor, "CD");
  EXPECT_EQ(read.cases[2].labels.case_number, "X-2");
}

TEST(LabelsCsv, SaysWhatIsWrongAndWhere) {
  struct Case {
    std::string csv;
    const char* mistake;
  };
  for (const auto& [csv, mistake] : std::vector<Case>{
           {"", "1: has no row that names the columns"},
           {"case,case-number\n",
            "1: has no case below the names of the columns"},
           {"case,diagnose\nx,y\n",
            "1: the name of column 2 is no label; did you mean diagnosis?"},
           {"case,DOE^JANE\nx,y\n", "1: the name of column 2 is no label"},
           {std::string("DICM\0,DOE^JANE\n", 15),
            "1: cannot be read: this is no text file"},
           {"case,title,Title\nx,y,z\n", "1: names 'title' twice"},
           {"diagnosis\nx\n",
            "1: has no column 'case': the paths of the cases, seen from the "
            "folder of this file"},
           {"case,case-number\nx,1\ny\n",
            "3: has 1 cell where the first row has 2"},
           {"case,case-number\n,1\n", "2: has no case"},
           {"case,case-number\nx,1\ny,1\n", "3: has the case number of line 2"},
           {"case,case-number\nx,1\nx,2\n", "3: has the case of line 2"},
           {"case,case-number\nx,1\n./x/,2\n", "3: has the case of line 2"},
           {"case,case-number\nx,\"1\n", "2: has a quote that is never closed"},
       }) {
    EXPECT_THAT(Parse(csv).mistakes, ElementsAre(mistake)) << csv;
  }
}

TEST(LabelsCsv, NamesEveryMistakeAndNoValue) {
  const Read read = Parse("case,case-number\nx,../SECRET\ny,\nz,1\n");
  EXPECT_EQ(read.mistakes.size(), 2u);
  for (const std::string& mistake : read.mistakes) {
    EXPECT_THAT(mistake, ::testing::Not(::testing::HasSubstr("SECRET")));
  }
}

}  // namespace
}  // namespace dcmscrub
