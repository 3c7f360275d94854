// The parts of a report about what was done to attributes.
#pragma once

#include "app/report/html_writer.h"
#include "pipeline/journal/journal_facts.h"

namespace dcmscrub {

// By kind of change.
void AddChangeKinds(HtmlWriter& html, const JournalFacts& facts);
// By attribute, and by which rule. Private attributes stand together by group.
void AddAttributes(HtmlWriter& html, const JournalFacts& facts);

}  // namespace dcmscrub
