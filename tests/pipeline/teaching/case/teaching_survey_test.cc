#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <vector>

#include "pipeline/teaching/documents/case_survey.h"
#include "tests/support/dicom_bytes.h"
#include "tests/support/faulty_file_system.h"

namespace dcmscrub {
namespace {

// What an object says; empty values are left out.
struct Object {
  std::string instance = "1.2.3", study = "1.2.1", series = "1.2.2";
  std::string study_date, content_date, study_time;
  std::string modality = "CT", body_part;
  std::string id = "4711", issuer, name;
  std::string series_number, instance_number;
};

DicomBytes FileOf(const Object& object) {
  DicomBytes data;
  const auto add = [&data](std::uint16_t group, std::uint16_t element,
                           std::string_view vr, const std::string& value) {
    if (!value.empty()) data.Element(group, element, vr, value);
  };
  add(0x0008, 0x0005, "CS", "ISO_IR 100");
  add(0x0008, 0x0016, "UI", std::string(kCtImageStorage));
  add(0x0008, 0x0018, "UI", object.instance);
  add(0x0008, 0x0020, "DA", object.study_date);
  add(0x0008, 0x0023, "DA", object.content_date);
  add(0x0008, 0x0030, "TM", object.study_time);
  add(0x0008, 0x0060, "CS", object.modality);
  add(0x0010, 0x0010, "PN", object.name);
  add(0x0010, 0x0020, "LO", object.id);
  add(0x0010, 0x0021, "LO", object.issuer);
  add(0x0018, 0x0015, "CS", object.body_part);
  add(0x0020, 0x000D, "UI", object.study);
  add(0x0020, 0x000E, "UI", object.series);
  add(0x0020, 0x0011, "IS", object.series_number);
  add(0x0020, 0x0013, "IS", object.instance_number);
  return DicomBytes()
      .Preamble()
      .FileMeta("1.2.840.10008.1.2.1", kCtImageStorage, object.instance)
      .Raw(data);
}

class CaseSurveyTest : public ::testing::Test {
 protected:
  void Add(const std::string& name, const Object& object) {
    files_.AddFile("/case/" + name, FileOf(object));
  }
  CaseFacts Survey() {
    const auto facts = SurveyCase({"/case"}, files_, nullptr, nullptr);
    EXPECT_TRUE(facts.ok()) << facts.status();
    return facts.ok() ? *facts : CaseFacts();
  }

  FaultyFileSystem files_;
};

TEST_F(CaseSurveyTest, CountsWhatIsThere) {
  Add("b", {.instance = "1.2.3.2"});
  Add("a/c", {.instance = "1.2.3.1"});
  files_.AddFile("/case/notes.txt", AsBytes("notes"));
  files_.AddFile(
      "/case/broken",
      DicomBytes().Raw(FileOf({})).Header(0x0099, 0x0010, "LO", 999));
  files_.AddFile(
      "/case/DICOMDIR",
      DicomBytes()
          .Preamble()
          .FileMeta("1.2.840.10008.1.2.1", "1.2.840.10008.1.3.10", "1.2.9")
          .Element(0x0004, 0x1130, "CS", "CD"));
  Progress progress;
  const auto facts = SurveyCase({"/case"}, files_, &progress, nullptr);
  ASSERT_TRUE(facts.ok());
  EXPECT_EQ(facts->files, 2u);
  EXPECT_EQ(facts->others, 2u);
  EXPECT_EQ(facts->dicomdirs, 1u);
  EXPECT_EQ(facts->patients, 1u);
  EXPECT_EQ(progress.found, 5u);
  ASSERT_EQ(facts->studies.size(), 1u);
  ASSERT_EQ(facts->studies[0].series.size(), 1u);
  const auto& objects = facts->studies[0].series[0].objects;
  ASSERT_EQ(objects.size(), 2u);
  EXPECT_EQ(objects[0].path, "/case/a/c");
  EXPECT_EQ(objects[0].sop_instance, "1.2.3.1");
  EXPECT_EQ(objects[0].sop_class, kCtImageStorage);
  EXPECT_EQ(objects[0].transfer_syntax, "1.2.840.10008.1.2.1");
  EXPECT_EQ(objects[0].bytes, FileOf({.instance = "1.2.3.1"}).size());
  EXPECT_EQ(facts->bytes, objects[0].bytes + objects[1].bytes);
}

TEST_F(CaseSurveyTest, OrdersStudiesSeriesAndObjects) {
  Add("1", {.instance = "1.1", .study = "1.9", .study_date = "20200102"});
  Add("2", {.instance = "1.2", .study = "1.8"});
  Add("3", {.instance = "1.3",
            .study = "1.7",
            .series = "1.20",
            .study_date = "20200101",
            .series_number = "10"});
  Add("4", {.instance = "1.4",
            .study = "1.7",
            .series = "1.21",
            .study_date = "20200101",
            .series_number = "9"});
  Add("5", {.instance = "1.5",
            .study = "1.7",
            .series = "1.22",
            .study_date = "20200101"});
  Add("6", {.instance = "1.61",
            .study = "1.7",
            .series = "1.20",
            .study_date = "20200101",
            .instance_number = "10"});
  Add("7", {.instance = "1.62",
            .study = "1.7",
            .series = "1.20",
            .study_date = "20200101",
            .instance_number = " +9 "});
  const CaseFacts facts = Survey();
  std::vector<std::string> order;
  for (const CaseStudy& study : facts.studies) {
    for (const CaseSeries& series : study.series) {
      for (const CaseObject& object : series.objects) {
        order.push_back(object.sop_instance);
      }
    }
  }
  EXPECT_EQ(order, (std::vector<std::string>{"1.4", "1.62", "1.61", "1.3",
                                             "1.5", "1.1", "1.2"}));
  EXPECT_EQ(facts.studies[0].series[0].number, 9);
  EXPECT_EQ(facts.studies[0].series[2].number, std::nullopt);
}

TEST_F(CaseSurveyTest, TellsPatientsApartByIdAndIssuerThenByName) {
  Add("1", {.id = "1", .issuer = "A", .name = "DOE^J"});
  Add("2", {.id = "1", .issuer = "A", .name = "DOE^JOHN"});
  EXPECT_EQ(Survey().patients, 1u);
  Add("3", {.id = "1", .issuer = "B"});
  EXPECT_EQ(Survey().patients, 2u);
  Add("4", {.id = "", .name = "1"});
  EXPECT_EQ(Survey().patients, 3u);
  Add("5", {.id = "", .name = "DOE^J"});
  EXPECT_EQ(Survey().patients, 4u);
}

TEST_F(CaseSurveyTest, ReadsTextAsUtf8) {
  Add("1", {.body_part = "CHEST", .name = "M\xDCLLER^J\xD6RG"});
  Add("2", {.instance = "1.2.4", .name = "OTHER"});
  const CaseFacts facts = Survey();
  EXPECT_EQ(facts.patient.name, "MÜLLER^JÖRG");
  EXPECT_EQ(facts.patient.id, "4711");
  EXPECT_EQ(facts.studies[0].series[0].body_part, "CHEST");
}

TEST_F(CaseSurveyTest, TakesWhatTheFirstObjectSaysThatSaysSomething) {
  Add("1", {.modality = "SMITH"});
  Add("2", {.instance = "1.2.4", .study_time = "1200", .modality = "CT"});
  Add("3", {.instance = "1.2.5", .study_time = "1300", .modality = "MR"});
  const CaseFacts facts = Survey();
  EXPECT_EQ(facts.studies[0].series[0].modality, "CT");
  EXPECT_EQ(facts.studies[0].time, "1200");
}

TEST_F(CaseSurveyTest, CallsAnUnknownModalityOther) {
  Add("1", {.modality = "SMITH"});
  EXPECT_EQ(Survey().studies[0].series[0].modality, "OT");
}

TEST_F(CaseSurveyTest, FindsTheFirstDay) {
  Add("1", {.content_date = "19700111"});
  EXPECT_EQ(Survey().first_day, 10);
  Add("2", {.study_date = "DOE"});
  EXPECT_EQ(Survey().first_day, 10);
  Add("3", {.study_date = "19700131"});
  EXPECT_EQ(Survey().first_day, 30);
  Add("4", {.study_date = "1970.01.30"});
  EXPECT_EQ(Survey().first_day, 29);
  Add("5", {.study_date = "19691231"});
  EXPECT_EQ(Survey().first_day, -1);
}

TEST_F(CaseSurveyTest, HasNoFirstDayWithoutADate) {
  Add("1", {});
  EXPECT_EQ(Survey().first_day, std::nullopt);
}

TEST_F(CaseSurveyTest, RefusesWhatIsNotThereAndStops) {
  EXPECT_FALSE(SurveyCase({"/no"}, files_, nullptr, nullptr).ok());
  Add("1", {});
  const std::atomic<int> stop = 1;
  EXPECT_EQ(SurveyCase({"/case"}, files_, nullptr, &stop).status().code(),
            absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace dcmscrub
