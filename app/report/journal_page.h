// Pages for people, of journals and of runs that keep none.
#pragma once

#include <absl/status/statusor.h>

#include <atomic>
#include <string>
#include <vector>

#include "pipeline/journal/journal_facts.h"

namespace dcmscrub {

struct PageTerms {
  int thumbnails = 0;       // series on the contact sheet; 0: no sheet
  bool incomplete = false;  // the journal lacks what a run did
  const std::atomic<int>* stop = nullptr;  // not 0: no more pictures
};

// What the journals know, added up. An error names the journal.
absl::StatusOr<std::string> PageOfJournals(
    const std::vector<std::string>& journals, const PageTerms& terms);

std::string PageOfRun(const JournalFacts& facts);

}  // namespace dcmscrub
