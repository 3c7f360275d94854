#include "kernels/scrub/taken_values.h"

#include <algorithm>

#include "kernels/core/text.h"
#include "kernels/core/utf8.h"
#include "kernels/core/values.h"
#include "kernels/match/tag_matcher.h"

namespace dcmscrub {
namespace {

// More distinct ones of an object cost an allocation.
constexpr std::size_t kUsualDays = 64;

constexpr std::size_t kDayDigits = 8;  // YYYYMMDD

// What an element identifies by where it goes. Of private ones nobody knows,
// but for names.
IdentifierKind KindOf(const RuleTable& rules, const Element& element) {
  const bool has_value = element.value_length != 0 &&
                         element.has(Element::kLoaded) &&
                         !element.has(Element::kContainer);
  if (!has_value) return IdentifierKind::kNone;
  if (element.tag.is_private()) {
    return element.vr == Vr::kPN ? IdentifierKind::kName
                                 : IdentifierKind::kNone;
  }
  const Rule* const rule = FindRule(rules, element.tag);
  return rule == nullptr ? IdentifierKind::kNone : rule->identifier;
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
  days_.Begin(kUsualDays);
  for (const std::uint32_t i : spared) {
    const std::string_view value = TrimPadding(AsText(object.Value(i)));
    spared_.Add(value);
    const Vr vr = object.elements()[i].vr;
    if (vr == Vr::kDA || vr == Vr::kDT) {
      days_.Add(value.substr(0, kDayDigits));
    }
  }
  const std::span<const Element> elements = object.elements();
  for (const Patch& patch : patches) {
    if (!patch.takes_out) continue;
    const std::uint32_t end = elements[patch.element].next;
    for (std::uint32_t i = patch.element; i < end; ++i) {
      const IdentifierKind kind = KindOf(rules, elements[i]);
      if (kind != IdentifierKind::kNone) Add(object, identity, i, kind);
    }
  }
}

void TakenValues::Add(const ObjectView& object, const Identity& identity,
                      std::uint32_t i, IdentifierKind kind) {
  const std::string_view value = TrimPadding(AsText(object.Value(i)));
  if (value.empty()) return;
  if (kind == IdentifierKind::kUid) {
    if (!spared_.Has(value)) AddUids(identity, value);
    return;
  }
  if (kind == IdentifierKind::kDate) return AddDays(object, i, value);
  if (identity.MadePseudonym(value)) return;  // of an earlier run
  raw_.Add(kind, value);
  from_.push_back(i);
  if (!IsPlainAscii(value)) {
    raw_.Add(IdentifierKind::kNone, object.CharacterSetOf(i));
    from_.push_back(i);
  }
}

// The day alone, and each once: objects of a study differ in their times. Who
// writes a date of birth in another form than that of DICOM means it still.
void TakenValues::AddDays(const ObjectView& object, std::uint32_t i,
                          std::string_view value) {
  const bool birth = object.elements()[i].tag == tags::kPatientBirthDate;
  for (const std::string_view padded : Values(value)) {
    std::string_view day = TrimPadding(padded);
    const std::size_t digits =
        std::min(day.find_first_not_of("0123456789"), day.size());
    if (digits >= kDayDigits) {
      day = day.substr(0, kDayDigits);
    } else if (!birth) {
      continue;
    }
    if (!days_.Add(day)) continue;
    raw_.Add(IdentifierKind::kDate, day);
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
    if (raw_.kind(i) == IdentifierKind::kDate) {
      decoded_.Add(raw_.kind(i), raw_.value(i));
      continue;
    }
    text_.clear();
    if (!object.AppendText(from_[i], text_)) continue;
    decoded_.Add(raw_.kind(i), text_);
    // Under another set than its own.
    const std::string_view value = raw_.value(i);
    if (value != text_ && !IsPlainAscii(value) && IsUtf8(value)) {
      decoded_.Add(raw_.kind(i), value);
    }
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
