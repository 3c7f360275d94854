// The parts of a report about runs.
#pragma once

#include "app/report/html_writer.h"
#include "pipeline/journal/archive_facts.h"

namespace dcmscrub {

// Under which policy and key, by which program.
void AddProvenance(HtmlWriter& html, const ArchiveFacts& facts);
// Each run, and how fast the longest were.
void AddRuns(HtmlWriter& html, const ArchiveFacts& facts);

}  // namespace dcmscrub
