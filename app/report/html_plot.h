// How fast a run went, as a line over time: SVG inside a page.
#pragma once

#include <string_view>

#include "app/report/html_writer.h"
#include "pipeline/journal/journal_facts.h"

namespace dcmscrub {

// Nothing for a run of fewer than three samples. `caption` says which run.
void AddThroughputPlot(HtmlWriter& html, const JournalRun& run,
                       std::string_view caption);

}  // namespace dcmscrub
