#include "rules/check/residue_check.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <set>
#include <string>

#include "rules/compile/vocabulary.h"
#include "rules/language/keywords.h"
#include "rules/language/residue_words.h"
#include "rules/language/selector.h"
#include "rules/language/verb.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

using Kind = ResidueUse::Kind;

// Letters of the shortest word that any `residue shortest` has count.
constexpr int kShortestWord = 2;

// Whether outputs are searched for words or values in such attributes.
bool IsSearched(Vr vr) { return vr != Vr::kSQ && !HoldsNumbers(vr); }

class ResidueChecker {
 public:
  ResidueChecker(const RuleFile& file, const Profile& profile,
                 std::vector<Diagnostic>& diagnostics)
      : file_(file), profile_(profile), diagnostics_(diagnostics) {}

  void Run() {
    const auto off =
        std::ranges::find(file_.residue, Kind::kOff, &ResidueUse::kind);
    for (const ResidueUse& use : file_.residue) {
      if (off != file_.residue.end() && &use != &*off) {
        Warn(use.span, absl::StrFormat("does nothing: 'residue off' in line %d",
                                       off->span.line));
      } else {
        CheckUse(use);
      }
    }
  }

 private:
  void Warn(SourceSpan span, std::string message) {
    diagnostics_.push_back(
        {Diagnostic::Severity::kWarning, span, std::move(message), ""});
  }

  void CheckUse(const ResidueUse& use) {
    switch (use.kind) {
      case Kind::kOff:
        if (!profile_.is_basic()) return;
        return Warn(use.span,
                    "weakens the profile: what it takes out may stand "
                    "elsewhere in outputs, which are not searched for it");
      case Kind::kShortest:
        return;
      case Kind::kIgnore:
        for (const ResidueUse::Text& text : use.texts) CheckIgnored(text);
        return;
      case Kind::kSearch:
        for (const ResidueUse::Text& text : use.texts) CheckSought(text);
        return;
      case Kind::kAllow:
        for (const Selector& selector : use.selectors) CheckAllowed(selector);
        return;
    }
  }

  void CheckIgnored(const ResidueUse::Text& text) {
    std::vector<std::string> folded;
    AppendSpellings(text.text, folded);
    if (CountWordCharacters(text.text) < kShortestWord ||
        std::ranges::binary_search(ResidueCommonWords(),
                                   std::string_view(folded.front()))) {
      Warn(text.span, "does nothing: this never counts by itself");
    } else if (!ignored_.insert(folded.front()).second) {
      Warn(text.span, "this word is ignored already");
    }
  }

  void CheckSought(const ResidueUse::Text& text) {
    std::string key;
    for (const std::string_view word : WordsOf(text.text)) {
      std::vector<std::string> folded;
      AppendSpellings(word, folded);
      key += folded.front() + " ";
    }
    if (!sought_.insert(key).second) {
      Warn(text.span, "this is searched for already");
    }
  }

  void CheckAllowed(const Selector& selector) {
    const DictionaryRow* last = nullptr;
    bool any_searched = false, any_stays = false, is_new = false;
    for (const DictionaryRow& row : CandidateRows(selector.attribute)) {
      if (!Means(selector, row.tag, row.vr, StandardText(row.keyword))) {
        continue;
      }
      last = &row;
      any_searched |= IsSearched(row.vr);
      any_stays |= IsSearched(row.vr) && Stays(row);
      is_new |= allowed_.insert(row.tag).second;
    }
    const std::string name =
        last != nullptr && RowOf(selector.attribute) == last
            ? TagName(last->tag)
            : "these";
    if (last == nullptr) {
      Warn(selector.span, "no attribute is meant by this");
    } else if (!any_searched) {
      Warn(selector.span,
           absl::StrFormat("does nothing: no text is searched in %s", name));
    } else if (!any_stays) {
      Warn(selector.span,
           absl::StrFormat("does nothing: no value of %s stays anyway", name));
    } else if (!is_new) {
      Warn(selector.span, "a hit may stay there already");
    }
  }

  // Whether something of its values may be in outputs.
  bool Stays(const DictionaryRow& row) const {
    const ActionCode code = profile_.CodeFor(row.tag);
    if (code == ActionCode::kNone || code == ActionCode::kK ||
        code == ActionCode::kC) {
      return true;
    }
    return std::ranges::any_of(file_.statements, [&](const Statement& rule) {
      return Traits(rule.verb).left != Left::kNothing &&
             std::ranges::any_of(rule.selectors, [&](const Selector& selector) {
               return Means(selector, row.tag, row.vr,
                            StandardText(row.keyword));
             });
    });
  }

  const RuleFile& file_;
  const Profile& profile_;
  std::vector<Diagnostic>& diagnostics_;
  std::set<std::string, std::less<>> ignored_, sought_;
  std::set<Tag> allowed_;
};

}  // namespace

void CheckResidue(const RuleFile& file, const Profile& profile,
                  std::vector<Diagnostic>& diagnostics) {
  ResidueChecker(file, profile, diagnostics).Run();
}

}  // namespace dcmscrub
