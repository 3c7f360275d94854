#include "tests/fuzz/scrub_check.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "kernels/core/error.h"
#include "rules/compile/policy.h"
#include "rules/parse/parser.h"
#include "tests/support/scrubbed_file.h"

namespace dcmscrub {
namespace {

constexpr std::array<const char*, kScrubPolicies> kPolicies = {
    "",
    R"(option retain-safe-private
option retain-longitudinal-modified-dates
option clean-descriptors
option clean-structured-content
option clean-graphics
trust  private-characteristics)",
    R"(option retain-uids
option retain-device-identity
option retain-institution-identity
option retain-patient-characteristics
option retain-longitudinal-full-dates)",
    R"(keep    (0009,"ACME",xx)
replace PatientID with pseudonym "S-"
replace PatientName with "{upper(PatientID)}-{hash(PatientName, 8)}"
append  SeriesDescription with " more"
set     PatientComments = "a {Modality} of {StudyDate}"
truncate-date *Date to year where Modality = "CT"
empty   RequestAttributesSequence//CodeMeaning where PatientID starts "1"
remove  vr LO where not PatientName contains "DOE"
shift   vr DA, DT, TM)",
    R"(profile none
keep    all except Patient*, private, unknown where Modality = "MR"
remove  private
dummy   group 0010 vr PN
uid     StudyInstanceUID, ReferencedSOPInstanceUID
clean   *Description
set     StudyID = "7")",
    R"(option retain-longitudinal-modified-dates
replace vr LO, SH, PN with regex(this, "[0-9]", "ü")
keep    unknown, group 0009
skip    where ProcedureCodeSequence/CodeValue = "2")",
};

FileScrubber& ScrubberOf(std::size_t policy) {
  static std::array<std::unique_ptr<FileScrubber>, kScrubPolicies> scrubbers;
  auto& scrubber = scrubbers[policy];
  if (scrubber == nullptr) {
    scrubber = std::make_unique<FileScrubber>(MakeScrubPolicy(policy));
  }
  return *scrubber;
}

}  // namespace

std::unique_ptr<const Policy> MakeScrubPolicy(std::size_t number) {
  ParseInput input;
  input.name = "fuzz.rules";
  input.text = std::string("dcmscrub 1\n") + kPolicies[number] + "\n";
  const ParseResult parsed = ParseRules(input);
  PolicySource source;
  source.file = parsed.file;
  std::vector<Diagnostic> diagnostics;
  auto policy = Policy::Make(source, diagnostics);
  if (parsed.ok() && policy != nullptr) return policy;
  std::fputs(Render(parsed).c_str(), stderr);
  std::fputs(Render(parsed, diagnostics).c_str(), stderr);
  std::abort();
}

std::string_view ScrubProblem(Bytes file, std::size_t policy) {
  FileScrubber& scrubber = ScrubberOf(policy);
  const ScrubbedFile once = scrubber.Scrub(file);
  if (once.fault) return {};
  const ScrubbedFile apart = scrubber.Scrub(file, {"", 64, 100, 16});
  if (apart.fault || apart.bytes != once.bytes) {
    return "how it is read makes a difference";
  }
  const WarningSet left = ReadWarnings(once.bytes);
  for (int i = 0; i < kWarningCount; ++i) {
    const auto warning = static_cast<Warning>(i);
    if (left.Has(warning) && IsRepair(warning)) {
      return "the output needs repair";
    }
  }
  const ScrubbedFile twice = scrubber.Scrub(once.bytes);
  if (twice.fault) return "the output is refused";
  if (twice.bytes != once.bytes) return "scrubbing twice is not scrubbing once";
  return {};
}

}  // namespace dcmscrub
