// The MIRC zip: its XML says what the user said, whatever characters are in it,
// and leads to the images that are in the zip.
#include <expat.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <set>
#include <string>

#include "bench/sample_archive.h"
#include "pipeline/teaching/documents/mirc.h"
#include "tests/pipeline/teaching/case/teaching_case.h"
#include "tests/support/shell.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Texts of elements by their paths, attributes as "path@name".
using Xml = std::multimap<std::string, std::string>;

class Parsed {
 public:
  explicit Parsed(const std::string& xml) {
    XML_Parser parser = XML_ParserCreate(nullptr);
    XML_SetUserData(parser, this);
    XML_SetElementHandler(parser, &Parsed::Start, &Parsed::End);
    XML_SetCharacterDataHandler(parser, &Parsed::Characters);
    EXPECT_EQ(XML_Parse(parser, xml.data(), static_cast<int>(xml.size()), 1),
              XML_STATUS_OK)
        << XML_ErrorString(XML_GetErrorCode(parser));
    XML_ParserFree(parser);
  }
  std::vector<std::string> At(const std::string& path) const {
    std::vector<std::string> values;
    const auto [begin, end] = found_.equal_range(path);
    for (auto at = begin; at != end; ++at) values.push_back(at->second);
    return values;
  }

 private:
  static void Start(void* self, const char* name, const char** attributes) {
    auto& parsed = *static_cast<Parsed*>(self);
    parsed.path_ += "/" + std::string(name);
    parsed.text_.clear();
    for (; *attributes != nullptr; attributes += 2) {
      parsed.found_.emplace(parsed.path_ + "@" + attributes[0], attributes[1]);
    }
  }
  static void End(void* self, const char*) {
    auto& parsed = *static_cast<Parsed*>(self);
    parsed.found_.emplace(parsed.path_, parsed.text_);
    parsed.path_.resize(parsed.path_.rfind('/'));
    parsed.text_.clear();
  }
  static void Characters(void* self, const char* text, int size) {
    static_cast<Parsed*>(self)->text_.append(text,
                                             static_cast<std::size_t>(size));
  }

  Xml found_;
  std::string path_, text_;
};

TEST(MircXml, SaysWhatWasSaid) {
  const Parsed xml(
      MircXml(FullLabels(), TwoStudies(), {{"a.dcm", "a.jpg"}, {"b.dcm", ""}}));
  const std::string top = "/MIRCdocument";
  EXPECT_THAT(xml.At(top + "@display"), ElementsAre("mstf"));
  EXPECT_THAT(xml.At(top + "/title"), ElementsAre("Cough & \"fever\" <weeks>"));
  EXPECT_THAT(xml.At(top + "/author/name"), ElementsAre("AB"));
  EXPECT_THAT(xml.At(top + "/abstract/p"), ElementsAre("Cough.", "Fever."));
  EXPECT_THAT(xml.At(top + "/keywords"),
              ElementsAre("Lunge; Hil\xC3\xA4re Lymphknoten"));
  EXPECT_THAT(xml.At(top + "/section@heading"),
              ElementsAre("History", "Findings", "Differential Diagnosis",
                          "Diagnosis", "Discussion"));
  EXPECT_THAT(xml.At(top + "/section/p"),
              ElementsAre("Cough.", "Fever.",
                          "Nodules along \xE6\xB0\x97\xE7\xAE\xA1\xE6\x94\xAF.",
                          "Silicosis", "Sarkoidose, Stadium II",
                          "Beware of \\ and '."));
  EXPECT_THAT(xml.At(top + "/image-section@heading"), ElementsAre("Images"));
  EXPECT_THAT(xml.At(top + "/image-section/image@src"),
              ElementsAre("a.jpg", "b.dcm"));
  EXPECT_THAT(xml.At(top + "/image-section/image/alternative-image@src"),
              ElementsAre("a.dcm"));
  EXPECT_THAT(xml.At(top + "/modality"), ElementsAre("CT", "ECG", "SR"));
}

TEST(MircXml, HasNoElementForWhatIsNotGiven) {
  CaseLabels labels;
  labels.case_number = "TF-0042";
  const Parsed xml(MircXml(labels, TwoStudies(), {}));
  EXPECT_THAT(xml.At("/MIRCdocument/title"), ElementsAre("TF-0042"));
  for (const char* const name :
       {"author", "abstract", "keywords", "section", "diagnosis", "level"}) {
    EXPECT_THAT(xml.At("/MIRCdocument/" + std::string(name)), IsEmpty());
  }
}

TEST(MircXml, HoldsAnyCharacter) {
  CaseLabels labels = FullLabels();
  std::string& text = labels.discussion;
  text.clear();
  for (int c = 1; c < 0x80; ++c) {
    if (c != '\n' && c != '\r') text += static_cast<char>(c);
  }
  text += "]]> <!-- &amp; <p>";
  const Parsed xml(MircXml(labels, TwoStudies(), {}));
  EXPECT_THAT(xml.At("/MIRCdocument/section/p"),
              Contains("\t" + text.substr(text.find(' '))));
}

// A case of two series in a folder, and the zip of it.
class MircZipTest : public testing::Test {
 protected:
  MircZipTest() : folder_(scratch_ / "TF-0041") {
    facts_.patient = {"TF-0041", "TF-0041", "", ""};
    CaseStudy& study = facts_.studies.emplace_back();
    study.uid = "2.25.1";
    CaseSeries& images = study.series.emplace_back();
    images.modality = "CT";
    Add(images, "01_CT/IM0001.dcm", "1.2.840.10008.5.1.4.1.1.2", CtSample());
    // The same name once the folder is gone.
    Add(images, "01/CT_IM0001", "1.2.840.10008.5.1.4.1.1.2", CtSample(2));
    CaseSeries& reports = study.series.emplace_back();
    reports.modality = "SR";
    Add(reports, "02_SR/IM0001.dcm", "1.2.840.10008.5.1.4.1.1.88.33",
        StructuredReportSample(3));
    description_.labels = FullLabels();
    description_.written.made = {"TEACHING/manifest.dcm", "case.json",
                                 "DICOMDIR"};
    for (const std::string& path : description_.written.made) {
      WriteFile(folder_ + "/" + path, std::string_view("made besides"));
    }
  }
  void Add(CaseSeries& series, const std::string& path,
           const std::string& sop_class,
           const std::vector<std::uint8_t>& bytes) {
    WriteFile(folder_ + "/" + path, bytes);
    CaseObject& object = series.objects.emplace_back();
    object.path = path;
    object.sop_class = sop_class;
  }
  absl::Status Write(const std::string& name, const std::atomic<int>* stop) {
    return WriteMircZip(scratch_ / name, folder_, description_, facts_,
                        RealFileSystem(), stop);
  }
  // What Python's own reader makes of it: names, and what is in one.
  std::string Python(const std::string& name, const std::string& code) {
    const CommandResult result = RunCommand(
        "python3 -c " +
        Quoted("import sys, zipfile; z = zipfile.ZipFile(sys.argv[1])"
               "; assert z.testzip() is None; " +
               code) +
        " " + Quoted(scratch_ / name));
    EXPECT_EQ(result.status, 0) << result.output;
    return result.output;
  }

  TempFolder scratch_;
  std::string folder_;
  CaseFacts facts_;
  CaseDescription description_;
};

TEST_F(MircZipTest, HoldsObjectsPicturesAndTheXml) {
  if (!HasProgram("python3")) GTEST_SKIP() << "python3 is not installed";
  ASSERT_TRUE(Write("a.zip", nullptr).ok());
  EXPECT_EQ(Python("a.zip", "print('\\n'.join(z.namelist()))"),
            "01_CT_IM0001.dcm\n01_CT_IM0001.jpg\n"
            "01_CT_IM0001-2.dcm\n01_CT_IM0001-2.jpg\n"
            "02_SR_IM0001.dcm\nTEACHING_manifest.dcm\nTF-0041.xml\n");
  const Parsed xml(
      Python("a.zip", "sys.stdout.buffer.write(z.read('TF-0041.xml'))"));
  EXPECT_THAT(xml.At("/MIRCdocument/image-section/image@src"),
              ElementsAre("01_CT_IM0001.jpg", "01_CT_IM0001-2.jpg"));
  Python("a.zip",
         "assert z.read('01_CT_IM0001.jpg')[:2] == bytes([0xFF, 0xD8])");
  Python("a.zip", "assert z.read('02_SR_IM0001.dcm') == open('" + folder_ +
                      "/02_SR/IM0001.dcm', 'rb').read()");
  Python("a.zip",
         "assert all(i.compress_type == 0 and i.date_time[0] == 1980 "
         "for i in z.infolist())");
}

TEST_F(MircZipTest, IsTheSameForTheSameCaseInAnyTimeZone) {
  ASSERT_TRUE(Write("a.zip", nullptr).ok());
  ASSERT_EQ(setenv("TZ", "Pacific/Auckland", 1), 0);
  tzset();
  ASSERT_TRUE(Write("b.zip", nullptr).ok());
  unsetenv("TZ");
  tzset();
  EXPECT_EQ(ReadFile(scratch_ / "a.zip"), ReadFile(scratch_ / "b.zip"));
}

TEST_F(MircZipTest, ReplacesNothingAndLeavesNothingHalf) {
  WriteFile(scratch_ / "a.zip", std::string_view("there"));
  EXPECT_FALSE(Write("a.zip", nullptr).ok());
  EXPECT_EQ(ReadFile(scratch_ / "a.zip"), "there");
  const std::atomic<int> stop{1};
  EXPECT_EQ(Write("b.zip", &stop).code(), absl::StatusCode::kCancelled);
  std::filesystem::remove(folder_ + "/02_SR/IM0001.dcm");
  EXPECT_FALSE(Write("b.zip", nullptr).ok());
  std::set<std::string> left;
  for (const auto& entry :
       std::filesystem::directory_iterator(scratch_.path())) {
    left.insert(entry.path().filename().string());
  }
  EXPECT_THAT(left, ElementsAre("TF-0041", "a.zip"));
}

}  // namespace
}  // namespace dcmscrub
