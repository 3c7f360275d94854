#include "pipeline/selftest/oracle.h"

#include <algorithm>

#include "kernels/core/ascii.h"
#include "rules/language/verb.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

constexpr Tag kReferencedStudySequence{0x0008, 0x1110};
constexpr Tag kTimezone{0x0008, 0x0201};

// Whether a statement takes the whole value away.
bool TakesAway(Statement::Verb verb) {
  return Traits(verb).left == Left::kNothing;
}

bool IsByRequired(AttributeType type) {
  return type == AttributeType::k1 || type == AttributeType::k1C ||
         type == AttributeType::kUnknown;
}

// Of canaries those that are words, under this VR: in codes they are codes.
bool IsWords(Vr vr) {
  return IsFreeText(vr) || vr == Vr::kAE || HoldsBytes(vr);
}

// A cleaned value: of the canaries only times of day stay, and the zone.
bool StaysCleaned(Tag tag, Vr vr) {
  return tag == kTimezone || vr == Vr::kTM || vr == Vr::kSQ;
}

// What may stand as all of a value where makers have their words: one word, or
// a text without a number, after which they may be called.
bool MayBeMakers(const Spelling& value) {
  constexpr std::size_t kNumber = 5;
  if (value.kind != Spelling::Kind::kName &&
      value.kind != Spelling::Kind::kText) {
    return false;
  }
  const bool word = value.utf8.find_first_of(" ^,-_") == std::string::npos;
  return word || (value.kind == Spelling::Kind::kText &&
                  !HasDigits(value.utf8, kNumber));
}

}  // namespace

template <typename Reaching>
std::optional<Expected> SelftestOracle::BySite(const Reaching& reach) const {
  bool reached = false;
  for (const Statement& statement : rules_.statements) {
    Reach furthest = Reach::kNever;
    for (const Selector& selector : statement.selectors) {
      Reach one = reach(selector);
      if (!selector.except.empty()) one = std::min(one, Reach::kSometimes);
      furthest = std::max(furthest, one);
    }
    if (furthest == Reach::kNever) continue;
    const bool always = furthest == Reach::kAlways && !statement.where;
    if (always && !reached && TakesAway(statement.verb)) {
      return Expected::kGone;
    }
    reached = true;
  }
  if (reached) return Expected::kBySite;
  return std::nullopt;
}

std::optional<Expected> SelftestOracle::BySite(Tag tag) const {
  const DictionaryRow* const row = FindDictionaryRow(tag);
  return BySite([row](const Selector& selector) {
    return row == nullptr ? ReachIntoUnknown(selector)
                          : ReachOf(selector, *row);
  });
}

bool SelftestOracle::SequenceStays(Tag tag, AttributeType type) const {
  switch (profile_.CodeFor(tag)) {
    case ActionCode::kNone:
    case ActionCode::kK:
    case ActionCode::kC:
      return true;
    case ActionCode::kXZU:  // its links stay where the IOD has them
      return type != AttributeType::k3 && type != AttributeType::kAbsent;
    case ActionCode::kD:
    case ActionCode::kZ:
    case ActionCode::kX:
    case ActionCode::kU:
    case ActionCode::kZD:
    case ActionCode::kXZ:
    case ActionCode::kXD:
    case ActionCode::kXZD:
      break;
  }
  // A dummy of references is the references, mapped.
  return tag == kReferencedStudySequence && IsByRequired(type);
}

Expected SelftestOracle::OfLeaf(Tag tag, Vr vr, AttributeType type) const {
  using enum Expected;
  const ActionCode code = profile_.CodeFor(tag);
  const bool unknown = FindDictionaryRow(tag) == nullptr;
  if (code == ActionCode::kNone) {
    return unknown && profile_.is_basic() ? kGone : kMayStay;
  }
  if (tag.is_overlay() || tag.is_curve()) return kGone;
  if (vr == Vr::kSQ) return SequenceStays(tag, type) ? kMayStay : kGone;
  if (code == ActionCode::kK) return vr == Vr::kAS ? kGone : kMayStay;
  if (code == ActionCode::kC) return StaysCleaned(tag, vr) ? kMayStay : kGone;
  return kGone;
}

Expected SelftestOracle::OfValue(std::span<const Tag> path, Vr vr,
                                 const Iod* iod) const {
  NodeId node = iod == nullptr ? kUnknownNode : kTopNode;
  Expected so_far = Expected::kMayStay;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const Tag tag = path[i];
    const bool leaf = i + 1 == path.size();
    const bool known = node != kUnknownNode;
    const IodEntry* const entry = known ? iod->Find(node, tag) : nullptr;
    AttributeType type =
        known ? AttributeType::kAbsent : AttributeType::kUnknown;
    if (entry != nullptr) type = entry->place.type;
    node = entry == nullptr ? kUnknownNode : entry->child;
    Expected here = Expected::kMayStay;
    if (const auto site = BySite(tag)) {
      here = *site;
    } else if (leaf) {
      here = OfLeaf(tag, vr, type);
    } else if (!SequenceStays(tag, type)) {
      here = Expected::kGone;
    }
    if (here == Expected::kGone) return here;
    if (here == Expected::kBySite) so_far = here;
  }
  return so_far;
}

// The last one of two; and one of curators where there is no other.
const SafePrivate* SelftestOracle::FindSafe(const PrivateFamily& family) const {
  const SafePrivate* found = nullptr;
  for (const SafePrivate& row : safe_) {
    const bool same = row.creator == family.creator &&
                      row.group == family.group &&
                      row.element == family.element;
    if (same && (found == nullptr || !row.curated)) found = &row;
  }
  if (found == nullptr ||
      profile_.ExceptsPrivate(found->creator, found->group, found->element)) {
    return nullptr;
  }
  return found;
}

Expected SelftestOracle::OfPrivate(std::string_view creator, Tag tag,
                                   Vr vr) const {
  using enum Expected;
  const auto low = static_cast<std::uint16_t>(tag.element() & 0xFF);
  const PrivateFamily family{creator, tag.group(), low};
  const auto site = BySite([&family](const Selector& selector) {
    return ReachOf(selector, family);
  });
  if (site) return *site;
  if (!profile_.is_basic()) return kMayStay;
  const SafePrivate* const row = FindSafe(family);
  if (row == nullptr) return kGone;
  // No canary is a word that a cleaner knows.
  if (row->curated && IsWords(vr)) return kGone;
  switch (vr) {
    case Vr::kUI:
      return profile_.Has(Option::kRetainUids) ? kMayStay : kGone;
    case Vr::kDA:
    case Vr::kDT:
      return profile_.Has(Option::kRetainFullDates) ? kMayStay : kGone;
    case Vr::kAS:
      return kGone;
    default:
      return kMayStay;
  }
}

Expected SelftestOracle::OfContentItem(const ContentItemRow& row,
                                       Tag value) const {
  using enum Expected;
  if (const auto site = BySite(value)) return *site;
  if (!profile_.is_basic()) return kMayStay;
  if (!profile_.Has(Option::kCleanStructuredContent)) return kGone;
  const ActionCode code = profile_.CodeFor(row, value);
  const Vr vr = FindDictionaryRow(value)->vr;
  if (code == ActionCode::kK) return kMayStay;
  if (code == ActionCode::kC) return StaysCleaned(value, vr) ? kMayStay : kGone;
  return kGone;
}

bool SelftestOracle::MayHoldResidue(Tag tag) const {
  const DictionaryRow* const row = FindDictionaryRow(tag);
  if (row == nullptr) return false;
  for (const ResidueUse& use : rules_.residue) {
    for (const Selector& selector : use.selectors) {
      if (ReachOf(selector, *row) != Reach::kNever) return true;
    }
  }
  return false;
}

bool SelftestOracle::IsKept(Tag tag) const {
  const Profile::Row* const row = profile_.Find(tag);
  return row != nullptr && row->option && row->code == ActionCode::kK;
}

Expected SelftestOracle::OfRepeated(const Spelling& value,
                                    std::span<const Tag> path) const {
  const Tag source = value.source;
  if (!path.empty() && (MayHoldResidue(path.back()) ||
                        BySite(path.back()) == Expected::kBySite)) {
    return Expected::kBySite;
  }
  // What an option keeps is no secret, wherever else it stands.
  const bool kept_there = !path.empty() && IsKept(path.back());
  if (kept_there || (!path.empty() && IsPixelData(path.back()))) {
    return Expected::kMayStay;
  }
  const DictionaryRow* const there =
      path.empty() ? nullptr : FindDictionaryRow(path.back());
  if (there != nullptr && IsWordedByMaker(*there) && MayBeMakers(value)) {
    return Expected::kMayStay;
  }
  if (const auto site = BySite(source)) {
    if (*site == Expected::kBySite) return *site;
    return Expected::kGone;
  }
  const ActionCode code = profile_.CodeFor(source);
  return code == ActionCode::kNone || code == ActionCode::kK ||
                 code == ActionCode::kC
             ? Expected::kMayStay
             : Expected::kGone;
}

}  // namespace dcmscrub
