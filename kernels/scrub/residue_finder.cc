#include "kernels/scrub/residue_finder.h"

#include <algorithm>

#include "kernels/core/text.h"
#include "kernels/match/tag_matcher.h"

namespace dcmscrub {
namespace {

// Words of a policy stay where they are as long as it lives.
bool IsSame(const ResidueWords& a, const ResidueWords& b) {
  return a.shortest == b.shortest && a.common == b.common &&
         a.ignored.data() == b.ignored.data() &&
         a.ignored.size() == b.ignored.size();
}

}  // namespace

void ResidueFinder::Begin(const RuleTable& rules,
                          const ResiduePatterns* patient) {
  rules_ = &rules;
  patient_ = patient;
  taken_.clear();
  kept_.clear();
  raw_.Clear();
  from_.clear();
  uids_.Clear();
  any_ = false;
  gathered_ = false;
}

void ResidueFinder::Gather(const ObjectView& object, const Identity& identity) {
  kept_values_.Begin(kept_.size());
  for (const std::uint32_t i : kept_) {
    kept_values_.Add(TrimPadding(AsText(object.Value(i))));
  }
  const std::span<const Element> elements = object.elements();
  for (const std::uint32_t taken : taken_) {
    const std::uint32_t end = elements[taken].next;
    for (std::uint32_t i = taken; i < end; ++i) Collect(object, i, identity);
  }
  Build(object);
  any_ = Any([](const ResiduePatterns& patterns) { return !patterns.empty(); });
  gathered_ = true;
}

void ResidueFinder::Collect(const ObjectView& object, std::uint32_t i,
                            const Identity& identity) {
  const Element& element = object.elements()[i];
  if (element.value_length == 0 || !element.has(Element::kLoaded) ||
      element.has(Element::kContainer) || element.tag.is_private()) {
    return;
  }
  const Rule* const rule = FindRule(*rules_, element.tag);
  if (rule == nullptr || rule->identifier == IdentifierKind::kNone) return;
  const std::string_view value = TrimPadding(AsText(object.Value(i)));
  if (value.empty()) return;
  // The policy leaves this very value to stand elsewhere.
  if (kept_values_.Has(value)) return;
  if (rule->identifier == IdentifierKind::kUid) {
    return CollectUids(value, identity);
  }
  if (identity.MadePseudonym(value)) return;  // of an earlier run
  raw_.Add(rule->identifier, value);
  from_.push_back(i);
  if (!IsPlainAscii(value)) {
    raw_.Add(IdentifierKind::kNone, object.CharacterSetOf(i));
    from_.push_back(i);
  }
}

// Of a list some may be ours, or of the Standard, and have stayed.
void ResidueFinder::CollectUids(std::string_view value,
                                const Identity& identity) {
  while (true) {
    const std::size_t cut = value.find('\\');
    const std::string_view uid = TrimPadding(value.substr(0, cut));
    if (!uid.empty() && !IsStandardUid(uid) && !identity.MadeUid(uid)) {
      uids_.Add(IdentifierKind::kUid, uid);
    }
    if (cut == std::string_view::npos) return;
    value.remove_prefix(cut + 1);
  }
}

void ResidueFinder::Build(const ObjectView& object) {
  const std::string_view set = object.facts().character_set;
  const ResidueWords& words = rules_->residue;
  if (!(raw_ == built_) || set != built_set_ || !IsSame(words, built_words_)) {
    Decode(object);
    own_.Clear();
    for (ValueSet& values : built_values_) values.Begin(decoded_.size());
    for (std::size_t i = 0; i < decoded_.size(); ++i) {
      const IdentifierKind kind = decoded_.kind(i);
      const std::string_view value = decoded_.value(i);
      const bool added =
          built_values_[static_cast<std::size_t>(kind)].Add(value);
      if (added) own_.Add(kind, value);
    }
    own_.Build(rules_->residue, object.codec(), set);
    built_ = raw_;
    built_set_ = set;
    built_words_ = words;
  }
  own_.ClearUids();
  for (std::size_t i = 0; i < uids_.size(); ++i) own_.AddUid(uids_.value(i));
}

void ResidueFinder::Decode(const ObjectView& object) {
  decoded_.Clear();
  for (std::size_t i = 0; i < raw_.size(); ++i) {
    if (raw_.kind(i) == IdentifierKind::kNone) continue;  // a character set
    text_.clear();
    if (!object.AppendText(from_[i], text_)) continue;
    decoded_.Add(raw_.kind(i), text_);
  }
}

const IdentifierList& ResidueFinder::Identifiers(const ObjectView& object) {
  Decode(object);
  for (std::size_t i = 0; i < uids_.size(); ++i) {
    decoded_.Add(IdentifierKind::kUid, uids_.value(i));
  }
  return decoded_;
}

template <typename Ask>
bool ResidueFinder::Any(Ask ask) const {
  return ask(own_) || (patient_ != nullptr && ask(*patient_)) ||
         (rules_->sought != nullptr && ask(*rules_->sought));
}

bool ResidueFinder::MayBeIn(Bytes bytes) const {
  return Any(
      [&](const ResiduePatterns& patterns) { return patterns.MayBeIn(bytes); });
}

ResiduePatterns::Glance ResidueFinder::GlanceAt(Bytes bytes) const {
  auto most = ResiduePatterns::Glance::kNothing;
  Any([&](const ResiduePatterns& patterns) {
    most = std::max(most, patterns.GlanceAt(bytes));
    return most == ResiduePatterns::Glance::kMayBeIn;
  });
  return most;
}

// Ranges of all, which may lie in each other.
bool ResidueFinder::FindInText(std::string_view utf8,
                               std::vector<TextRange>& found) const {
  const auto first = static_cast<std::ptrdiff_t>(found.size());
  int finders = 0;
  for (const ResiduePatterns* const patterns :
       {&own_, patient_, rules_->sought}) {
    if (patterns != nullptr && patterns->FindInText(utf8, found)) ++finders;
  }
  if (finders > 1) {
    std::sort(found.begin() + first, found.end(),
              [](const TextRange& a, const TextRange& b) {
                return a.begin < b.begin;
              });
  }
  return finders > 0;
}

bool ResidueFinder::IsValue(std::string_view utf8, bool is_code) const {
  return Any([&](const ResiduePatterns& patterns) {
    return patterns.IsValue(utf8, is_code);
  });
}

bool ResidueFinder::IsInBytes(Bytes bytes) const {
  return Any([&](const ResiduePatterns& patterns) {
    return patterns.IsInBytes(bytes);
  });
}

bool ResidueFinder::IsInName(std::string_view component) const {
  return !gathered_ || Any([&](const ResiduePatterns& patterns) {
    return patterns.IsInName(component);
  });
}

}  // namespace dcmscrub
