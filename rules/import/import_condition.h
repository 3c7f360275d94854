// Conditions of other tools → conditions of ours. Filters, signatures and
// profiles all have tests of one attribute, joined by and, or, not and
// parentheses; they differ in how that is spelled.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace dcmscrub {

// A test of an attribute with a text.
enum class Comparison : std::uint8_t {
  kEquals,
  kContains,
  kStarts,
  kEnds,
  kMatches,   // a regular expression, of the whole value
  kSearches,  // the same, anywhere in it
  kLess,
  kGreater,
};

struct ConditionTree {
  enum class Kind : std::uint8_t {
    kTest,  // `text` is a condition of ours
    kLeft,  // one that no rule can tell, and in `text` why
    kTrue,
    kFalse,
    kNot,  // of parts[0]
    kAnd,
    kOr,
  };
  Kind kind = Kind::kTest;
  std::string text;
  std::vector<ConditionTree> parts;
  std::size_t begin = 0, end = 0;  // where it stood
};

// `selector` as it stands in conditions. An attribute that is missing counts
// as empty, as it does in those tools. Capital letters count or do not.
ConditionTree TestOf(std::string_view selector, Comparison comparison,
                     std::string_view text, bool any_case);

// Where reading stopped, and why.
struct ConditionMistake {
  std::size_t at = 0;
  std::string why;
};

// How a tool spells them. `or` binds less than `and`.
struct ConditionGrammar {
  std::vector<std::string_view> ands, ors, nots;
  // Reads a test from text[at] on, where something stands, and leaves `at`
  // behind it. False with a reason, and `at` where it went wrong.
  std::function<bool(std::string_view text, std::size_t& at,
                     ConditionTree& tree, std::string& why)>
      take_test;
};

// The whole of `text`. Bounded in depth.
bool ReadCondition(std::string_view text, const ConditionGrammar& grammar,
                   ConditionTree& tree, ConditionMistake& mistake);

// Without kTrue and kFalse, unless they are all of it, and without `not not`.
ConditionTree Simplified(ConditionTree tree);
ConditionTree Negated(ConditionTree tree);  // and simplified

// The reason of the first kLeft in it; empty when there is none.
std::string_view WhyLeft(const ConditionTree& tree);

// As a rule has it, behind `where`. For what has no kLeft, kTrue and kFalse.
std::string ConditionText(const ConditionTree& tree);

}  // namespace dcmscrub
