// One more statement for a rule file that people also edit by hand: nothing
// else of its text changes, comments included.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "rules/parse/parser.h"

namespace dcmscrub {

struct RuleAddition {
  std::string selector;  // of the rule language: "StationName"
  std::string action;    // the rest of the statement: "remove", "keep",
                         // "replace" with "with \"text\"" in `argument` …
  std::string argument;  // may be empty
  std::string comment;   // may be empty; goes behind the statement
};

struct EditedRules {
  std::string text;
  std::uint32_t line = 0;      // where the statement stands, from 1
  bool there_already = false;  // it did; the text is as it was
  std::string warnings;        // what check.h says of the statement, rendered
};

// Puts it before the first statement or include of the file, under a comment
// that says so, and behind what was added there before (before that, where it
// would not decide behind it): whatever comes later, it decides. An empty
// `text` becomes a new file that includes the built-in rules `base`.
// InvalidArgument with the rendered mistakes when the result would be no good;
// parameters without a value are none.
absl::StatusOr<EditedRules> AddRule(std::string_view text,
                                    const std::string& name,
                                    std::string_view base,
                                    const RuleAddition& addition,
                                    const ReadText& read);

}  // namespace dcmscrub
