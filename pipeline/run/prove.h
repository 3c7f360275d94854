// Searches what is about to leave for what was taken out of it,
// docs/residue.md. Every byte but pixel data is looked at: what is in memory as
// it will be written, and values that stay on disk in pieces.
#pragma once

#include "pipeline/item/work_item.h"
#include "pipeline/run/context.h"

namespace dcmscrub {

// For an item that was scrubbed: plans what is to be written, from other edits
// where something was found. Decides the ticket where that cannot be taken out,
// or not be read.
void ProveOutput(const Context& context, WorkItem& item);

}  // namespace dcmscrub
