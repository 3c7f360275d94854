// The values that statements compute, from the original object alone.
//
// What is absent counts as empty text. Functions work on each value where there
// are several (not in LT, ST, UT and UR, where a backslash is a character) and
// leave an empty one empty, but for a look-up, which misses it. What is there
// and cannot be read makes a bad value.
#pragma once

#include <re2/re2.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/identity/identity.h"
#include "kernels/match/site_rules.h"
#include "kernels/parse/object_view.h"
#include "rules/language/rule_file.h"
#include "rules/parse/lookup_table.h"
#include "rules/parse/rule_resources.h"

namespace dcmscrub {

// What becomes of computed ages above 90 years (date_ops.h): where the profile
// caps the ages that it keeps, these are capped as well.
enum class AgeCap : std::uint8_t { kNone, kNinetyYears };

// Immutable: any number of threads may share one.
class ValueEval {
 public:
  ValueEval() = default;  // of no text
  // `resources` must outlive this object.
  ValueEval(const Value& value, AgeCap age_cap, RuleResources& resources);

  // For element `i`, which may be kNoElement. Appends to `utf8` where the
  // outcome is kText.
  SiteRules::Outcome Append(const ObjectView& object, std::uint32_t i,
                            const Identity& identity, std::string& utf8) const;

 private:
  struct Source {
    const ObjectView& object;
    std::uint32_t element;
    const Identity& identity;
  };

  SiteRules::Outcome Run(const Source& source, bool& several,
                         std::string& out) const;
  static SiteRules::Outcome Read(const ObjectView& object, std::uint32_t i,
                                 bool& several, std::string& out);
  SiteRules::Outcome ApplyToEach(const Source& source, bool several,
                                 std::size_t begin, std::string& out) const;
  SiteRules::Outcome Apply(const Source& source, std::string_view value,
                           std::string& out) const;
  SiteRules::Outcome LookUp(std::string_view key, std::string& out) const;
  SiteRules::Outcome AppendPatientAge(const ObjectView& object,
                                      std::string& out) const;

  Value::Kind kind_ = Value::Kind::kText;
  Value::Miss miss_ = Value::Miss::kQuarantine;
  AgeCap age_cap_ = AgeCap::kNone;
  std::string text_;
  std::string rewrite_;
  std::int64_t number_ = 0;
  std::int64_t count_ = 0;
  AttributeReference attribute_;
  const RE2* pattern_ = nullptr;
  const LookupTable* table_ = nullptr;
  std::vector<ValueEval> arguments_;
};

}  // namespace dcmscrub
