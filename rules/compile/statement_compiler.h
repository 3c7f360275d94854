// Statements of a rule file → what kernels match by: one SiteStatement for each
// selector, and the chains of those that may match one attribute.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/match/rule_table.h"
#include "kernels/match/site_rules.h"
#include "rules/compile/selector_match.h"
#include "rules/language/rule_file.h"

namespace dcmscrub {

class StatementCompiler {
 public:
  // A selector as a run of numbers: its exceptions, and the statement itself.
  // `statement` and its selectors must outlive this object.
  struct Group {
    const Statement* statement = nullptr;
    const Selector* selector = nullptr;
    std::uint16_t first = 0;
    std::uint16_t main = 0;
  };

  // `source` is the statement's place in the file.
  void Add(const Statement& statement, std::size_t source,
           std::uint16_t condition);
  // There are too many; what was made is of no use.
  bool overflown() const;

  // To be called once, when all are there.
  void Finish();

  std::vector<std::uint16_t> ChainOf(Tag tag) const;
  std::vector<std::uint16_t> ChainOf(const PrivateFamily& family) const;
  std::vector<std::uint16_t> UnknownChain() const;

  const std::vector<SiteStatement>& statements() const { return statements_; }
  const std::vector<std::size_t>& sources() const { return sources_; }
  const std::vector<Group>& groups() const { return groups_; }
  const std::vector<PathPattern>& paths() const { return paths_; }
  const std::vector<SiteTable::SetRule>& sets() const { return sets_; }

 private:
  struct Chain {
    std::vector<std::uint16_t> numbers;
    bool closed = false;  // its last one always matches
  };

  void AddSelector(const Statement& statement, const Selector& selector,
                   std::size_t source, std::uint16_t condition);
  void Push(const Statement& statement, const Selector& selector,
            std::size_t source, std::uint16_t condition);
  std::uint16_t PathOf(const Statement& statement, const Selector& selector);
  void AddToRows(const Group& group);
  // Rows of PS3.6 that a pattern means; the same pattern is asked for often.
  const std::vector<std::uint16_t>& RowsOf(const AttributePattern& pattern);
  // `reach` tells how far a selector goes into what the chain serves.
  template <typename ReachOfSelector>
  void Extend(Chain& chain, const Group& group, ReachOfSelector reach) const;

  std::vector<SiteStatement> statements_;
  std::vector<std::size_t> sources_;  // of each statement
  std::vector<Group> groups_;
  std::vector<Chain> rows_;  // by the row of PS3.6's dictionary
  std::map<std::string, std::vector<std::uint16_t>> meant_;  // see RowsOf
  std::map<std::string, std::uint16_t> path_numbers_;
  std::vector<std::vector<PathStep>> steps_;  // of each path
  std::vector<PathPattern> paths_;
  std::vector<SiteTable::SetRule> sets_;
};

}  // namespace dcmscrub
