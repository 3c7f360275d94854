// case.json says what the case is, and is read back by verify, or refused
// without a word of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "pipeline/teaching/documents/case_json.h"
#include "tests/pipeline/teaching/case/teaching_case.h"

namespace dcmscrub {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

CaseDescription Description() {
  CaseDescription description;
  description.labels = FullLabels();
  description.written.attributes = {
      {Tag(0x0008, 0x1080), "Sarkoidose, \"Stadium\" II"},
      {Tag(0x0010, 0x4000), "Keywords: a; b.\nContributor: AB."}};
  description.written.made = {"TEACHING/manifest.dcm", "case.json"};
  return description;
}

TEST(CaseJson, IsReadBack) {
  const auto read = ReadCaseJson(CaseJson(Description(), TwoStudies()));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->attributes, Description().written.attributes);
  EXPECT_EQ(read->made, Description().written.made);
  for (const std::string& text :
       {FullLabels().title, FullLabels().history, FullLabels().keywords[1]}) {
    EXPECT_THAT(read->texts, testing::Contains(text));
  }
}

TEST(CaseJson, NamesLabelsAndNewIdentifiersAndNoMore) {
  CaseFacts facts = TwoStudies();
  facts.studies[0].description = "SECRETIVE";
  facts.studies[0].accession_number = "SECRETIVE";
  facts.studies[0].series[0].description = "SECRETIVE";
  facts.patient.birth_date = "19610312";
  const std::string json = CaseJson(Description(), facts);
  for (const char* const part :
       {"\"case\": \"TF-0041\"", "\"keywords\": [\n", "\"date\": \"20000101\"",
        "\"path\": \"01_CT/IM0001.dcm\"", "\"sop_instance\": \"2.25.1211\"",
        "\"tag\": \"00081080\"", "Cough & \\\"fever\\\" <weeks>",
        "Cough.\\r\\nFever."}) {
    EXPECT_THAT(json, HasSubstr(part));
  }
  EXPECT_THAT(json, testing::Not(HasSubstr("SECRETIVE")));
  EXPECT_THAT(json, testing::Not(HasSubstr("19610312")));
  EXPECT_EQ(json, CaseJson(Description(), facts));
}

TEST(CaseJson, LeavesOutWhatIsNotGiven) {
  CaseDescription description;
  description.labels.case_number = "1";
  const std::string json = CaseJson(description, TwoStudies());
  EXPECT_THAT(json, testing::Not(HasSubstr("diagnosis")));
  EXPECT_THAT(json, testing::Not(HasSubstr("keywords")));
  const auto read = ReadCaseJson(json);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(read->texts, ElementsAre("1"));
}

TEST(CaseJson, RefusesWhatIsNoneOfOurs) {
  struct Bad {
    std::string text, says;
  };
  const std::string begin = "{\"format\": 1, \"labels\": {}, ";
  const std::string deep(100'000, '[');
  for (const Bad& bad : {
           Bad{"", "no JSON at byte"},
           Bad{"SECRETIVE", "no JSON at byte 1"},
           Bad{"{\"format\": 1, \"labels\": {\"a\": \"SECRET\xFF\"}}",
               "no JSON at byte"},
           Bad{"[]", "an object"},
           Bad{"{}", "\"format\""},
           Bad{"{\"format\": 2}", "\"format\""},
           Bad{"{\"format\": 1}", "\"labels\""},
           Bad{"{\"format\": 1, \"labels\": {\"x\": [7]}}", "label 1"},
           Bad{begin + "\"written\": 7}", "\"written\" is not an array"},
           Bad{begin + "\"written\": [7]}", "\"written\"[0].tag"},
           Bad{begin + "\"written\": [{\"tag\": \"0010SECR\"}]}",
               "\"written\"[0].tag"},
           Bad{begin + "\"written\": [{\"tag\": \"00100010\"}]}",
               "\"written\"[0].text"},
           Bad{begin + "\"written\": []}", "\"made\""},
           Bad{begin + "\"written\": [], \"made\": [\"../SECRETIVE\"]}",
               "\"made\"[0]"},
           Bad{begin + "\"written\": [], \"made\": [\"a\", \"/SECRETIVE\"]}",
               "\"made\"[1]"},
           Bad{"{\"format\": 1, \"labels\": " + deep, "no JSON at byte"},
       }) {
    const auto read = ReadCaseJson(bad.text);
    ASSERT_FALSE(read.ok()) << bad.text;
    const std::string message(read.status().message());
    EXPECT_THAT(message, HasSubstr(bad.says));
    EXPECT_THAT(message, testing::Not(HasSubstr("SECR")));
  }
}

}  // namespace
}  // namespace dcmscrub
