// Rules that come with the program, as text: the standard's profile, the
// teaching policy, and pieces to include. Each is a file of
// rules/parse/built_in/.
#pragma once

#include <span>
#include <string_view>

namespace dcmscrub {

struct BuiltInRules {
  std::string_view name;   // "teaching"
  std::string_view about;  // one line, from the file's first comment
  std::string_view text;
};

// By name. The standard's profiles first.
std::span<const BuiltInRules> AllBuiltInRules();
const BuiltInRules* FindBuiltInRules(std::string_view name);  // nullptr: none

}  // namespace dcmscrub
