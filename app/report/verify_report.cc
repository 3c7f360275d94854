#include "app/report/verify_report.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/talk/messages.h"
#include "pipeline/files/json.h"

namespace dcmscrub {
namespace {

using Json = nlohmann::ordered_json;

std::string Counted(std::uint64_t count, std::string_view singular) {
  return absl::StrFormat("%s %s%s", Grouped(count, ","), singular,
                         count == 1 ? "" : "s");
}

const CheckResult& ResultOf(const VerifyReport& report, int check) {
  return report.checks[static_cast<std::size_t>(check)];
}

// What the verdict does not cover.
std::string Limits(const VerifyReport& report, const VerifyOptions& options) {
  std::string text;
  if (report.looked_at < report.files) {
    absl::StrAppendFormat(&text, "; a sample of %s",
                          Grouped(report.looked_at, ","));
  }
  if (options.against.empty()) {
    text += "; not compared with the originals (--against)";
  } else if (!options.key) {
    text += "; without the key (--key)";
  }
  if (report.interrupted) text += "; stopped before the end";
  return text;
}

std::string ExampleText(const VerifyExample& example, bool show_paths) {
  std::string text = example.file == 0
                         ? std::string("a file")
                         : absl::StrFormat("file %d", example.file);
  if (show_paths && !example.path.empty()) {
    absl::StrAppendFormat(&text, " %s", SafeForTerminal(example.path));
  }
  if (!example.element.empty()) {
    absl::StrAppendFormat(&text, " %s", example.element);
  }
  return text;
}

Json ExamplesOf(const CheckResult& result, bool show_paths) {
  Json examples = Json::array();
  for (const VerifyExample& example : result.examples) {
    Json json = {{"file", example.file}};
    if (show_paths) json["path"] = SafeForTerminal(example.path);
    json["element"] = example.element;
    examples.push_back(std::move(json));
  }
  return examples;
}

Json ChecksOf(const VerifyReport& report, bool show_paths) {
  Json checks = Json::array();
  for (int i = 0; i < kCheckCount; ++i) {
    const CheckInfo& info = InfoOf(static_cast<Check>(i));
    const CheckResult& result = ResultOf(report, i);
    Json check = {{"name", info.name},
                  {"severity", SeverityName(info.severity)},
                  {"meaning", info.sentence},
                  {"count", result.count}};
    if (result.count != 0) check["examples"] = ExamplesOf(result, show_paths);
    checks.push_back(std::move(check));
  }
  return checks;
}

}  // namespace

std::string VerdictLine(const VerifyReport& report,
                        const VerifyOptions& options) {
  const std::string files = Counted(report.files, "file");
  const std::string remarks = Counted(report.Remarks().size(), "remark");
  std::string line;
  switch (report.verdict()) {
    case CleanLevel::kClean:
      line = absl::StrFormat("clean: %s, %d checks, nothing found", files,
                             kCheckCount);
      break;
    case CleanLevel::kRemarks:
      line = absl::StrFormat("clean with remarks: %s, %d checks, %s", files,
                             kCheckCount, remarks);
      break;
    case CleanLevel::kNotClean:
      line =
          absl::StrFormat("NOT CLEAN: %s in %s of %s",
                          Counted(report.Count(Severity::kFinding), "finding"),
                          Counted(report.files_with_findings.size(), "file"),
                          Grouped(report.files, ","));
      if (!report.Remarks().empty()) absl::StrAppend(&line, "; ", remarks);
      break;
  }
  return line + Limits(report, options);
}

std::string VerifyDetails(const VerifyReport& report, bool show_paths) {
  constexpr std::size_t kShown = 5;
  std::string text;
  for (const Severity severity :
       {Severity::kFinding, Severity::kWarning, Severity::kNote}) {
    for (int i = 0; i < kCheckCount; ++i) {
      const CheckInfo& info = InfoOf(static_cast<Check>(i));
      const CheckResult& result = ResultOf(report, i);
      if (info.severity != severity || result.count == 0) continue;
      absl::StrAppendFormat(&text, "%s: %s (%s): %s\n", SeverityName(severity),
                            info.name, Grouped(result.count, ","),
                            info.sentence);
      const std::size_t shown = std::min(kShown, result.examples.size());
      for (std::size_t e = 0; e < shown; ++e) {
        absl::StrAppendFormat(&text, "    %s\n",
                              ExampleText(result.examples[e], show_paths));
      }
    }
  }
  return text;
}

std::string VerifyJson(const VerifyReport& report, const VerifyOptions& options,
                       bool show_paths) {
  Json counts = Json::object();
  for (const Severity severity :
       {Severity::kFinding, Severity::kWarning, Severity::kNote}) {
    counts[std::string(SeverityName(severity))] = report.Count(severity);
  }
  Json remarks = Json::array();
  for (const Check check : report.Remarks()) {
    remarks.push_back(InfoOf(check).sentence);
  }
  return JsonText({{"format", 2},
                   {"verdict", CleanLevelName(report.verdict())},
                   {"line", VerdictLine(report, options)},
                   {"remarks", std::move(remarks)},
                   {"interrupted", report.interrupted},
                   {"given",
                    {{"originals", !options.against.empty()},
                     {"key", options.key.has_value()},
                     {"journal", !options.journal.empty()},
                     {"rules", options.rules.has_value()},
                     {"labels", !options.labels.empty()}}},
                   {"files",
                    {{"found", report.files},
                     {"looked_at", report.looked_at},
                     {"compared", report.compared},
                     {"originals", report.sources},
                     {"with_findings", report.files_with_findings.size()}}},
                   {"counts", std::move(counts)},
                   {"checks", ChecksOf(report, show_paths)}});
}

}  // namespace dcmscrub
