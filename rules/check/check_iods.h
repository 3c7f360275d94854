// Rules that take from objects what their IODs require; see check.h.
#pragma once

#include <vector>

#include "rules/check/check_reach.h"
#include "rules/language/rule_file.h"
#include "rules/parse/diagnostic.h"

namespace dcmscrub {

// What a Type of PS3.5 7.4 asks for: 1 and 1C a value, 2 and 2C that the
// attribute is there. A bare name is judged by the top level, where the IOD has
// it there; else by the items of sequences, but for 1C and 2C: nearly all IODs
// ask for something in some sequence that they allow. Under a path counts what
// the path means.
//
// `before` was shown the statements before this one. What they decide about
// does not count, and neither do IODs that the condition keeps away, as far as
// SOP Class UID or Modality tell.
void CheckAgainstIods(const Statement& statement, const ReachChecker& before,
                      std::vector<Diagnostic>& diagnostics);

}  // namespace dcmscrub
