// Lines that begin with a verb: keep, remove, replace … The rules layer's own.
#pragma once

#include <optional>

#include "rules/language/line_parser.h"
#include "rules/language/rule_file.h"

namespace dcmscrub {

// The statement of a whole line; nothing where its form is wrong, which is
// reported then.
std::optional<Statement> ParseStatement(LineParser& parser);

}  // namespace dcmscrub
