// The manifest and the text of a case: what they say, that other programs can
// read them, and that they stay what they are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "pipeline/teaching/documents/case_documents.h"
#include "pipeline/verify/reading/gdcm_object.h"
#include "tests/pipeline/run/sample_run.h"
#include "tests/pipeline/teaching/case/teaching_case.h"
#include "tests/support/policy_text.h"
#include "tests/support/shell.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::string_view kDates = "option retain-longitudinal-modified-dates";

Key TestKey() {
  Key key;
  key.fill(7);
  return key;
}

CaseDocuments Make(const CaseFacts& facts, const CaseLabels& labels,
                   const std::string& rules = "set PatientComments = \"x\"\n") {
  return MakeDocuments(facts, labels, *PolicyOf(rules), Identity(TestKey()));
}

std::string BytesOf(const CaseDocument& document) {
  return {document.file.begin(), document.file.end()};
}

// Values at the paths that end in `path`, in their order.
std::vector<std::string> ValuesAt(const CaseDocument& document,
                                  const std::string& path) {
  Workers workers;
  const GdcmObject object(BytesOf(document), workers);
  EXPECT_TRUE(object.readable());
  EXPECT_EQ(object.unread_bytes(), 0u);
  std::vector<std::string> values;
  for (const GdcmElement& element : object.elements()) {
    std::string at = object.PathOf(element);
    for (std::size_t begin = at.find('['); begin != std::string::npos;
         begin = at.find('[')) {
      at.erase(begin, at.find(']') - begin + 1);
    }
    if (!at.ends_with(path) || element.sequence) continue;
    std::string value(element.value);
    while (value.ends_with(' ') || value.ends_with('\0')) value.pop_back();
    values.push_back(value);
  }
  return values;
}

TEST(Documents, TellWhatIsGivenByTheConceptsOfIhe) {
  const CaseDocuments made = Make(TwoStudies(), FullLabels());
  EXPECT_THAT(ValuesAt(made.text, "(0040,A730)/(0040,A043)/(0008,0100)"),
              testing::ElementsAre("TCE101", "TCE104", "TCE105", "121060",
                                   "121071", "TCE106", "111023", "TCE107",
                                   "112005", "TCE109", "TCE110", "121139"));
  EXPECT_THAT(ValuesAt(made.text, "(0040,A160)"),
              testing::ElementsAre(
                  "AB", "Cough & \"fever\" <weeks>",
                  "Lunge; Hil\xC3\xA4re Lymphknoten", "Cough.\r\nFever.",
                  "Nodules along \xE6\xB0\x97\xE7\xAE\xA1\xE6\x94\xAF.",
                  "Beware of \\ and '.", "Silicosis", "Sarkoidose, Stadium II",
                  "Chest", "Expert"));
  // What IHE has a code for is one, whatever its capitals.
  EXPECT_THAT(ValuesAt(made.text, "(0040,A730)/(0040,A168)/(0008,0100)"),
              testing::ElementsAre("TCE302", "CT"));
}

TEST(Documents, HaveNoItemForWhatIsNotGiven) {
  CaseLabels labels;
  labels.case_number = "TF-0042";
  CaseFacts facts = TwoStudies();
  const CaseDocuments made = Make(facts, labels);
  EXPECT_THAT(ValuesAt(made.text, "(0040,A160)"),
              testing::ElementsAre("TF-0042"));
  labels.diagnosis = "Asthma";
  EXPECT_THAT(ValuesAt(Make(facts, labels).text, "(0040,A160)"),
              testing::ElementsAre("Asthma"));
}

TEST(Documents, TheManifestListsTheCaseAndTheText) {
  const CaseDocuments made = Make(TwoStudies(), FullLabels());
  const std::string text = made.text.sop_instance;
  EXPECT_THAT(ValuesAt(made.manifest, "(0040,A730)/(0008,1199)/(0008,1155)"),
              testing::ElementsAre("2.25.1111", "2.25.1112", "2.25.1121", text,
                                   "2.25.1211"));
  EXPECT_THAT(ValuesAt(made.manifest, "(0040,A730)/(0040,A040)"),
              testing::ElementsAre("IMAGE", "IMAGE", "WAVEFORM", "COMPOSITE",
                                   "COMPOSITE"));
  EXPECT_THAT(ValuesAt(made.manifest,
                       "(0040,A375)/(0008,1115)/(0008,1199)/(0008,1155)"),
              testing::ElementsAre("2.25.1111", "2.25.1112", "2.25.1121", text,
                                   "2.25.1211"));
  EXPECT_THAT(ValuesAt(made.manifest, "(0040,A375)/(0020,000D)"),
              testing::ElementsAre("2.25.11", "2.25.12"));
  EXPECT_THAT(ValuesAt(made.manifest, "(0040,A375)/(0008,1115)/(0020,000E)"),
              testing::ElementsAre("2.25.111", "2.25.112", made.text.series,
                                   "2.25.121"));
}

TEST(Documents, AreTheSameForTheSameCaseAndKey) {
  const CaseDocuments made = Make(TwoStudies(), FullLabels());
  const CaseDocuments again = Make(TwoStudies(), FullLabels());
  EXPECT_EQ(made.text.file, again.text.file);
  EXPECT_EQ(made.manifest.file, again.manifest.file);
  CaseFacts other = TwoStudies();
  other.studies[0].series[0].objects.pop_back();
  const CaseDocuments more = Make(other, FullLabels());
  EXPECT_NE(made.text.sop_instance, more.text.sop_instance);
  EXPECT_NE(made.manifest.sop_instance, more.manifest.sop_instance);
  for (const std::string& uid :
       {made.text.sop_instance, made.text.series, made.manifest.sop_instance,
        made.manifest.series}) {
    EXPECT_TRUE(Identity(TestKey()).MadeUid(uid));
  }
}

// A run under the same policy takes them for outputs and leaves them alone,
// one under another refuses them.
class Reruns : public testing::TestWithParam<std::string> {};

TEST_P(Reruns, LeaveThemAsTheyAre) {
  CaseLabels labels = FullLabels();
  labels.discussion = std::string(100'000, 'd');  // too large to be loaded
  const CaseDocuments made = Make(TwoStudies(), labels, GetParam());
  FaultyFileSystem disk;
  disk.AddFile("/in/text", made.text.file);
  disk.AddFile("/in/manifest", made.manifest.file);
  RunOptions options = ToFolder();
  options.layout = "mirror";
  options.policy = PolicyOf(GetParam());
  EXPECT_EQ(Count(RunWell(options, disk), Outcome::kWritten), 2u);
  EXPECT_EQ(disk.Files().at("/out/text"), BytesOf(made.text));
  EXPECT_EQ(disk.Files().at("/out/manifest"), BytesOf(made.manifest));

  options.output = "/other";
  options.policy = PolicyOf("option clean-descriptors\n");
  EXPECT_EQ(Count(RunWell(options, disk), Outcome::kQuarantined), 2u);
}

INSTANTIATE_TEST_SUITE_P(UnderTheirPolicy, Reruns,
                         testing::Values(std::string(kDates) + "\n"));

// Both in a folder, as files.
class OthersRead : public testing::Test {
 protected:
  void Write(const CaseLabels& labels, const std::string& rules) {
    const CaseDocuments made = Make(TwoStudies(), labels, rules);
    WriteFile(folder_ / "text.dcm", made.text.file);
    WriteFile(folder_ / "manifest.dcm", made.manifest.file);
  }
  // What `command` prints of either.
  std::string Output(const std::string& command, const std::string& name) {
    const CommandResult result =
        RunCommand(command + " " + Quoted(folder_ / name));
    EXPECT_EQ(result.status, 0) << result.output;
    return result.output;
  }

  TempFolder folder_;
};

TEST_F(OthersRead, DciodvfyFindsNoError) {
  if (!HasProgram("dciodvfy")) GTEST_SKIP() << "dciodvfy is not installed";
  CaseLabels least;
  least.case_number = "1";
  for (const CaseLabels& labels : {FullLabels(), least}) {
    for (const std::string rules :
         {"", "set PatientComments = \"x\"\n",
          "option retain-longitudinal-full-dates\n"}) {
      Write(labels, rules);
      for (const std::string name : {"text.dcm", "manifest.dcm"}) {
        const CommandResult result =
            RunCommand("dciodvfy " + Quoted(folder_ / name));
        EXPECT_THAT(result.output, Not(HasSubstr("Error"))) << name;
        EXPECT_THAT(result.output,
                    HasSubstr(name == "text.dcm" ? "BasicTextSR"
                                                 : "KeyObjectSelection"));
      }
    }
  }
}

TEST_F(OthersRead, DcmtkShowsTheReport) {
  if (!HasProgram("dsrdump")) GTEST_SKIP() << "dsrdump is not installed";
  Write(FullLabels(), "");
  const std::string text = Output("dsrdump +U8 -q", "text.dcm");
  EXPECT_THAT(text, HasSubstr("Additional Teaching File Information"));
  EXPECT_THAT(text, HasSubstr("Lunge; Hil\xC3\xA4re Lymphknoten"));
  EXPECT_THAT(text, HasSubstr("Pulmonary"));
  const std::string manifest = Output("dsrdump -q", "manifest.dcm");
  EXPECT_THAT(manifest, HasSubstr("For Teaching File Export"));
  EXPECT_THAT(manifest, HasSubstr("CT image"));
  EXPECT_THAT(Output("dcmdump -q", "manifest.dcm"), HasSubstr("2.25.1211"));
}

}  // namespace
}  // namespace dcmscrub
