#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/teaching/case/case_names.h"

namespace dcmscrub {
namespace {

CaseSeries Series(std::string modality, std::string body_part,
                  std::size_t objects = 1) {
  CaseSeries series;
  series.modality = std::move(modality);
  series.body_part = std::move(body_part);
  series.objects.resize(objects);
  return series;
}

CaseFacts Case(std::vector<CaseStudy> studies) {
  CaseFacts facts;
  facts.studies = std::move(studies);
  facts.first_day = 10957;  // 2000-01-01
  return facts;
}

CaseStudy Study(std::string date, std::vector<CaseSeries> series) {
  CaseStudy study;
  study.date = std::move(date);
  study.series = std::move(series);
  return study;
}

std::vector<std::string> Names(const CaseFacts& facts, NameStyle style) {
  std::vector<std::string> names;
  for (const CaseName& name : NameCase(facts, style)) names.push_back(name.to);
  return names;
}

std::string FolderFor(std::string modality, std::string body_part) {
  const CaseFacts facts = Case(
      {Study("20000101", {Series(std::move(modality), std::move(body_part))})});
  const std::string name = Names(facts, NameStyle::kReadable).front();
  return name.substr(0, name.find('/'));
}

using Wanted = std::vector<std::string>;

TEST(CaseNames, SayWhatASeriesIs) {
  CaseFacts facts =
      Case({Study("20000101", {Series("CT", "CHEST", 2), Series("SR", "")}),
            Study("20000403", {Series("MR", "HEAD")})});
  facts.studies[0].series[0].objects[1].path = "/some/where";
  EXPECT_EQ(Names(facts, NameStyle::kReadable),
            (Wanted{"01_CT_CHEST/IM0001.dcm", "01_CT_CHEST/IM0002.dcm",
                    "02_SR/IM0001.dcm", "D093_03_MR_HEAD/IM0001.dcm"}));
  EXPECT_EQ(NameCase(facts, NameStyle::kReadable)[1].from, "/some/where");
  EXPECT_EQ(Names(facts, NameStyle::kFileSet),
            (Wanted{"DICOM/S0001/IM0001", "DICOM/S0001/IM0002",
                    "DICOM/S0002/IM0001", "DICOM/S0003/IM0001"}));
}

TEST(CaseNames, HaveNoDayWhereNoneIsKnown) {
  CaseFacts facts =
      Case({Study("20000101", {Series("CT", "")}),
            Study("", {Series("CT", "")}), Study("DOE", {Series("CT", "")}),
            Study("19991231", {Series("CT", "")})});
  EXPECT_EQ(Names(facts, NameStyle::kReadable),
            (Wanted{"01_CT/IM0001.dcm", "02_CT/IM0001.dcm", "03_CT/IM0001.dcm",
                    "04_CT/IM0001.dcm"}));
  facts.studies[1].date = "20100101";
  facts.first_day.reset();
  EXPECT_EQ(Names(facts, NameStyle::kReadable)[1], "02_CT/IM0001.dcm");
}

TEST(CaseNames, TakeBodyPartsOnlyAsWordsOfTheVocabulary) {
  const struct {
    std::string body_part, folder;
  } kCases[] = {
      {"CHEST", "01_CT_CHEST"},
      {"chest", "01_CT_CHEST"},
      {"LOWER LEG", "01_CT_LOWER_LEG"},
      {"LOWER_LEG", "01_CT_LOWER_LEG"},
      {"Schädel", "01_CT_SCHADEL"},
      {"CHEST\\ABDOMEN", "01_CT_CHEST_ABDOMEN"},
      {"SMITH", "01_CT"},
      {"CHEST SMITH", "01_CT_CHEST"},
      {"JOHN SMITH CHEST", "01_CT_CHEST"},
      {"CHEST/../../etc", "01_CT_CHEST"},
      {"CHEST 12345678", "01_CT_CHEST"},
      {"4711", "01_CT"},
      {"../CHEST", "01_CT_CHEST"},
      {"Голова", "01_CT"},
      {"胸部", "01_CT"},
      {"\xFF\xFE", "01_CT"},
  };
  for (const auto& test : kCases) {
    EXPECT_EQ(FolderFor("CT", test.body_part), test.folder) << test.body_part;
  }
  std::string many;
  for (int i = 0; i < 100; ++i) many += "CHEST ";
  EXPECT_LT(FolderFor("CT", many).size(), 40u);
}

TEST(CaseNames, TakeOnlyModalitiesThatTheStandardDefines) {
  EXPECT_EQ(FolderFor("MR", ""), "01_MR");
  EXPECT_EQ(FolderFor("SMITH", ""), "01_OT");
  EXPECT_EQ(FolderFor("", ""), "01_OT");
}

TEST(CaseNames, WidenAndNeverMeet) {
  CaseFacts facts = Case({Study("20000101", {})});
  for (int i = 0; i < 100; ++i) {
    facts.studies[0].series.push_back(Series("CT", "HEAD"));
  }
  facts.studies[0].series[7].objects.resize(10'000);
  const std::vector<std::string> readable = Names(facts, NameStyle::kReadable);
  EXPECT_EQ(readable.front(), "001_CT_HEAD/IM0001.dcm");
  EXPECT_EQ(readable[7], "008_CT_HEAD/IM00001.dcm");
  EXPECT_EQ(readable[10'006], "008_CT_HEAD/IM10000.dcm");
  EXPECT_EQ(readable.back(), "100_CT_HEAD/IM0001.dcm");
  EXPECT_TRUE(std::ranges::is_sorted(readable));
  EXPECT_EQ(std::set(readable.begin(), readable.end()).size(), readable.size());

  for (const std::string& name : Names(facts, NameStyle::kFileSet)) {
    std::string component;
    for (const char c : name + '/') {
      if (c == '/') {
        EXPECT_TRUE(component.size() >= 1 && component.size() <= 8) << name;
        component.clear();
        continue;
      }
      EXPECT_TRUE((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) << name;
      component += c;
    }
  }
}

TEST(CaseNames, OfAnEmptyCaseAreNone) {
  EXPECT_TRUE(NameCase(CaseFacts(), NameStyle::kReadable).empty());
}

}  // namespace
}  // namespace dcmscrub
