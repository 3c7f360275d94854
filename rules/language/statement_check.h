// What a statement says, against what its attributes are: verbs that do not fit
// a VR, values that cannot be, attributes that are not for statements.
#pragma once

#include "rules/language/line_parser.h"
#include "rules/language/rule_file.h"

namespace dcmscrub {

void CheckStatement(const Statement& statement, ParseContext& context);

}  // namespace dcmscrub
