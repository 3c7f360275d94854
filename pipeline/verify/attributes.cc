// Which elements may be in a result at all: by kind of tag first, then by the
// code that the profile has for them. Presence only; values are judged in
// judge.cc.
#include <algorithm>
#include <set>
#include <string>
#include <tuple>

#include "kernels/core/text.h"
#include "pipeline/verify/object.h"
#include "pipeline/verify/reading/content.h"
#include "pipeline/verify/reading/values.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

constexpr Tag kIcon{0x0088, 0x0200};
constexpr Tag kOriginals{0x0400, 0x0561};
constexpr Tag kTrailingPadding{0xFFFC, 0xFFFC};
constexpr Tag kRecognizable{0x0028, 0x0302};

bool IsIllegalGroup(Tag tag) {
  return tag.group() < 0x0008 || tag.group() == 0xFFFF;
}

bool IsOfSignature(Tag tag) {
  return tag == Tag(0xFFFA, 0xFFFA) || tag == Tag(0x4FFE, 0x0001) ||
         tag == Tag(0x0400, 0x0120);
}

bool IsMark(Tag tag) {
  return tag == tags::kPatientIdentityRemoved ||
         tag == tags::kDeidentificationMethod ||
         tag == tags::kDeidentificationMethodCodeSequence ||
         tag == tags::kLongitudinalTemporalInformationModified;
}

class AttributeCheck {
 public:
  explicit AttributeCheck(const VerifyObject& file)
      : file_(file),
        content_(file.object, file.profile),
        blocks_(BlocksIn(file.object)) {}

  void Run() {
    const auto elements = file_.object.elements();
    settled_.assign(elements.size(), false);
    for (std::size_t i = 0; i < elements.size(); ++i) {
      const GdcmElement& element = elements[i];
      // What is in a sequence that was judged as a whole.
      if (element.parent != GdcmElement::kTop && settled_[element.parent]) {
        settled_[i] = true;
        file_.reported[i] = file_.reported[element.parent];
        continue;
      }
      settled_[i] = Settle(element);
    }
  }

 private:
  // Whether nothing more is to be said, also of what is inside.
  bool Settle(const GdcmElement& element) {
    if (SettleByTag(element)) return true;
    if (file_.IsLabel(element)) {
      file_.Found(Check::kUserLabel, element);
      return true;
    }
    if (IsToBeTaken(element)) {
      file_.Found(Check::kRuleNotDone, element);
      return true;
    }
    if (element.tag.is_private()) return SettlePrivate(element);
    if (FindDictionaryRow(element.tag) == nullptr) {
      file_.Found(Check::kUnknownAttribute, element);
      return true;
    }
    // Made of labels and new identifiers: all of it is searched, and only UIDs
    // can be told by the profile.
    if (file_.made && element.vr != Vr::kUI) return false;
    NoteFlags(element);
    CheckAge(element);
    const auto content = content_.CodeFor(element);
    if (content) {
      JudgeContent(file_, element, *content);
      return false;
    }
    const VerifyProfile::Row* const row = file_.profile.Find(element.tag);
    if (row == nullptr) {
      CheckStays(file_, element);
      return false;
    }
    return element.sequence ? SettleSequence(element, *row)
                            : (JudgeValue(file_, element, *row), false);
  }

  bool IsToBeTaken(const GdcmElement& element) const {
    const bool empty = element.sequence
                           ? element.items == 0
                           : element.value.empty() && element.fragments.empty();
    return file_.policy != nullptr && !empty && !file_.made &&
           !IsVerifyDummy(element) && !element.tag.is_private_creator() &&
           file_.policy->Takes(file_.object, element);
  }

  bool SettleByTag(const GdcmElement& element) {
    const Tag tag = element.tag;
    const auto found = [&](Check check) {
      file_.Found(check, element);
      return true;
    };
    if (IsIllegalGroup(tag)) return found(Check::kIllegalGroup);
    if (tag.is_group_length()) return found(Check::kGroupLength);
    if (tag == kTrailingPadding) return found(Check::kTrailingPadding);
    if (tag.is_curve()) return found(Check::kCurve);
    if (tag.is_overlay()) return found(Check::kOverlay);
    if (IsOfSignature(tag)) return found(Check::kSignature);
    if (tag == kOriginals) return found(Check::kOriginalAttributes);
    if (tag == kIcon) return found(Check::kIcon);
    if (tag == tags::kEncryptedAttributesSequence) {
      return found(Check::kEncryptedOriginals);
    }
    return element.parent == GdcmElement::kTop && IsMark(tag);
  }

  void NoteFlags(const GdcmElement& element) {
    const bool yes = TrimPadding(element.value) == "YES";
    if (yes && element.tag == tags::kBurnedInAnnotation) {
      file_.Found(Check::kBurnedIn, element);
    }
    if (yes && element.tag == kRecognizable) {
      file_.Found(Check::kRecognizableFeatures, element);
    }
  }

  // "091Y" and more.
  void CheckAge(const GdcmElement& element) {
    if (element.vr != Vr::kAS) return;
    for (const std::string_view age : ValuesOf(element.value)) {
      if (age.size() == 4 && age.back() == 'Y' && age.substr(0, 3) > "090") {
        file_.Found(Check::kAgeAbove90, element);
      }
    }
  }

  bool SettlePrivate(const GdcmElement& element) {
    if (!file_.profile.Has(Option::kRetainSafePrivate)) {
      file_.Found(Check::kPrivateAttribute, element);
      return true;
    }
    if (element.tag.is_private_creator()) {
      if (!IntroducesSomething(element)) {
        file_.Found(Check::kPrivateCreatorAlone, element);
      }
      return false;
    }
    if (element.creator.empty()) {
      file_.Found(Check::kPrivateWithoutCreator, element);
      return true;
    }
    if (!IsListedSafe(element)) {
      file_.Found(file_.claims.site_rules ? Check::kBySiteRules
                                          : Check::kPrivateNotSafe,
                  element);
      return true;
    }
    CheckAge(element);
    return false;
  }

  // The block of private attributes that an element of a group is in.
  using Block =
      std::tuple<std::uint32_t, std::uint32_t, std::uint16_t, std::uint16_t>;
  static Block BlockOf(const GdcmElement& element, int block) {
    return {element.parent, element.item, element.tag.group(),
            static_cast<std::uint16_t>(block)};
  }
  static std::set<Block> BlocksIn(const GdcmObject& object) {
    std::set<Block> blocks;
    for (const GdcmElement& element : object.elements()) {
      if (element.tag.is_private() && !element.tag.is_private_creator()) {
        blocks.insert(BlockOf(element, element.tag.element() >> 8));
      }
    }
    return blocks;
  }
  bool IntroducesSomething(const GdcmElement& creator) const {
    return blocks_.contains(BlockOf(creator, creator.tag.element()));
  }

  static bool IsListedSafe(const GdcmElement& element) {
    return std::ranges::any_of(
        StandardSafePrivate(), [&](const SafePrivateRow& row) {
          return row.group == element.tag.group() &&
                 row.element == (element.tag.element() & 0xFF) &&
                 StandardText(row.creator) == element.creator;
        });
  }

  // Of a sequence that the profile lists.
  bool SettleSequence(const GdcmElement& element,
                      const VerifyProfile::Row& row) {
    constexpr Tag kReferencedStudy{0x0008, 0x1110};
    switch (row.code) {
      case ActionCode::kX:
      case ActionCode::kD:
      case ActionCode::kZ:
      case ActionCode::kZD:
      case ActionCode::kXZ:
      case ActionCode::kXD:
      case ActionCode::kXZD:
        // Where it must stay, it holds nothing but references, with new UIDs.
        if (element.tag == kReferencedStudy) return false;
        if (HoldsOnlyDummies(element)) {
          file_.reported[file_.IndexOf(element)] = true;
          return true;
        }
        break;
      case ActionCode::kNone:
      case ActionCode::kK:
      case ActionCode::kC:
      case ActionCode::kU:
      case ActionCode::kXZU:
        return false;  // its items are gone through
    }
    file_.Found(Check::kSequenceNotRemoved, element);
    return true;
  }

  // Without items it does, too.
  bool HoldsOnlyDummies(const GdcmElement& sequence) const {
    const auto elements = file_.object.elements();
    std::set<std::size_t> inside = {file_.IndexOf(sequence)};
    for (std::size_t i = file_.IndexOf(sequence) + 1; i < elements.size();
         ++i) {
      if (!inside.contains(elements[i].parent)) break;
      if (elements[i].sequence) inside.insert(i);
      if (!IsDummyContent(elements[i])) return false;
    }
    return true;
  }

  const VerifyObject& file_;
  const VerifyContent content_;
  const std::set<Block> blocks_;  // that hold something
  std::vector<bool> settled_;
};

}  // namespace

void CheckAttributes(const VerifyObject& file) { AttributeCheck(file).Run(); }

}  // namespace dcmscrub
