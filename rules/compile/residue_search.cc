#include "rules/compile/residue_search.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <iterator>

#include "rules/compile/vocabulary.h"
#include "rules/language/residue_words.h"
#include "rules/language/selector.h"
#include "rules/parse/identifier_file.h"

namespace dcmscrub {
namespace {

using Kind = ResidueUse::Kind;

// What bytes are searched in besides ASCII, UTF-8 and UTF-16, when nothing is
// known of the object: Latin alphabet No. 1.
constexpr std::string_view kLikelySet = "ISO_IR 100";

constexpr std::size_t kMostErrors = 100;
constexpr std::string_view kNothingCounts =
    "nothing of this can be searched for: it is too short, or has common words "
    "alone";

}  // namespace

ResidueSearch::ResidueSearch(const RuleFile& file, const Vocabulary& common) {
  words_.common = &common;
  for (const ResidueUse& use : file.residue) {
    if (use.kind == Kind::kShortest) words_.shortest = use.shortest;
  }
  Ignore(file);
}

void ResidueSearch::Ignore(const RuleFile& file) {
  std::vector<std::string> folded;
  for (const ResidueUse& use : file.residue) {
    if (use.kind != Kind::kIgnore) continue;
    for (const ResidueUse::Text& text : use.texts) {
      for (const std::string_view word : WordsOf(text.text)) {
        AppendSpellings(word, folded);
      }
    }
  }
  own_.insert(folded.begin(), folded.end());
  words_.ignored = ResidueCommonWords();
  if (own_.empty()) return;
  std::ranges::set_union(words_.ignored, own_, std::back_inserter(ignored_));
  words_.ignored = ignored_;
}

bool ResidueSearch::Counts(IdentifierKind kind, std::string_view value) {
  probe_.Clear();
  if (kind == IdentifierKind::kUid) {
    probe_.AddUid(value);
  } else {
    probe_.Add(kind, value);
  }
  probe_.Build(AskedFor(), codec_, "");
  return !probe_.empty();
}

bool ResidueSearch::Add(IdentifierKind kind, std::string_view value) {
  if (!Counts(kind, value)) return false;
  if (kind == IdentifierKind::kUid) {
    patterns_.AddUid(value);
  } else {
    patterns_.Add(kind, value);
  }
  has_any_ = true;
  return true;
}

void ResidueSearch::AddSought(const RuleFile& file,
                              std::vector<Diagnostic>& diagnostics) {
  for (const ResidueUse& use : file.residue) {
    if (use.kind != Kind::kSearch) continue;
    for (const ResidueUse::Text& text : use.texts) {
      if (Add(IdentifierKind::kText, text.text)) continue;
      diagnostics.push_back({Diagnostic::Severity::kError, text.span,
                             std::string(kNothingCounts), ""});
    }
  }
}

bool ResidueSearch::AddIdentifiers(const std::string& path,
                                   std::string_view text,
                                   std::vector<Diagnostic>& diagnostics) {
  std::vector<IdentifierLine> lines;
  std::vector<IdentifierFileError> errors;
  ReadIdentifierFile(text, lines, errors);
  for (const IdentifierLine& line : lines) {
    if (errors.size() == kMostErrors) break;
    if (Add(line.kind, line.value)) continue;
    errors.push_back({line.line, std::string(kNothingCounts)});
  }
  std::ranges::stable_sort(errors, {}, &IdentifierFileError::line);
  for (const IdentifierFileError& error : errors) {
    diagnostics.push_back({Diagnostic::Severity::kError,
                           {},
                           absl::StrFormat("--identifiers %s line %d: %s", path,
                                           error.line, error.message),
                           ""});
  }
  return !lines.empty() || !errors.empty();
}

void ResidueSearch::Finish() {
  patterns_.Build(AskedFor(), codec_, kLikelySet);
}

ResidueWords ResidueSearch::AskedFor() const {
  ResidueWords words = words_;
  words.asked_for = true;
  return words;
}

std::vector<std::string> ResidueParts(const RuleFile& file) {
  std::vector<std::string> parts;
  for (const ResidueUse& use : file.residue) {
    if (use.kind == Kind::kAllow) continue;
    parts.push_back(absl::StrFormat("residue %d %d", static_cast<int>(use.kind),
                                    static_cast<int>(use.shortest)));
    for (const ResidueUse::Text& text : use.texts) parts.push_back(text.text);
  }
  return parts;
}

bool AllowsResidue(const RuleFile& file, Tag tag, Vr vr,
                   std::string_view keyword) {
  return std::ranges::any_of(file.residue, [&](const ResidueUse& use) {
    return std::ranges::any_of(use.selectors, [&](const Selector& selector) {
      return Means(selector, tag, vr, keyword);
    });
  });
}

bool TurnsResidueOff(const RuleFile& file) {
  return std::ranges::find(file.residue, Kind::kOff, &ResidueUse::kind) !=
         file.residue.end();
}

}  // namespace dcmscrub
