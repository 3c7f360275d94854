#include "rules/compile/statement_compiler.h"

#include <absl/strings/str_format.h>

#include <algorithm>

#include "rules/language/selector.h"
#include "rules/language/value.h"
#include "rules/language/verb.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

using Kind = AttributePattern::Kind;
using Verb = Statement::Verb;

// Numbers must stay below SiteTable::kEndOfChain, and those of paths in 16
// bits.
constexpr std::size_t kMostStatements = SiteTable::kEndOfChain;

std::uint64_t BitsOf(const std::vector<Vr>& vrs) {
  std::uint64_t bits = 0;
  for (const Vr vr : vrs) bits |= std::uint64_t{1} << static_cast<int>(vr);
  return bits;
}

// Whether it names one attribute of PS3.6.
bool IsExact(const AttributePattern& pattern) {
  if (pattern.kind != Kind::kTag) return false;
  const bool repeats = pattern.tag.is_overlay() || pattern.tag.is_curve();
  return pattern.mask == 0xFFFFFFFF ||
         (repeats && (pattern.mask & 0xFF00FFFF) == 0xFF00FFFF);
}

std::uint16_t RowNumber(const DictionaryRow& row) {
  return static_cast<std::uint16_t>(&row - StandardDictionary().data());
}

// What `append` writes stands behind an original.
bool IsConstantOf(const Statement& statement) {
  return statement.verb != Verb::kAppend && statement.value &&
         IsConstant(*statement.value);
}

PathStep StepOf(const SelectorStep& from) {
  PathStep step;
  step.gap_before = from.gap_before;
  if (from.item) step.item = *from.item - 1;
  step.mask = 0;
  if (from.sequence.kind == Kind::kTag) {
    step.tag = from.sequence.tag;
    step.mask = from.sequence.mask;
  }
  return step;
}

}  // namespace

void StatementCompiler::Add(const Statement& statement, std::size_t source,
                            std::uint16_t condition) {
  if (paths_.empty()) {
    paths_.push_back({{}, true});
    steps_.emplace_back();
  }
  for (const Selector& selector : statement.selectors) {
    AddSelector(statement, selector, source, condition);
  }
  if (statement.selectors.empty() && !overflown()) {
    statements_.emplace_back().condition = condition;
    sources_.push_back(source);
  }
}

bool StatementCompiler::overflown() const {
  return statements_.size() >= kMostStatements;
}

void StatementCompiler::AddSelector(const Statement& statement,
                                    const Selector& selector,
                                    std::size_t source,
                                    std::uint16_t condition) {
  if (statements_.size() + selector.except.size() >= kMostStatements) {
    statements_.resize(kMostStatements);
    return;
  }
  Group group{&statement, &selector};
  group.first = static_cast<std::uint16_t>(statements_.size());
  group.main = static_cast<std::uint16_t>(group.first + selector.except.size());
  for (const Selector& except : selector.except) {
    Push(statement, except, source, SiteStatement::kAlways);
    statements_.back().past = group.main;
  }
  Push(statement, selector, source, condition);
  groups_.push_back(group);
  if (!Traits(statement.verb).adds()) return;
  const DictionaryRow* row = FindDictionaryRow(selector.attribute.tag);
  if (row == nullptr) return;
  sets_.push_back(
      {row->tag, row->vr, group.main, statement.verb == Verb::kLabel});
}

void StatementCompiler::Push(const Statement& statement,
                             const Selector& selector, std::size_t source,
                             std::uint16_t condition) {
  SiteStatement& out = statements_.emplace_back();
  out.action = Traits(statement.verb).action;
  out.condition = condition;
  out.path = PathOf(statement, selector);
  out.vrs = BitsOf(selector.vrs);
  out.constant = IsConstantOf(statement);
  // Chains of PS3.6's attributes are told by keyword and tag already; private
  // ones have but their creator in common.
  if (selector.attribute.tag.is_private() ||
      selector.attribute.kind == Kind::kCreator) {
    out.tag = selector.attribute.tag;
    out.mask = selector.attribute.mask;
  }
  sources_.push_back(source);
}

std::uint16_t StatementCompiler::PathOf(const Statement& statement,
                                        const Selector& selector) {
  const bool at_top = Traits(statement.verb).adds();
  if (IsAnywhere(selector) && !at_top) return 0;
  std::vector<PathStep> steps;
  std::string key = selector.gap_before && !at_top ? "//" : "/";
  for (const SelectorStep& from : selector.steps) {
    const PathStep& step = steps.emplace_back(StepOf(from));
    absl::StrAppendFormat(&key, "%d %08X %08X %d,", step.gap_before,
                          step.tag.value, step.mask, step.item);
  }
  const auto [known, is_new] =
      path_numbers_.try_emplace(key, static_cast<std::uint16_t>(paths_.size()));
  if (is_new) {
    steps_.push_back(std::move(steps));
    paths_.push_back({{}, selector.gap_before && !at_top});
  }
  return known->second;
}

void StatementCompiler::Finish() {
  for (std::size_t i = 0; i < paths_.size(); ++i) paths_[i].steps = steps_[i];
  rows_.resize(StandardDictionary().size());
  for (const Group& group : groups_) AddToRows(group);
  std::ranges::stable_sort(sets_, {}, &SiteTable::SetRule::tag);
}

const std::vector<std::uint16_t>& StatementCompiler::RowsOf(
    const AttributePattern& pattern) {
  const std::string key =
      absl::StrFormat("%d %08X %08X %s", static_cast<int>(pattern.kind),
                      pattern.tag.value, pattern.mask, pattern.text);
  const auto [known, is_new] = meant_.try_emplace(key);
  if (!is_new) return known->second;
  for (const DictionaryRow& row : StandardDictionary()) {
    if (Means(pattern, row.tag, StandardText(row.keyword))) {
      known->second.push_back(RowNumber(row));
    }
  }
  return known->second;
}

void StatementCompiler::AddToRows(const Group& group) {
  const auto extend = [&](const DictionaryRow& row) {
    Chain& chain = rows_[RowNumber(row)];
    if (chain.closed || !AcceptsStatement(row.tag, group.statement->verb)) {
      return;
    }
    Extend(chain, group,
           [&](const Selector& selector) { return ReachOf(selector, row); });
  };
  const AttributePattern& pattern = group.selector->attribute;
  if (IsExact(pattern)) {
    const DictionaryRow* row = FindDictionaryRow(pattern.tag);
    if (row != nullptr) extend(*row);
    return;
  }
  for (const std::uint16_t number : RowsOf(pattern)) {
    extend(StandardDictionary()[number]);
  }
}

template <typename ReachOfSelector>
void StatementCompiler::Extend(Chain& chain, const Group& group,
                               ReachOfSelector reach) const {
  const Reach main = reach(*group.selector);
  if (main == Reach::kNever || chain.closed) return;
  const std::size_t size = chain.numbers.size();
  std::uint16_t number = group.first;
  for (const Selector& except : group.selector->except) {
    const Reach excepted = reach(except);
    if (excepted == Reach::kAlways) {
      chain.numbers.resize(size);
      return;
    }
    if (excepted == Reach::kSometimes) chain.numbers.push_back(number);
    ++number;
  }
  const SiteStatement& statement = statements_[group.main];
  chain.closed = main == Reach::kAlways && chain.numbers.size() == size &&
                 statement.condition == SiteStatement::kAlways &&
                 statement.path == 0;
  chain.numbers.push_back(group.main);
}

std::vector<std::uint16_t> StatementCompiler::ChainOf(Tag tag) const {
  const DictionaryRow* row = FindDictionaryRow(tag);
  return row == nullptr ? std::vector<std::uint16_t>()
                        : rows_[RowNumber(*row)].numbers;
}

std::vector<std::uint16_t> StatementCompiler::ChainOf(
    const PrivateFamily& family) const {
  Chain chain;
  for (const Group& group : groups_) {
    Extend(chain, group,
           [&](const Selector& selector) { return ReachOf(selector, family); });
  }
  return chain.numbers;
}

std::vector<std::uint16_t> StatementCompiler::UnknownChain() const {
  Chain chain;
  for (const Group& group : groups_) Extend(chain, group, ReachIntoUnknown);
  return chain.numbers;
}

}  // namespace dcmscrub
