#include "rules/check/check_profile.h"

#include <absl/strings/str_format.h>

#include <algorithm>

#include "rules/language/keywords.h"
#include "rules/language/selector.h"
#include "rules/language/value.h"
#include "rules/language/verb.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

using Kind = AttributePattern::Kind;

bool Protects(ActionCode code) {
  return code != ActionCode::kNone && code != ActionCode::kK;
}

class ProfileChecker {
 public:
  ProfileChecker(const Statement& statement, const Profile& profile,
                 std::vector<Diagnostic>& diagnostics)
      : statement_(statement), profile_(profile), diagnostics_(diagnostics) {}

  void Run(std::span<const Selector* const> idle) {
    if (!idle.empty() && idle.size() == statement_.selectors.size()) return;
    const Left left = LeftBy(statement_);
    for (const Selector& selector : statement_.selectors) {
      const bool decides = std::ranges::find(idle, &selector) == idle.end();
      if (decides && left != Left::kNothing) CheckSelector(selector, left);
    }
    if (statement_.value) CheckValue(*statement_.value);
  }

 private:
  void Warn(SourceSpan span, std::string message) {
    diagnostics_.push_back(
        {Diagnostic::Severity::kWarning, span, std::move(message), ""});
  }

  // A changed value is what code C asks for.
  bool Weakens(Tag tag, Vr vr, Left left) const {
    const ActionCode code = profile_.CodeFor(tag);
    if (code == ActionCode::kC && left != Left::kOriginal) return false;
    if (GoesThroughItems(code, vr)) return false;
    return Protects(code) && AcceptsStatement(tag, statement_.verb);
  }

  void CheckSelector(const Selector& selector, Left left) {
    std::vector<Tag> weakened;
    for (const DictionaryRow& row : CandidateRows(selector.attribute)) {
      if (Means(selector, row.tag, row.vr, StandardText(row.keyword)) &&
          Weakens(row.tag, row.vr, left)) {
        weakened.push_back(row.tag);
      }
    }
    if (!weakened.empty()) WarnOf(selector, weakened);
    if (KeepsPrivate(selector)) {
      Warn(selector.span,
           "weakens the profile: private attributes are removed where they are "
           "not known to be safe");
    }
    if (selector.attribute.kind == Kind::kUnknown ||
        selector.attribute.kind == Kind::kAll) {
      Warn(selector.span,
           "weakens the profile: attributes that PS3.6 lacks are removed");
    }
  }

  void WarnOf(const Selector& selector, const std::vector<Tag>& weakened) {
    constexpr std::size_t kShown = 3;
    if (weakened.size() == 1) {
      const ActionCode code = profile_.CodeFor(weakened.front());
      return Warn(
          selector.span,
          absl::StrFormat(
              "weakens the profile: '%s' of %s, for which it says %s (%s)",
              VerbName(statement_.verb), TagName(weakened.front()),
              ActionCodeName(code), ActionCodeWords(code)));
    }
    std::string names;
    for (std::size_t i = 0; i < std::min(weakened.size(), kShown); ++i) {
      if (i > 0) names += ", ";
      names += TagName(weakened[i]);
    }
    if (weakened.size() > kShown) names += ", …";
    Warn(selector.span,
         absl::StrFormat("weakens the profile: '%s' of %d attributes that it "
                         "removes or changes: %s",
                         VerbName(statement_.verb), weakened.size(), names));
  }

  // Whether private attributes would stay that are in no list.
  bool KeepsPrivate(const Selector& selector) const {
    const AttributePattern& pattern = selector.attribute;
    if (pattern.kind == Kind::kAll || pattern.kind == Kind::kPrivate) {
      return true;
    }
    if (pattern.kind == Kind::kTag) return pattern.tag.is_private();
    return pattern.kind == Kind::kCreator && !IsSafe(pattern);
  }

  bool IsSafe(const AttributePattern& pattern) const {
    if (!profile_.Has(Option::kRetainSafePrivate)) return false;
    return std::ranges::any_of(
        StandardSafePrivate(), [&](const SafePrivateRow& row) {
          return pattern.mask == 0xFFFF00FF &&
                 StandardText(row.creator) == pattern.text &&
                 pattern.tag == Tag(row.group, row.element);
        });
  }

  // Originals of other attributes that a value shows.
  void CheckValue(const Value& value) {
    for (const ShownAttribute& shown : ShownBy(value)) {
      if (shown.pattern.kind == Kind::kCreator) {
        Warn(shown.span, "weakens the profile: a private value is shown");
        continue;
      }
      const Tag tag = shown.pattern.tag;
      const ActionCode code = profile_.CodeFor(tag);
      if (!Protects(code)) continue;
      Warn(shown.span,
           absl::StrFormat("weakens the profile: the value of %s is shown, for "
                           "which it says %s (%s)",
                           TagName(tag), ActionCodeName(code),
                           ActionCodeWords(code)));
    }
  }

  const Statement& statement_;
  const Profile& profile_;
  std::vector<Diagnostic>& diagnostics_;
};

}  // namespace

void CheckAgainstProfile(const Statement& statement,
                         std::span<const Selector* const> idle,
                         const Profile& profile,
                         std::vector<Diagnostic>& diagnostics) {
  if (!profile.is_basic()) return;
  ProfileChecker(statement, profile, diagnostics).Run(idle);
}

}  // namespace dcmscrub
