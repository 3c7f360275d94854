// The parts of a report about inputs and outputs.
#pragma once

#include "app/report/html_writer.h"
#include "pipeline/journal/archive_facts.h"

namespace dcmscrub {

// The few numbers that people ask for first.
void AddFigures(HtmlWriter& html, const ArchiveFacts& facts);
// How inputs ended, and why.
void AddEnds(HtmlWriter& html, const ArchiveFacts& facts);
// By number alone: their paths may hold names.
void AddQuarantined(HtmlWriter& html, const ArchiveFacts& facts);
void AddStudies(HtmlWriter& html, const ArchiveFacts& facts);

}  // namespace dcmscrub
