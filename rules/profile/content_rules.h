// What happens to the content items of structured reports: PS3.15 E.3.4.
#pragma once

#include <vector>

#include "kernels/match/rule_table.h"
#include "rules/profile/profile.h"

namespace dcmscrub {

// The rows of Table E.3.4-1 as the options of `profile` have them, ascending by
// code and value type; empty without Clean Structured Content. Their texts live
// as long as the program.
//
//   K    keep; an age is capped
//   C    shift for dates and times, clean for text
//   X    the item is removed
//   D    X/D, whose Type is that of a template nobody can tell, too: uid for
//        references, dummy for other values
std::vector<ContentRule> ContentRules(const Profile& profile);

// For text whose concept the table does not know: clean where Clean
// Descriptors is chosen, too.
Action OtherContentText(const Profile& profile);

}  // namespace dcmscrub
