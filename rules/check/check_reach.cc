#include "rules/check/check_reach.h"

#include <absl/strings/str_format.h>

#include <algorithm>

#include "rules/language/keywords.h"
#include "rules/language/rule_keys.h"
#include "rules/language/selector.h"
#include "rules/language/verb.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

using Kind = AttributePattern::Kind;
using Verb = Statement::Verb;

std::size_t NumberOf(const DictionaryRow& row) {
  return static_cast<std::size_t>(&row - StandardDictionary().data());
}

bool ReachesPrivate(const Selector& selector) {
  const AttributePattern& pattern = selector.attribute;
  return pattern.kind == Kind::kAll || pattern.kind == Kind::kPrivate ||
         pattern.kind == Kind::kCreator ||
         (pattern.kind == Kind::kTag && pattern.tag.is_private());
}

bool ReachesUnknown(const Selector& selector) {
  return selector.attribute.kind == Kind::kAll ||
         selector.attribute.kind == Kind::kUnknown;
}

// Whether every private attribute that `narrow` means is meant by `wide`.
bool Includes(const AttributePattern& wide, const AttributePattern& narrow) {
  if (wide.kind == Kind::kAll || wide.kind == Kind::kPrivate) return true;
  if (narrow.kind == Kind::kAll || narrow.kind == Kind::kPrivate) return false;
  if (wide.kind == Kind::kCreator &&
      (narrow.kind != Kind::kCreator || narrow.text != wide.text)) {
    return false;
  }
  return (wide.mask & narrow.mask) == wide.mask &&
         ((wide.tag.value ^ narrow.tag.value) & wide.mask) == 0;
}

// Whether an exception or a VR may leave private or unknown attributes over.
bool IsWhole(const Selector& selector) {
  return selector.vrs.empty() && selector.except.empty();
}

}  // namespace

ReachChecker::ReachChecker(const RuleFile& file,
                           std::vector<Diagnostic>& diagnostics)
    : file_(file),
      diagnostics_(diagnostics),
      rows_(StandardDictionary().size()) {}

std::vector<const Selector*> ReachChecker::Add(std::uint32_t statement) {
  const Statement& source = file_.statements[statement];
  if (SaysNothing(source)) return {};
  if (source.selectors.empty()) AddObjectStatement(statement);
  std::vector<const Selector*> idle;
  for (const Selector& selector : source.selectors) {
    if (!AddSelector(statement, selector)) idle.push_back(&selector);
  }
  return idle;
}

bool ReachChecker::Decides(const DictionaryRow& row,
                           const Selector& selector) const {
  return Find(rows_[NumberOf(row)], PathKeyOf(selector)) != kNobody;
}

bool ReachChecker::AddSelector(std::uint32_t statement,
                               const Selector& selector) {
  const Statement& source = file_.statements[statement];
  const std::string path = PathKeyOf(selector);
  bool reaches = false;
  const std::uint32_t decider = DeciderOf(selector, path, source.verb, reaches);
  if (!reaches) {
    const DictionaryRow* row = RowOf(selector.attribute);
    Warn(selector.span,
         row == nullptr
             ? "no attribute is meant by this"
             : absl::StrFormat("%s is %s; a rule for another VR never decides",
                               TagName(row->tag), VrName(row->vr)));
    return false;
  }
  if (decider != kNobody) {
    WarnDecided(selector, decider);
    return false;
  }
  if (!source.where) {
    Remember(statement, selector, path);
    return true;
  }
  const std::string key = KeyOf(selector) + " where " + KeyOf(*source.where);
  const auto [known, is_new] = conditional_.try_emplace(key, statement);
  if (!is_new) WarnDecided(selector, known->second);
  return is_new;
}

void ReachChecker::AddObjectStatement(std::uint32_t statement) {
  const Statement& source = file_.statements[statement];
  if (source.verb == Verb::kTag || !source.where) return;
  const auto [known, is_new] =
      conditional_.try_emplace("object " + KeyOf(*source.where), statement);
  if (is_new) return;
  const Statement& first = file_.statements[known->second];
  Warn(source.span,
       absl::StrFormat("never decides: '%s' in %s has the same condition",
                       VerbName(first.verb), Place(first.span, source.span)));
}

std::uint32_t ReachChecker::Find(const Decisions& decisions,
                                 const std::string& path) {
  for (const Decision& decision : decisions) {
    if (decision.path.empty() || decision.path == path) {
      return decision.statement;
    }
  }
  return kNobody;
}

std::uint32_t ReachChecker::DeciderOf(const Selector& selector,
                                      const std::string& path,
                                      Statement::Verb verb,
                                      bool& reaches) const {
  std::uint32_t last = 0;
  bool all_decided = true;
  const auto note = [&](std::uint32_t decider) {
    reaches = true;
    if (decider == kNobody) all_decided = false;
    last = std::max(last, decider);
  };
  for (const DictionaryRow& row : CandidateRows(selector.attribute)) {
    if (!all_decided) break;
    if (Means(selector, row.tag, row.vr, StandardText(row.keyword)) &&
        AcceptsStatement(row.tag, verb)) {
      note(Find(rows_[NumberOf(row)], path));
    }
  }
  if (all_decided && ReachesPrivate(selector)) {
    note(PrivateDeciderOf(selector, path));
  }
  if (all_decided && ReachesUnknown(selector)) note(Find(unknown_, path));
  if (reaches) return all_decided ? last : kNobody;
  // PS3.6 leaves a choice of VR, so that another one may stand in the file.
  const DictionaryRow* row = RowOf(selector.attribute);
  reaches = row != nullptr && row->ambiguous;
  return kNobody;
}

std::uint32_t ReachChecker::PrivateDeciderOf(const Selector& selector,
                                             const std::string& path) const {
  for (const PrivateDecision& decision : private_) {
    const bool surrounds = decision.path.empty() || decision.path == path;
    if (surrounds &&
        Includes(decision.selector->attribute, selector.attribute)) {
      return decision.statement;
    }
  }
  return kNobody;
}

void ReachChecker::Remember(std::uint32_t statement, const Selector& selector,
                            const std::string& path) {
  const Verb verb = file_.statements[statement].verb;
  for (const DictionaryRow& row : CandidateRows(selector.attribute)) {
    Decisions& decisions = rows_[NumberOf(row)];
    if (Means(selector, row.tag, row.vr, StandardText(row.keyword)) &&
        AcceptsStatement(row.tag, verb) && Find(decisions, path) == kNobody) {
      decisions.push_back({path, statement});
    }
  }
  if (!IsWhole(selector)) return;
  if (ReachesPrivate(selector))
    private_.push_back({&selector, path, statement});
  if (ReachesUnknown(selector)) unknown_.push_back({path, statement});
}

void ReachChecker::WarnDecided(const Selector& selector,
                               std::uint32_t decider) {
  const Statement& first = file_.statements[decider];
  const DictionaryRow* row = RowOf(selector.attribute);
  Warn(selector.span,
       absl::StrFormat("never decides: '%s' in %s decides about %s before",
                       VerbName(first.verb), Place(first.span, selector.span),
                       row == nullptr ? "all of this" : TagName(row->tag)));
}

void ReachChecker::Warn(SourceSpan span, std::string message) {
  diagnostics_.push_back(
      {Diagnostic::Severity::kWarning, span, std::move(message), ""});
}

std::string ReachChecker::Place(SourceSpan span, SourceSpan from) const {
  if (span.file == from.file) return absl::StrFormat("line %d", span.line);
  return absl::StrFormat("%s:%d", file_.files[span.file], span.line);
}

}  // namespace dcmscrub
