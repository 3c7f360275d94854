// What a rule file says, found out the slow and obvious way: statement by
// statement, element by element, on the parsed text itself. Shares with the
// compiled program no more than the tables of the Standard, how values read as
// text, keyed functions and what a VR allows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kernels/identity/identity.h"
#include "kernels/match/site_rules.h"
#include "kernels/parse/object_view.h"
#include "rules/language/rule_file.h"
#include "tests/rules/compile/rule_object.h"

namespace dcmscrub {

class RuleInterpreter {
 public:
  // All must outlive it. Tables are `key,value` with plain cells.
  RuleInterpreter(const RuleFile& file, const FilesByName& tables,
                  const ObjectView& object, const Identity& identity)
      : file_(file), tables_(tables), object_(object), identity_(identity) {}

  // The statement of the file that decides about element i.
  std::optional<std::size_t> Decides(std::uint32_t i) const;

  // The statement that keeps the object from being written.
  std::optional<std::size_t> Stops() const;
  // Of the tag statements that hold, sorted, each once.
  std::vector<std::string> Labels() const;

  struct Computed {
    SiteRules::Outcome outcome = SiteRules::Outcome::kText;
    std::string text;

    friend bool operator==(const Computed&, const Computed&) = default;
  };
  Computed Compute(const Statement& statement, std::uint32_t i) const;

  bool Holds(const Condition& condition) const;

 private:
  struct Place {  // a sequence around an element, and the item in it
    std::uint32_t sequence = 0;
    std::uint32_t item = 0;  // from 1
  };
  struct Text {
    SiteRules::Outcome outcome = SiteRules::Outcome::kText;
    std::string text;
    bool is_one_value = false;  // a backslash is a character of it
  };

  bool Selects(const Selector& selector, Statement::Verb verb,
               std::uint32_t i) const;
  bool Means(const AttributePattern& pattern, std::uint32_t i) const;
  bool HasVr(const Selector& selector, std::uint32_t i) const;
  bool Leads(const std::vector<SelectorStep>& steps, bool gap_at_end,
             std::size_t step, const std::vector<Place>& places,
             std::size_t place) const;
  std::vector<Place> PlacesAround(std::uint32_t i) const;
  std::string CreatorOf(std::uint32_t i) const;
  std::vector<std::uint32_t> Level(std::uint32_t item) const;

  std::uint32_t Find(const AttributeReference& reference) const;
  std::uint32_t FindOn(std::uint32_t item,
                       const AttributePattern& pattern) const;
  bool Test(const Condition& condition, const std::string& value, Vr vr) const;
  Text ValueOf(const Value& value, std::uint32_t i) const;
  Text TextOf(std::uint32_t i) const;
  Text Apply(const Value& value, const std::string& argument) const;
  Text AgeOf(const Value& value) const;
  const std::string* LookUp(const std::string& table,
                            const std::string& key) const;

  const RuleFile& file_;
  const FilesByName& tables_;
  const ObjectView& object_;
  const Identity& identity_;
  mutable std::string found_;
};

}  // namespace dcmscrub
