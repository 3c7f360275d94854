// Makes a teaching file of sources of one patient, as programs of others are to
// read it: de-identified objects, both documents, case.json.
//
//   make_case SOURCE OUT CASE DIAGNOSIS
#include <cstdio>
#include <string>

#include "pipeline/run.h"
#include "pipeline/teaching/case_documents.h"
#include "pipeline/teaching/case_json.h"
#include "pipeline/teaching/case_policy.h"
#include "pipeline/teaching/case_survey.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

absl::Status Make(const std::string& source, const std::string& out,
                  const CaseLabels& labels) {
  const auto sources = SurveyCase({source}, RealFileSystem(), nullptr, nullptr);
  if (!sources.ok()) return sources.status();
  const auto policy = MakeCasePolicy("", {}, labels, {});
  if (!policy.ok()) return policy.status();
  RunOptions options;
  options.sources = {source};
  options.output = out;
  options.policy = policy->policy;
  options.statement_names = policy->statement_names;
  options.first_day = sources->first_day;
  options.key.fill(7);
  const auto run = RunPipeline(options, RealFileSystem(), {});
  if (!run.ok()) return run.status();
  auto facts = SurveyCase({out}, RealFileSystem(), nullptr, nullptr);
  if (!facts.ok()) return facts.status();
  for (CaseStudy& study : facts->studies) {
    for (CaseSeries& series : study.series) {
      for (CaseObject& object : series.objects) {
        object.path.erase(0, out.size() + 1);
      }
    }
  }
  const CaseDocuments documents =
      MakeDocuments(*facts, labels, *options.policy, Identity(options.key));
  WriteFile(out + "/TEACHING/text.dcm", documents.text.file);
  WriteFile(out + "/TEACHING/manifest.dcm", documents.manifest.file);
  CaseDescription description{labels, {}};
  for (const Policy::Label& label : options.policy->labels()) {
    description.written.attributes.push_back({label.tag, label.text});
  }
  description.written.made = {"TEACHING/text.dcm", "TEACHING/manifest.dcm",
                              "case.json"};
  WriteFile(out + "/case.json", CaseJson(description, *facts));
  return absl::OkStatus();
}

}  // namespace
}  // namespace dcmscrub

int main(int count, char** arguments) {
  if (count != 5) return 2;
  dcmscrub::CaseLabels labels;
  labels.case_number = arguments[3];
  labels.diagnosis = arguments[4];
  const absl::Status status =
      dcmscrub::Make(arguments[1], arguments[2], labels);
  if (status.ok()) return 0;
  std::fputs(status.ToString().c_str(), stderr);
  return 1;
}
