#include "pipeline/verify/journal.h"

#include <absl/status/status.h>
#include <absl/strings/str_cat.h>

#include <algorithm>

#include "pipeline/journal/journal_reader.h"
#include "pipeline/verify/reading/findings.h"

namespace dcmscrub {
namespace {

bool IsBelow(const std::string& path, const std::string& folder) {
  return path.size() > folder.size() + 1 && path.starts_with(folder) &&
         path[folder.size()] == '/';
}

class JournalCheck {
 public:
  JournalCheck(const std::string& folder,
               const std::vector<ListedOutput>& outputs, VerifyReport& report)
      : folder_(folder), outputs_(outputs), report_(report) {}

  void Run(const VerifyJournal& journal) {
    std::vector<bool> known(outputs_.size(), false);
    const VerifyJournalRow* first = nullptr;
    for (const VerifyJournalRow& row : journal.rows) {
      if (!IsBelow(row.output, folder_)) continue;
      const std::size_t at = Find(row.output);
      if (at == outputs_.size()) {
        if (row.has_output()) Add(Check::kJournalFileMissing, 0, row.output);
        continue;
      }
      if (!row.has_output()) continue;
      known[at] = true;
      CheckRow(row, at, first);
    }
    // One that was quarantined for the name that another input had taken
    // bears the path of that one.
    for (const VerifyJournalRow& row : journal.rows) {
      if (row.has_output() || !IsBelow(row.output, folder_)) continue;
      const std::size_t at = Find(row.output);
      if (at == outputs_.size() || known[at]) continue;
      known[at] = true;
      Add(Check::kJournalQuarantinedOutput, at + 1, row.output);
    }
    for (std::size_t i = 0; i < outputs_.size(); ++i) {
      if (!known[i] && !outputs_[i].made)
        Add(Check::kJournalRowMissing, i + 1, outputs_[i].path);
    }
    if (journal.unfinished) AddExample(Check::kJournalUnfinished, {}, report_);
  }

  void CheckKey(const VerifyJournal& journal, const std::string& key) {
    for (const VerifyJournalRow& row : journal.rows) {
      if (row.has_output() && IsBelow(row.output, folder_) && row.key != key) {
        Add(Check::kJournalKeyDiffers, Find(row.output) + 1, row.output);
        return;
      }
    }
  }

 private:
  std::size_t Find(const std::string& path) const {
    const auto at =
        std::ranges::lower_bound(outputs_, path, {}, &ListedOutput::path);
    return at != outputs_.end() && at->path == path
               ? static_cast<std::size_t>(at - outputs_.begin())
               : outputs_.size();
  }

  void CheckRow(const VerifyJournalRow& row, std::size_t at,
                const VerifyJournalRow*& first) {
    if (row.status == "written" && row.size != outputs_[at].size) {
      Add(Check::kJournalSizeDiffers, at + 1, row.output);
    }
    if (first == nullptr) first = &row;
    if (first->policy != row.policy || first->key != row.key) {
      Add(Check::kJournalTermsDiffer, at + 1, row.output);
    }
  }

  void Add(Check check, std::uint64_t number, const std::string& path) {
    AddExample(check, {number, path.substr(folder_.size() + 1), ""}, report_);
  }

  const std::string& folder_;
  const std::vector<ListedOutput>& outputs_;
  VerifyReport& report_;
};

}  // namespace

absl::StatusOr<VerifyJournal> ReadVerifyJournal(const std::string& path) {
  VerifyJournal journal;
  JournalReader reader;
  absl::Status status = reader.Open(path);
  if (status.ok()) {
    status = reader.ForEach(
        "SELECT finished IS NULL FROM run ORDER BY id DESC LIMIT 1",
        [&](SqliteStatement& row) {
          journal.unfinished = row.NumberAt(0) != 0;
        });
  }
  if (status.ok()) {
    status = reader.ForEach(
        "SELECT source, status, output, size_out, policy, key FROM input "
        "ORDER BY source",
        [&](SqliteStatement& row) {
          journal.rows.push_back({row.TextAt(0), row.TextAt(1), row.TextAt(2),
                                  static_cast<std::uint64_t>(row.NumberAt(3)),
                                  row.TextAt(4), row.TextAt(5)});
        });
  }
  if (status.ok()) return journal;
  return absl::Status(status.code(),
                      absl::StrCat("journal: ", status.message()));
}

void CompareWithJournal(const VerifyJournal& journal, const std::string& folder,
                        const std::vector<ListedOutput>& outputs,
                        const std::vector<std::string>& sources,
                        const std::string& key, VerifyReport& report) {
  JournalCheck check(folder, outputs, report);
  check.Run(journal);
  if (!key.empty()) check.CheckKey(journal, key);
  for (const std::string& source : sources) {
    if (!std::ranges::binary_search(journal.rows, source, {},
                                    &VerifyJournalRow::source)) {
      AddExample(Check::kJournalSourceMissing, {0, source, ""}, report);
    }
  }
}

}  // namespace dcmscrub
