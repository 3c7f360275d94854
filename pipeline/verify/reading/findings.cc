#include "pipeline/verify/reading/findings.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace dcmscrub {

bool FileFindings::Counts(Check check) {
  return counts_[static_cast<std::size_t>(check)]++ < CheckResult::kExamples;
}

void FileFindings::Add(Check check, std::string element) {
  if (Counts(check)) kept_.emplace_back(check, std::move(element));
}

void FileFindings::Add(Check check, const GdcmObject& object,
                       const GdcmElement& element) {
  if (Counts(check)) kept_.emplace_back(check, object.PathOf(element));
}

void FileFindings::MergeInto(std::uint64_t number, const std::string& path,
                             VerifyReport& report) const {
  for (const auto& [check, element] : kept_) {
    AddExample(check, {number, path, element}, report);
  }
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    const std::uint64_t kept =
        std::min<std::uint64_t>(counts_[i], CheckResult::kExamples);
    report.checks[i].count += counts_[i] - kept;
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

CleanLevel VerifyReport::verdict() const {
  if (!clean()) return CleanLevel::kNotClean;
  return Remarks().empty() ? CleanLevel::kClean : CleanLevel::kRemarks;
}

std::string_view CleanLevelName(CleanLevel level) {
  switch (level) {
    case CleanLevel::kClean:
      return "clean";
    case CleanLevel::kRemarks:
      return "clean-with-remarks";
    case CleanLevel::kNotClean:
      return "not-clean";
  }
  return "";
}

}  // namespace dcmscrub
