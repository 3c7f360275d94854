#include "kernels/scrub/taken_values.h"

#include "kernels/core/text.h"
#include "kernels/core/values.h"
#include "kernels/match/tag_matcher.h"

namespace dcmscrub {
namespace {

bool MayIdentify(const Element& element) {
  return element.value_length != 0 && element.has(Element::kLoaded) &&
         !element.has(Element::kContainer) && !element.tag.is_private();
}

}  // namespace

void TakenValues::Clear() {
  raw_.Clear();
  from_.clear();
  uids_.Clear();
}

void TakenValues::Collect(const ObjectView& object, const RuleTable& rules,
                          const Identity& identity,
                          std::span<const Patch> patches,
                          std::span<const std::uint32_t> spared) {
  Clear();
  spared_.Begin(spared.size());
  for (const std::uint32_t i : spared) {
    spared_.Add(TrimPadding(AsText(object.Value(i))));
  }
  const std::span<const Element> elements = object.elements();
  for (const Patch& patch : patches) {
    if (!patch.takes_out) continue;
    const std::uint32_t end = elements[patch.element].next;
    for (std::uint32_t i = patch.element; i < end; ++i) {
      if (!MayIdentify(elements[i])) continue;
      const Rule* const rule = FindRule(rules, elements[i].tag);
      if (rule == nullptr || rule->identifier == IdentifierKind::kNone) {
        continue;
      }
      Add(object, identity, i, rule->identifier);
    }
  }
}

void TakenValues::Add(const ObjectView& object, const Identity& identity,
                      std::uint32_t i, IdentifierKind kind) {
  const std::string_view value = TrimPadding(AsText(object.Value(i)));
  if (value.empty() || spared_.Has(value)) return;
  if (kind == IdentifierKind::kUid) return AddUids(identity, value);
  if (identity.MadePseudonym(value)) return;  // of an earlier run
  raw_.Add(kind, value);
  from_.push_back(i);
  if (!IsPlainAscii(value)) {
    raw_.Add(IdentifierKind::kNone, object.CharacterSetOf(i));
    from_.push_back(i);
  }
}

// Of a list some may be ours, or of the Standard, and have stayed.
void TakenValues::AddUids(const Identity& identity, std::string_view value) {
  for (const std::string_view padded : Values(value)) {
    const std::string_view uid = TrimPadding(padded);
    if (!uid.empty() && !IsStandardUid(uid) && !identity.MadeUid(uid)) {
      uids_.Add(IdentifierKind::kUid, uid);
    }
  }
}

const IdentifierList& TakenValues::Decode(const ObjectView& object) {
  decoded_.Clear();
  for (std::size_t i = 0; i < raw_.size(); ++i) {
    if (raw_.kind(i) == IdentifierKind::kNone) continue;  // a character set
    text_.clear();
    if (!object.AppendText(from_[i], text_)) continue;
    decoded_.Add(raw_.kind(i), text_);
  }
  return decoded_;
}

const IdentifierList& TakenValues::DecodeAll(const ObjectView& object) {
  Decode(object);
  for (std::size_t i = 0; i < uids_.size(); ++i) {
    decoded_.Add(IdentifierKind::kUid, uids_.value(i));
  }
  return decoded_;
}

}  // namespace dcmscrub
