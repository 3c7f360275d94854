#include "rules/check/check.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "rules/check/check_iods.h"
#include "rules/check/check_profile.h"
#include "rules/check/check_reach.h"
#include "rules/check/residue_check.h"
#include "rules/language/keywords.h"
#include "rules/language/option_names.h"
#include "rules/language/rule_keys.h"
#include "rules/language/selector.h"
#include "rules/profile/profile.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

using Severity = Diagnostic::Severity;
using Verb = Statement::Verb;

// Tests that hold only where the attribute is there.
bool NeedsAttribute(Condition::Kind kind) {
  return kind >= Condition::Kind::kEqual && kind <= Condition::Kind::kInTable &&
         kind != Condition::Kind::kNotEqual;
}

class Checker {
 public:
  explicit Checker(const RuleFile& file) : file_(file) {}

  std::vector<Diagnostic> Run() {
    CheckOptions();
    CheckIdleLines();
    const Profile profile({file_.profile == "basic", file_.options,
                           file_.trusts_private_characteristics});
    CheckResidue(file_, profile, found_);
    ReachChecker reach(file_, found_);
    for (std::uint32_t i = 0; i < file_.statements.size(); ++i) {
      const Statement& statement = file_.statements[i];
      CheckAgainstIods(statement, reach, found_);
      const auto idle = reach.Add(i);
      CheckAgainstProfile(statement, idle, profile, found_);
      if (statement.where) CheckCondition(*statement.where);
    }
    std::ranges::stable_sort(found_, {}, [](const Diagnostic& diagnostic) {
      return std::tuple(diagnostic.span.file, diagnostic.span.line,
                        diagnostic.span.column);
    });
    return std::move(found_);
  }

 private:
  void Add(Severity severity, SourceSpan span, std::string message) {
    found_.push_back({severity, span, std::move(message), ""});
  }
  void Warn(SourceSpan span, std::string message) {
    Add(Severity::kWarning, span, std::move(message));
  }

  bool Chose(Option option) const {
    return std::ranges::find(file_.options, option, &OptionUse::option) !=
           file_.options.end();
  }

  bool Uses(std::initializer_list<Verb> verbs) const {
    return std::ranges::any_of(file_.statements, [&](const Statement& s) {
      return std::ranges::find(verbs, s.verb) != verbs.end();
    });
  }

  void CheckOptions() {
    std::set<Option> seen;
    for (const OptionUse& use : file_.options) {
      const bool full = use.option == Option::kRetainFullDates;
      const bool modified = use.option == Option::kRetainModifiedDates;
      const bool excluded =
          (full && seen.contains(Option::kRetainModifiedDates)) ||
          (modified && seen.contains(Option::kRetainFullDates));
      if (excluded) {
        Add(Severity::kError, use.span,
            "dates are kept in full or modified, not both");
      }
      if (file_.profile == "none") {
        Warn(use.span, "options change the basic profile; there is none");
      } else if (!seen.insert(use.option).second && use.except.empty()) {
        Warn(use.span, "this option is chosen already");
      }
      for (const Selector& except : use.except) CheckExcept(use, except);
    }
  }

  void CheckExcept(const OptionUse& use, const Selector& except) {
    using Kind = AttributePattern::Kind;
    const Kind kind = except.attribute.kind;
    if (use.option == Option::kRetainSafePrivate &&
        (kind == Kind::kCreator || kind == Kind::kPrivate ||
         except.attribute.tag.is_private())) {
      return;
    }
    const auto touched = [&](const ProfileRow& row) {
      const auto column = static_cast<std::size_t>(use.option);
      if (row.options[column] == ActionCode::kNone) return false;
      const DictionaryRow* entry = FindDictionaryRow(row.tag);
      if (row.scope == ProfileRow::kGroup) {
        return ((row.tag.value ^ except.attribute.tag.value) &
                except.attribute.mask & 0xFFE10000) == 0;
      }
      return entry != nullptr &&
             Means(except, entry->tag, entry->vr, StandardText(entry->keyword));
    };
    if (std::ranges::any_of(StandardProfile(), touched) ||
        std::ranges::any_of(StandardProfileSupplement(), touched)) {
      return;
    }
    const DictionaryRow* row = RowOf(except.attribute);
    Warn(except.span,
         absl::StrFormat("%s has nothing to do with %s", OptionName(use.option),
                         row == nullptr ? "this" : TagName(row->tag)));
  }

  // Lines that only something else makes useful.
  void CheckIdleLines() {
    const bool moves =
        Chose(Option::kRetainModifiedDates) || Uses({Verb::kShift});
    for (const auto& [given, span] :
         {std::pair(file_.day_zero.has_value(), file_.day_zero_span),
          std::pair(file_.dates_by_span.has_value(),
                    file_.dates_by_span.value_or(SourceSpan()))}) {
      if (!given || moves) continue;
      Warn(span,
           "does nothing without option retain-longitudinal-modified-dates");
    }
    if (file_.day_zero && file_.dates_by_span) {
      Warn(*file_.dates_by_span, "does nothing beside day-zero");
    }
    const bool cleans = Chose(Option::kCleanDescriptors) ||
                        Chose(Option::kCleanStructuredContent) ||
                        Chose(Option::kCleanGraphics) || Uses({Verb::kClean}) ||
                        KeepsCurated();
    if (!cleans) {
      for (const FileUse& use : file_.vocabulary) {
        Warn(use.span, "does nothing without option clean-descriptors");
      }
    }
  }

  // Text of a list that is built in is cleaned.
  bool KeepsCurated() const {
    return Chose(Option::kRetainSafePrivate) &&
           std::ranges::any_of(file_.safe_private, &FileUse::built_in);
  }

  void CheckCondition(const Condition& condition) {
    for (const Condition& part : condition.parts) CheckCondition(part);
    if (condition.kind == Condition::Kind::kAnd) CheckAnd(condition);
  }

  // Parts that cannot hold together.
  void CheckAnd(const Condition& condition) {
    std::set<std::string> held, absent;
    for (const Condition& part : condition.parts) {
      held.insert(KeyOf(part));
      if (part.kind == Condition::Kind::kNot &&
          part.parts[0].kind == Condition::Kind::kPresent) {
        absent.insert(KeyOf(part.parts[0].attribute));
      }
    }
    for (const Condition& part : condition.parts) {
      if (Contradicts(part, held, absent)) {
        return Warn(part.span,
                    "never holds together with the rest of the condition");
      }
      if (IsSecondValue(part, condition)) {
        return Warn(part.span,
                    "holds only where the attribute has both values; 'or' may "
                    "be meant");
      }
    }
  }

  static bool Contradicts(const Condition& part,
                          const std::set<std::string>& held,
                          const std::set<std::string>& absent) {
    if (part.kind == Condition::Kind::kNot) {
      return held.contains(KeyOf(part.parts[0]));
    }
    if (part.kind == Condition::Kind::kNotEqual) {
      Condition equal = part;
      equal.kind = Condition::Kind::kEqual;
      return held.contains(KeyOf(equal));
    }
    return NeedsAttribute(part.kind) && absent.contains(KeyOf(part.attribute));
  }

  // Another `=` on the attribute, before this one.
  static bool IsSecondValue(const Condition& part, const Condition& all) {
    if (part.kind != Condition::Kind::kEqual) return false;
    for (const Condition& other : all.parts) {
      if (&other == &part) return false;
      if (other.kind == part.kind &&
          KeyOf(other.attribute) == KeyOf(part.attribute) &&
          other.text != part.text) {
        return true;
      }
    }
    return false;
  }

  const RuleFile& file_;
  std::vector<Diagnostic> found_;
};

}  // namespace

std::vector<Diagnostic> Check(const RuleFile& file) {
  return Checker(file).Run();
}

}  // namespace dcmscrub
