// What a statement says, against what its attributes are: verbs that do not fit
// a VR, values that cannot be, attributes that are not for statements.
#pragma once

#include "rules/language/rule_file.h"
#include "rules/parse/line_parser.h"

namespace dcmscrub {

void CheckStatement(const Statement& statement, ParseContext& context);

}  // namespace dcmscrub
