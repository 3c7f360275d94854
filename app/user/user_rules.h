// A user's rule file, to which rules are added one by one.
#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "rules/check/rule_edit.h"

namespace dcmscrub {

// UserRulesFile() of teach_settings.h where it is there, else empty: for
// TeachOptions::rules.
std::string RulesOfUser();

// AddRule (rule_edit.h) on a file. One that is not there is made, and includes
// the built-in rules "teaching"; one that is there is replaced as a whole, and
// keeps its mode. What stays as it was is not written.
absl::StatusOr<EditedRules> AddRuleToFile(const std::string& path,
                                          const RuleAddition& addition);

// `what` is done to an attribute; `text` is for "replace" alone. Text as a user
// types it, not as rules spell it.
RuleAddition MakeAddition(std::string attribute, std::string what,
                          const std::string& text, std::string comment);

}  // namespace dcmscrub
