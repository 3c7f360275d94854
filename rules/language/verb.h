// All that is asked about the verbs of rule files, in one table. A new verb is
// an enumerator of Statement::Verb and a row here; where a form, a kind of
// attribute or an action is new as well, the switches over those ask for code.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "kernels/core/enum_table.h"
#include "kernels/core/tag.h"
#include "kernels/core/vr.h"
#include "kernels/match/action.h"
#include "rules/language/rule_file.h"

namespace dcmscrub {

// What a line says behind its verb.
enum class VerbForm : std::uint8_t {
  kSelectors,  // SELECTORS
  kPrecision,  // SELECTORS to year|month
  kWith,       // SELECTORS with VALUE
  kSet,        // SELECTOR = VALUE
  kLabel,      // SELECTOR = "text"
  kObject,     // where …: about whole objects, no action on attributes
  kTag,        // "LABEL" where …: likewise
};

// What attributes a verb is for.
enum class VerbFits : std::uint8_t {
  kAll,
  kDates,  // DA, DT, TM
  kAges,   // AS
  kUids,   // UI, and sequences that hold them
  kProse,  // text without a form of its own, and sequences that hold it
  kText,   // what a text can be written into
};

struct VerbTraits {
  Statement::Verb verb;
  std::string_view name;
  std::string_view synonyms;  // what other tools and other people call it
  VerbForm form;
  VerbFits fits;
  Action action;  // what it compiles to; kKeep of those about objects
  Left left;      // of what stood there
  // Done to what it made, it does more: outputs need a seal.
  bool adds_up;

  constexpr bool about_object() const {
    return form == VerbForm::kObject || form == VerbForm::kTag;
  }
  // An attribute of the top level that is missing is added.
  constexpr bool adds() const {
    return form == VerbForm::kSet || form == VerbForm::kLabel;
  }
};

inline constexpr auto kVerbs = [] {
  using enum Statement::Verb;
  using Form = VerbForm;
  using Fits = VerbFits;
  // Most compile to one action, and leave what it leaves.
  const auto plain = [](Statement::Verb verb, std::string_view name,
                        std::string_view synonyms, Fits fits, Action action,
                        bool adds_up = false) {
    return VerbTraits{verb,
                      name,
                      synonyms,
                      Form::kSelectors,
                      fits,
                      action,
                      Traits(action).left,
                      adds_up};
  };
  const auto computed = [](Statement::Verb verb, std::string_view name,
                           std::string_view synonyms, Form form, Fits fits,
                           Left left, bool adds_up = false) {
    return VerbTraits{verb, name,   synonyms, form, fits, Action::kCompute,
                      left, adds_up};
  };
  const auto judged = [](Statement::Verb verb, std::string_view name,
                         std::string_view synonyms, Form form) {
    return VerbTraits{verb,       name,          synonyms,        form,
                      Fits::kAll, Action::kKeep, Left::kOriginal, false};
  };
  return std::array{
      plain(kKeep, "keep", "retain preserve leave", Fits::kAll, Action::kKeep),
      plain(kRemove, "remove", "delete drop erase del", Fits::kAll,
            Action::kRemove),
      plain(kEmpty, "empty", "blank clear zero", Fits::kAll, Action::kEmpty),
      plain(kDummy, "dummy", "", Fits::kAll, Action::kDummy),
      plain(kUid, "uid", "remap", Fits::kUids, Action::kUid),
      plain(kShift, "shift", "jitter move", Fits::kDates, Action::kShift, true),
      plain(kClean, "clean", "", Fits::kProse, Action::kClean),
      plain(kCapAge, "cap-age", "", Fits::kAges, Action::kCapAge),
      computed(kTruncateDate, "truncate-date", "", Form::kPrecision,
               Fits::kDates, Left::kMoved),
      computed(kReplace, "replace", "modify change overwrite", Form::kWith,
               Fits::kText, Left::kByValue),
      computed(kAppend, "append", "", Form::kWith, Fits::kText, Left::kOriginal,
               true),
      computed(kSet, "set", "add insert assign", Form::kSet, Fits::kText,
               Left::kByValue),
      computed(kLabel, "label", "", Form::kLabel, Fits::kText, Left::kByValue),
      judged(kSkip, "skip", "ignore exclude", Form::kObject),
      judged(kQuarantine, "quarantine", "reject", Form::kObject),
      judged(kTag, "tag", "", Form::kTag),
  };
}();
static_assert(RowsInOrder(kVerbs, &VerbTraits::verb) &&
                  kVerbs.back().verb == Statement::Verb::kLast,
              "a row for each verb, in their order");

constexpr const VerbTraits& Traits(Statement::Verb verb) {
  return kVerbs[static_cast<std::size_t>(verb)];
}
constexpr std::string_view VerbName(Statement::Verb verb) {
  return Traits(verb).name;
}

// Why a verb is not for attributes of `vr`: "is for ages (AS)"; empty where it
// is.
std::string_view WhyNotFor(Statement::Verb verb, Vr vr);

// What of the value that stood there can be in what the statement leaves;
// never kByValue.
Left LeftBy(const Statement& statement);

// A label whose text comes to nothing: it decides about no attribute.
bool SaysNothing(const Statement& statement);

// Whether a statement may decide about an attribute: not about what the program
// writes itself. A statement that names such an attribute is a mistake; a wide
// selector (a mask, a glob, vr, all) leaves it out.
bool AcceptsStatement(Tag tag, Statement::Verb verb);

}  // namespace dcmscrub
