#include "app/cli/teach_messages.h"

#include <absl/strings/str_format.h>

#include "app/report/verify_report.h"
#include "app/talk/messages.h"

namespace dcmscrub {
namespace {

std::uint64_t Of(const RunSummary& run, Outcome outcome) {
  return run.outcomes[static_cast<std::size_t>(outcome)];
}

std::uint64_t Of(const RunSummary& run, Reason reason) {
  return run.reasons[static_cast<std::size_t>(reason)];
}

void AppendCount(std::uint64_t count, std::string_view what,
                 std::string& text) {
  if (count == 0) return;
  if (!text.empty()) text += ", ";
  absl::StrAppendFormat(&text, "%d %s", count, what);
}

// "2 scouts, 1 by other rules, 1 duplicate".
std::string LeftOutText(const TeachResult& result) {
  constexpr std::string_view kDropped[kDropCount] = {"scout", "dose page",
                                                     "report"};
  std::string text;
  std::uint64_t named = 0;
  for (int i = 0; i < kDropCount; ++i) {
    const std::uint64_t count = result.dropped[static_cast<std::size_t>(i)];
    if (count > 0 && !text.empty()) text += ", ";
    if (count > 0) text += Count(count, kDropped[i]);
    named += count;
  }
  AppendCount(Of(result.run, Reason::kRule) - named, "by rules", text);
  AppendCount(Of(result.run, Outcome::kDuplicate), "the same as others", text);
  AppendCount(Of(result.run, Reason::kDicomdir), "DICOMDIR", text);
  return text;
}

std::uint64_t NoDicom(const RunSummary& run) {
  return Of(run, Reason::kNotDicom) + Of(run, Reason::kEmptyFile) +
         Of(run, Reason::kNotAFile) + Of(run, Reason::kOutsideSource) +
         Of(run, Reason::kLinkInside);
}

// How a case is verified: with its originals and key. The run had no journal
// that could tell more.
VerifyOptions AsVerified() {
  VerifyOptions options;
  options.against = {""};
  options.key.emplace();
  options.journal = "none";
  return options;
}

}  // namespace

std::string TeachSummary(const TeachOptions& options,
                         const TeachResult& result) {
  std::uint64_t series = 0;
  for (const CaseStudy& study : result.facts.studies) {
    series += study.series.size();
  }
  std::string text =
      absl::StrFormat("%s: %s of %d series%s\n", options.labels.case_number,
                      Count(Of(result.run, Outcome::kWritten), "file"), series,
                      options.in_place ? ", replaced in place" : "");
  const std::string left_out = LeftOutText(result);
  if (!left_out.empty()) {
    absl::StrAppendFormat(&text, "  left out%s: %s\n",
                          options.in_place ? " and removed" : "", left_out);
  }
  if (const std::uint64_t count = NoDicom(result.run); count > 0) {
    absl::StrAppendFormat(
        &text, "  %s no DICOM: %s\n",
        count == 1 ? "1 file is" : absl::StrFormat("%d files are", count),
        options.in_place ? "as they were; look at them" : "not in the case");
  }
  if (const auto count = Of(result.run, Outcome::kQuarantined); count > 0) {
    absl::StrAppendFormat(&text,
                          "  NOT IN THE CASE: %s that could not be "
                          "de-identified\n",
                          Count(count, "file"));
  }
  std::string made;
  for (const std::string& name : result.made) {
    made += (made.empty() ? "" : ", ") + name;
  }
  if (!made.empty()) absl::StrAppendFormat(&text, "  with %s\n", made);
  if (!options.in_place) {
    absl::StrAppendFormat(&text, "  in %s\n", SafeForTerminal(result.folder));
  }
  if (!result.zip.empty()) {
    absl::StrAppendFormat(&text, "  and %s\n", SafeForTerminal(result.zip));
  }
  if (result.verified) {
    absl::StrAppendFormat(&text, "  %s\n",
                          VerdictLine(*result.verified, AsVerified()));
  }
  return text;
}

std::string ManyPatientsQuestion(std::uint64_t patients) {
  return absl::StrFormat(
      "The files are of %d patients. Make one case, of one patient, of them? "
      "[y/N] ",
      patients);
}

std::string UserRulesMessage(const std::string& path) {
  return "rules of your own serve: " + SafeForTerminal(path) +
         "; --rules teaching names the built-in ones";
}

}  // namespace dcmscrub
