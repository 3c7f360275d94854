#include "app/cli/teach_jobs.h"

#include <absl/strings/ascii.h>
#include <absl/strings/str_format.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <utility>

#include "app/talk/messages.h"
#include "app/user/labels_csv.h"
#include "app/user/small_file.h"
#include "pipeline/files/file_system.h"
#include "pipeline/files/unpack.h"

namespace dcmscrub {
namespace {

bool IsPlainFile(const std::string& path) {
  FileInfo info;
  return RealFileSystem().Info(path, true, info) == 0 &&
         info.kind == FileKind::kFile &&
         absl::AsciiStrToLower(std::string(NameOf(path))) != "dicomdir" &&
         !IsPacked(path);
}

bool IsThere(const std::string& path) {
  FileInfo info;
  return RealFileSystem().Info(path, true, info) == 0;
}

// Labels of flags; the contributor may be remembered, the number is counted
// on.
CaseLabels FirstLabels(const TeachFlags& flags, const TeachSettings& settings) {
  CaseLabels labels = flags.labels;
  if (labels.contributor.empty()) labels.contributor = settings.contributor;
  if (labels.case_number.empty()) {
    labels.case_number = NextCaseNumber(settings.last_case_number);
  }
  return labels;
}

std::vector<TeachJob> JobsOfCsv(const TeachFlags& flags,
                                const CaseLabels& first, Console& console) {
  const std::string& path = flags.labels_file;
  const auto text = ReadSmallFile(path, Audience::kAnyone);
  if (!text.ok()) {
    console.Fail(NamedStatus(path, text.status()));
    return {};
  }
  std::vector<CsvMistake> mistakes;
  std::vector<LabelledCase> cases =
      ParseLabelsCsv(*text, std::string(FolderOf(path)), first, mistakes);
  std::vector<TeachJob> jobs;
  for (LabelledCase& row : cases) {
    if (!IsThere(row.path)) {
      mistakes.push_back({row.line, "has a case that is not there"});
    }
    jobs.push_back({{std::move(row.path)}, std::move(row.labels)});
  }
  std::ranges::stable_sort(mistakes, {}, &CsvMistake::line);
  for (const CsvMistake& mistake : mistakes) {
    console.Error(absl::StrFormat("error: %s:%d: %s", SafeForTerminal(path),
                                  mistake.line, mistake.message));
  }
  if (!mistakes.empty()) jobs.clear();
  return jobs;
}

std::vector<TeachJob> JobsOfOperands(const TeachFlags& flags,
                                     const CaseLabels& first,
                                     Console& console) {
  bool fine = true;
  for (std::size_t i = 0; i < flags.cases.size(); ++i) {
    if (IsThere(flags.cases[i])) continue;
    console.Error(
        absl::StrFormat("error: case %d: %s", i + 1, ErrnoText(ENOENT)));
    fine = false;
  }
  if (!fine) return {};
  std::vector<TeachJob> jobs;
  CaseLabels labels = first;
  for (auto& operands : GroupOperands(flags.cases)) {
    jobs.push_back({std::move(operands), labels});
    labels.case_number = NextCaseNumber(labels.case_number);
  }
  if (const auto status = CheckLabels(first); !status.ok()) {
    console.Fail(status);
    return {};
  }
  return jobs;
}

}  // namespace

std::vector<std::vector<std::string>> GroupOperands(
    const std::vector<std::string>& operands) {
  std::vector<std::vector<std::string>> groups;
  std::map<std::string, std::size_t> files;  // folder → its group
  for (const std::string& operand : operands) {
    std::string folder;
    if (IsPlainFile(operand) &&
        RealFileSystem().RealPath(std::string(FolderOf(operand)), folder) ==
            0) {
      const auto [group, is_new] = files.emplace(folder, groups.size());
      if (is_new) groups.emplace_back();
      groups[group->second].push_back(operand);
    } else {
      groups.push_back({operand});
    }
  }
  return groups;
}

std::vector<TeachJob> MakeJobs(const TeachFlags& flags,
                               const TeachSettings& settings,
                               Console& console) {
  const CaseLabels first = FirstLabels(flags, settings);
  return flags.labels_file.empty() ? JobsOfOperands(flags, first, console)
                                   : JobsOfCsv(flags, first, console);
}

}  // namespace dcmscrub
