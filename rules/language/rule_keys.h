// Texts that are equal for parts of rules that mean the same, wherever they
// stand, and only for those.
#pragma once

#include <string>

#include "rules/language/rule_file.h"

namespace dcmscrub {

std::string KeyOf(const AttributeReference& reference);
std::string KeyOf(const AttributePattern& pattern);
std::string KeyOf(const Selector& selector);
std::string KeyOf(const Condition& condition);

// The surroundings a selector asks for; empty: none.
std::string PathKeyOf(const Selector& selector);

}  // namespace dcmscrub
