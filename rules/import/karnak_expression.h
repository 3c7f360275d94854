// The expressions of Karnak's profiles: conditions of elements, and what
// expression.on.tags does. They are SpEL, of which this is the part that the
// profiles of its manual are made of.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/import/import_condition.h"

namespace dcmscrub {

// `own`: the attribute that an element is about, for stringValue; empty where
// it is about several. What cannot be told is a kLeft; what cannot be read is
// a mistake.
bool ReadKarnakCondition(std::string_view text, std::string_view own,
                         ConditionTree& tree, ConditionMistake& mistake);

// What an expression does in one case.
struct KarnakCase {
  ConditionTree when;  // kTrue: in all that are left
  std::string action;  // "Keep"; "null": nothing
  std::string value;   // of Replace, an expression of ours
};

// condition ? action : action, also one in another. The first case that holds
// is the one. False with a reason.
bool ReadKarnakExpression(std::string_view text, std::string_view own,
                          std::vector<KarnakCase>& cases, std::string& why);

// An attribute by #Tag.Keyword or as a tag. Empty with a reason.
std::string KarnakAttribute(std::string_view text, std::string& why);

}  // namespace dcmscrub
