// Lines that begin with `residue`. The rules layer's own.
#pragma once

#include <optional>

#include "rules/language/line_parser.h"
#include "rules/language/rule_file.h"

namespace dcmscrub {

// What stands behind the word `residue`; nothing where its form is wrong, which
// is reported then.
std::optional<ResidueUse> ParseResidue(LineParser& parser);

}  // namespace dcmscrub
