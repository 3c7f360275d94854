// Whether a value may stand where the profile has a code: what holds whatever
// the Type of the attribute is there. docs/profile.md, "Which action an
// attribute gets".
#include <optional>

#include "kernels/core/text.h"
#include "pipeline/verify/object.h"
#include "pipeline/verify/reading/content.h"
#include "pipeline/verify/reading/values.h"
#include "pipeline/verify/reading/words.h"

namespace dcmscrub {
namespace {

// What a value that should be gone is called.
struct Names {
  Check kept;
  Check no_dummy;
};

Names NamesFor(const GdcmElement& element) {
  if (element.tag == tags::kPatientId) {
    return {Check::kPatientIdKept, Check::kPatientIdNoPseudonym};
  }
  if (element.tag == tags::kEncapsulatedDocument) {
    return {Check::kDocumentKept, Check::kDocumentKept};
  }
  if (element.vr == Vr::kPN) return {Check::kNameKept, Check::kNameNoDummy};
  if (IsDateOrTime(element.vr)) {
    return {Check::kDateKept, Check::kDateNoDummy};
  }
  return {Check::kValueKept, Check::kValueNoDummy};
}

bool IsReplacement(const VerifyObject& file, const GdcmElement& element) {
  const std::string_view value = TrimPadding(element.value);
  if (element.tag == tags::kPatientId || element.tag == tags::kPatientName) {
    if (IsPseudonym(value, file.identity)) return true;
  }
  return IsVerifyDummy(element);
}

// An empty document of ours begins like every document of its type and is
// small.
bool IsEmptyDocument(std::string_view document) {
  constexpr std::size_t kLargest = 1500;
  return document.size() <= kLargest;
}

bool WasThere(const VerifyObject& file, const GdcmElement& element) {
  return file.source != nullptr &&
         file.source->HasValue(element.tag, element.value);
}

// X: where an object needs the attribute, it has no value, or a dummy.
void JudgeRemoved(const VerifyObject& file, const GdcmElement& element) {
  if (TrimPadding(element.value).empty() && element.fragments.empty()) return;
  if (IsVerifyDummy(element)) return;
  const bool set_by_site = file.claims.site_rules && !WasThere(file, element);
  file.Found(set_by_site ? Check::kBySiteRules : Check::kNotRemoved, element);
}

// D, Z and what is made of them.
void JudgeReplaced(const VerifyObject& file, const GdcmElement& element) {
  if (TrimPadding(element.value).empty() && element.fragments.empty()) return;
  const Names names = NamesFor(element);
  if (element.tag == tags::kEncapsulatedDocument) {
    if (WasThere(file, element) || !IsEmptyDocument(element.value)) {
      file.Found(names.kept, element);
    }
    return;
  }
  if (IsReplacement(file, element)) return;
  if (WasThere(file, element)) {
    file.Found(names.kept, element);
  } else {
    file.Found(file.claims.site_rules ? Check::kBySiteRules : names.no_dummy,
               element);
  }
}

void JudgeUid(const VerifyObject& file, const GdcmElement& element) {
  for (const std::string_view uid : ValuesOf(element.value)) {
    if (uid.empty() || IsSettledUid(uid)) continue;
    const bool made = file.identity != nullptr && file.identity->MadeUid(uid);
    if (!IsValidUid(uid)) {
      file.Found(Check::kUidInvalid, element);
    } else if (!made && file.source != nullptr && file.source->HasUid(uid)) {
      file.Found(Check::kUidKept, element);
    } else if (!made && file.identity != nullptr) {
      file.Found(
          file.claims.site_rules ? Check::kBySiteRules : Check::kUidNotOfKey,
          element);
    }
  }
}

// One date beside its original.
void JudgeShiftedDay(const VerifyObject& file, const GdcmElement& element,
                     std::string_view before, std::string_view after) {
  const std::optional<std::int64_t> from = DayOf(before), to = DayOf(after);
  if (!from || !to) {
    // Only a year or a month, or nothing that can be moved.
    if (after.size() >= 8 && after == before) {
      file.Found(Check::kDateNotShifted, element);
    }
    return;
  }
  // The days of a labelled case count from one that the rules name, which may
  // be later: what counts is that all move alike.
  const std::int64_t offset = *to - *from;
  if (offset == 0) {
    file.Found(Check::kDateNotShifted, element);
  } else if (offset > 0 && file.labels == nullptr) {
    file.Found(Check::kDatesInFuture, element);
  } else if (file.policy == nullptr ||
             !file.policy->Decides(file.object, element)) {
    file.facts.date_offsets.push_back(offset);
  }
  if (before.size() > 8 && after.size() > 8 && element.vr == Vr::kDT &&
      !IsSameTime(before.substr(8), after.substr(8))) {
    file.Found(Check::kTimeChanged, element);
  }
}

// C of DA, DT and TM.
void JudgeShifted(const VerifyObject& file, const GdcmElement& element) {
  const GdcmElement* const original = file.Original(element);
  if (original == nullptr || IsVerifyDummy(element)) return;
  const auto before = ValuesOf(original->value);
  const auto after = ValuesOf(element.value);
  if (before.size() != after.size()) return;
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (after[i].empty()) continue;
    if (element.vr != Vr::kTM) {
      JudgeShiftedDay(file, element, before[i], after[i]);
    } else if (!IsSameTime(before[i], after[i])) {
      file.Found(Check::kTimeChanged, element);
    }
  }
}

// C of text: what stays was there.
void JudgeCleaned(const VerifyObject& file, const GdcmElement& element) {
  const GdcmElement* const original = file.Original(element);
  if (original == nullptr || IsVerifyDummy(element)) return;
  if (!HasNoOtherWords(file.Utf8(element), file.Utf8(*original))) {
    file.Found(Check::kTextGrew, element);
  }
}

void JudgeClean(const VerifyObject& file, const GdcmElement& element) {
  constexpr Tag kTimezone{0x0008, 0x0201};
  if (element.tag == kTimezone || element.vr == Vr::kAS) return;
  if (IsDateOrTime(element.vr)) {
    JudgeShifted(file, element);
  } else if (IsText(element.vr) || element.vr == Vr::kAE ||
             element.vr == Vr::kCS) {
    JudgeCleaned(file, element);
  } else {
    JudgeReplaced(file, element);
  }
}

// What of a D or an X in a content item was not done.
void JudgeContentReplaced(const VerifyObject& file,
                          const GdcmElement& element) {
  if (element.tag == kValueType) return;
  if (element.vr == Vr::kUI) {
    JudgeUid(file, element);
  } else if (WasThere(file, element) && !IsVerifyDummy(element)) {
    file.Found(Check::kContentValueKept, element);
  }
}

}  // namespace

void JudgeValue(const VerifyObject& file, const GdcmElement& element,
                const VerifyProfile::Row& row) {
  switch (row.code) {
    case ActionCode::kNone:
    case ActionCode::kK:
      CheckStays(file, element);
      break;
    case ActionCode::kX:
      JudgeRemoved(file, element);
      break;
    case ActionCode::kU:
    case ActionCode::kXZU:
      JudgeUid(file, element);
      break;
    case ActionCode::kC:
      JudgeClean(file, element);
      break;
    case ActionCode::kD:
    case ActionCode::kZ:
    case ActionCode::kZD:
    case ActionCode::kXZ:
    case ActionCode::kXD:
    case ActionCode::kXZD:
      if (element.vr == Vr::kUI) {
        JudgeUid(file, element);
      } else {
        JudgeReplaced(file, element);
      }
      break;
  }
}

void JudgeContent(const VerifyObject& file, const GdcmElement& element,
                  ActionCode code) {
  switch (code) {
    case ActionCode::kX:
      if (element.tag == kValueType) {
        file.Found(Check::kContentItemKept, element);
      }
      break;
    case ActionCode::kC:
      if (element.tag != kValueType) JudgeClean(file, element);
      break;
    case ActionCode::kK:
    case ActionCode::kNone:
      break;
    case ActionCode::kD:
    case ActionCode::kZ:
    case ActionCode::kU:
    case ActionCode::kZD:
    case ActionCode::kXZ:
    case ActionCode::kXD:
    case ActionCode::kXZD:
    case ActionCode::kXZU:
      JudgeContentReplaced(file, element);
      break;
  }
}

}  // namespace dcmscrub
