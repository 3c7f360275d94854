// The parts of a report about inputs and outputs.
#pragma once

#include "app/report/html_writer.h"
#include "pipeline/journal/journal_facts.h"

namespace dcmscrub {

// The few numbers that people ask for first.
void AddFigures(HtmlWriter& html, const JournalFacts& facts);
// How inputs ended, and why.
void AddEnds(HtmlWriter& html, const JournalFacts& facts);
// By number alone: their paths may hold names.
void AddQuarantined(HtmlWriter& html, const JournalFacts& facts);
void AddStudies(HtmlWriter& html, const JournalFacts& facts);

}  // namespace dcmscrub
