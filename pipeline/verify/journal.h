// The journal of the runs that made a result, read only: journal.h says what
// is in it.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/verify/verify.h"

namespace dcmscrub {

struct VerifyJournalRow {
  std::string source;
  std::string status;  // "written" …
  std::string output;  // empty: there is none
  std::uint64_t size = 0;
  std::string policy, key;  // fingerprints

  bool has_output() const {
    return status == "written" || status == "duplicate";
  }
};

struct VerifyJournal {
  std::vector<VerifyJournalRow> rows;  // ascending by source
  bool unfinished = false;             // the last run
};

absl::StatusOr<VerifyJournal> ReadVerifyJournal(const std::string& path);

// A file below the output.
struct ListedOutput {
  std::string path;  // whole
  std::uint64_t size = 0;
  bool made = false;  // besides, so that no row stands for it
};

// Counts the result against the journal. Both lists ascend; `sources` may be
// empty: not told. `key` is the fingerprint of the one given, or empty.
void CompareWithJournal(const VerifyJournal& journal, const std::string& folder,
                        const std::vector<ListedOutput>& outputs,
                        const std::vector<std::string>& sources,
                        const std::string& key, VerifyReport& report);

}  // namespace dcmscrub
