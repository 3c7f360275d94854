// Lines that begin with `residue`. The rules layer's own.
#pragma once

#include <optional>

#include "rules/language/rule_file.h"
#include "rules/parse/line_parser.h"

namespace dcmscrub {

// What stands behind the word `residue`; nothing where its form is wrong, which
// is reported then.
std::optional<ResidueUse> ParseResidue(LineParser& parser);

}  // namespace dcmscrub
