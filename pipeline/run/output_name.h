// What an output is called, and whether a name that is kept tells who it is of.
#pragma once

#include <string>
#include <vector>

#include "kernels/match/rule_table.h"
#include "pipeline/run/stages.h"

namespace dcmscrub {

// Fills the ticket's `output` from the scrubbed item, and what is known of
// names: name_holds_identifier, remove_source, telling_folders.
void NameOutput(const Context& context, WorkItem& item);

// Whether NameOutput may ask the scrubber about names: of the input's path, or
// of a Patient ID that a site's rules compute.
bool NamesAreSearched(const Context& context, const RuleTable& rules);

// Layout "mirror": Context::mirror_prefixes.
std::vector<std::string> MirrorPrefixes(const Sources& sources);

}  // namespace dcmscrub
