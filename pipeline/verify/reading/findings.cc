#include "pipeline/verify/reading/findings.h"

#include <algorithm>
#include <tuple>

namespace dcmscrub {

void FileFindings::MergeInto(std::uint64_t number, const std::string& path,
                             VerifyReport& report) const {
  for (const auto& [check, element] : found_) {
    AddExample(check, {number, path, element}, report);
  }
}

void AddExample(Check check, VerifyExample example, VerifyReport& report) {
  CheckResult& result = report.checks[static_cast<std::size_t>(check)];
  ++result.count;
  if (example.file != 0 && InfoOf(check).severity == Severity::kFinding) {
    report.files_with_findings.insert(example.file);
  }
  const auto key = [](const VerifyExample& one) {
    return std::tie(one.file, one.path, one.element);
  };
  const auto at =
      std::ranges::upper_bound(result.examples, key(example), {}, key);
  if (at - result.examples.begin() >=
      static_cast<std::ptrdiff_t>(CheckResult::kExamples)) {
    return;
  }
  result.examples.insert(at, std::move(example));
  if (result.examples.size() > CheckResult::kExamples) {
    result.examples.pop_back();
  }
}

std::uint64_t VerifyReport::Count(Severity severity) const {
  std::uint64_t count = 0;
  for (int i = 0; i < kCheckCount; ++i) {
    if (InfoOf(static_cast<Check>(i)).severity == severity) {
      count += checks[static_cast<std::size_t>(i)].count;
    }
  }
  return count;
}

std::vector<Check> VerifyReport::Remarks() const {
  std::vector<Check> remarks;
  for (const Severity severity : {Severity::kWarning, Severity::kNote}) {
    for (int i = 0; i < kCheckCount; ++i) {
      const auto check = static_cast<Check>(i);
      if (InfoOf(check).severity == severity && check != Check::kUserLabel &&
          checks[static_cast<std::size_t>(i)].count != 0) {
        remarks.push_back(check);
      }
    }
  }
  return remarks;
}

Verdict VerifyReport::verdict() const {
  if (!clean()) return Verdict::kNotClean;
  return Remarks().empty() ? Verdict::kClean : Verdict::kRemarks;
}

std::string_view VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kClean:
      return "clean";
    case Verdict::kRemarks:
      return "clean-with-remarks";
    case Verdict::kNotClean:
      return "not-clean";
  }
  return "";
}

}  // namespace dcmscrub
