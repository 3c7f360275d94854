// All that is asked about the values of rule files, in one table, and what
// follows from it for a whole value. A new kind is an enumerator of
// Value::Kind, a row here, and its code in value_parser.cc and
// compile/value_eval.cc.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "kernels/core/enum_table.h"
#include "kernels/core/tag.h"
#include "rules/language/rule_file.h"

namespace dcmscrub {

// Which originals can be seen in a value. Keyed hashes and rows of tables show
// none.
enum class Shows : std::uint8_t {
  kNothing,
  kArguments,  // what they show
  kThis,       // the value that is decided about
  kAttribute,  // the one it names
  kAge,        // Patient's Age, whether it stands there or not
};

struct ValueTraits {
  Value::Kind kind;
  std::string_view name;  // the word it begins with; "": none
  bool function;          // takes arguments in parentheses
  Shows shows;
  // Made of the rule file alone where its arguments are.
  bool constant;
  // Made by key, and known again: the same when made from itself.
  bool recognised;
};

inline constexpr auto kValues = [] {
  using enum Value::Kind;
  return std::array{
      ValueTraits{kText, "", false, Shows::kNothing, true, false},
      ValueTraits{kAttribute, "copy", false, Shows::kAttribute, false, false},
      ValueTraits{kThis, "this", false, Shows::kThis, false, false},
      ValueTraits{kConcat, "", false, Shows::kArguments, true, false},
      ValueTraits{kPseudonym, "pseudonym", true, Shows::kNothing, false, true},
      ValueTraits{kHash, "hash", true, Shows::kNothing, true, false},
      ValueTraits{kUid, "uid", true, Shows::kNothing, true, true},
      ValueTraits{kRegex, "regex", true, Shows::kArguments, true, false},
      ValueTraits{kUpper, "upper", true, Shows::kArguments, true, false},
      ValueTraits{kLower, "lower", true, Shows::kArguments, true, false},
      ValueTraits{kTrim, "trim", true, Shows::kArguments, true, false},
      ValueTraits{kSubstring, "substring", true, Shows::kArguments, true,
                  false},
      ValueTraits{kLookup, "lookup", false, Shows::kNothing, false, false},
      ValueTraits{kAge, "age", false, Shows::kAge, false, false},
  };
}();
static_assert(RowsInOrder(kValues, &ValueTraits::kind) &&
                  kValues.back().kind == Value::Kind::kLast,
              "a row for each kind of value, in their order");

constexpr const ValueTraits& Traits(Value::Kind kind) {
  return kValues[static_cast<std::size_t>(kind)];
}

// What an age is computed from: the first of the dates that is one.
inline constexpr std::array kAgeDates = {
    tags::kStudyDate, Tag(0x0008, 0x0021),  // Series Date
    Tag(0x0008, 0x0022),                    // Acquisition Date
    Tag(0x0008, 0x0023),                    // Content Date
};

// Whether the original of the attribute that it replaces can be seen in it.
bool ShowsThis(const Value& value);

// The other attributes whose originals can be seen in it, by their tags.
struct ShownAttribute {
  AttributePattern pattern;
  SourceSpan span;
};
std::vector<ShownAttribute> ShownBy(const Value& value);

// The attributes that it reads.
std::vector<AttributeReference> ReadBy(const Value& value);

// Whether it reads the attribute that it replaces.
bool ReadsThis(const Value& value);

// Whether it is the same for every object.
bool IsConstant(const Value& value);

// Whether it stays the same when it is computed from itself.
bool IsIdempotent(const Value& value);

}  // namespace dcmscrub
