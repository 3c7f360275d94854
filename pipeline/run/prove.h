// The stage between scrub and write: searches what is about to leave for what
// was taken out of it, docs/residue.md. Every byte but pixel data is looked at:
// what is in memory as it will be written, and values that stay on disk in
// pieces.
#pragma once

#include "kernels/match/rule_table.h"
#include "kernels/scrub/scrub_input.h"
#include "pipeline/run/stages.h"

namespace dcmscrub {

// For an item that was scrubbed with these arguments: plans what is to be
// written (WorkItem::steps), from other edits where something was found.
// Decides the ticket where that cannot be taken out, or not be read.
void Prove(const Context& context, const ScrubInput& input,
           const RuleTable& rules, WorkItem& item);

}  // namespace dcmscrub
