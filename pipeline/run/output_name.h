// What an output is called, and whether a name that is kept tells who it is of.
#pragma once

#include <string>
#include <vector>

#include "kernels/match/rule_table.h"
#include "pipeline/item/work_item.h"
#include "pipeline/run/context.h"

namespace dcmscrub {

// Files or folders of one new name in one place: the second gets "-2" behind
// it.
inline constexpr int kMostCopies = 10'000;

// Fills the ticket's OutputName from the scrubbed item.
void NameOutput(const Context& context, WorkItem& item);

// Whether NameOutput may ask the scrubber about names: of the input's path, or
// of a Patient ID that a site's rules compute.
bool NamesAreSearched(const Context& context, const RuleTable& rules);

// Layout "mirror": Context::mirror_prefixes.
std::vector<std::string> MirrorPrefixes(const Sources& sources);

}  // namespace dcmscrub
