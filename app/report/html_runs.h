// The parts of a report about runs.
#pragma once

#include "app/report/html_writer.h"
#include "pipeline/journal/journal_facts.h"

namespace dcmscrub {

// Under which policy and key, by which program.
void AddProvenance(HtmlWriter& html, const JournalFacts& facts);
// Each run, and how fast the longest were.
void AddRuns(HtmlWriter& html, const JournalFacts& facts);

}  // namespace dcmscrub
