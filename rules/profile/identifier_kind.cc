#include "rules/profile/identifier_kind.h"

#include <algorithm>
#include <array>

namespace dcmscrub {
namespace {

// Free text without an entry under Clean Descriptors: it goes, but its words
// name nobody by themselves.
constexpr std::array kFreeText = {
    Tag(0x0020, 0x3406),  // Modified Image Description
    Tag(0x0028, 0x4000),  // Image Presentation Comments
    Tag(0x0038, 0x0050),  // Special Needs
    Tag(0x0040, 0x0012),  // Pre-Medication
    Tag(0x0040, 0x1004),  // Patient Transport Arrangements
    Tag(0x0050, 0x0020),  // Device Description
    Tag(0x0088, 0x0904),  // Topic Title
    Tag(0x0088, 0x0906),  // Topic Subject
    Tag(0x0088, 0x0912),  // Topic Keywords
    Tag(0x2030, 0x0020),  // Text String
    Tag(0x4000, 0x0010),  // Arbitrary
    Tag(0x4000, 0x4000),  // Text Comments
};

// Whatever becomes of it.
IdentifierKind KindOf(const Profile::Row& row, Vr vr) {
  if (vr == Vr::kUI) return IdentifierKind::kUid;
  if (vr == Vr::kDA || vr == Vr::kDT) return IdentifierKind::kDate;
  if (vr != Vr::kAE && !IsFreeText(vr)) return IdentifierKind::kNone;
  if (row.descriptor || row.tag.is_curve() || row.tag.is_overlay() ||
      std::ranges::find(kFreeText, row.tag) != kFreeText.end()) {
    return IdentifierKind::kNone;
  }
  return vr == Vr::kPN ? IdentifierKind::kName : IdentifierKind::kText;
}

// What is cleaned has its harmless part left, but a date is moved.
bool Stays(ActionCode code, Vr vr) {
  if (code == ActionCode::kC) return vr != Vr::kDA && vr != Vr::kDT;
  return code == ActionCode::kNone || code == ActionCode::kK;
}

}  // namespace

IdentifierKind IdentifierKindOf(const Profile& profile, const Profile::Row& row,
                                Vr vr, bool site_takes) {
  const bool by_basic = !profile.is_basic() || site_takes;
  return Stays(by_basic ? row.basic : row.code, vr) ? IdentifierKind::kNone
                                                    : KindOf(row, vr);
}

}  // namespace dcmscrub
