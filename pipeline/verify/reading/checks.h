// What `verify` looks for: a list of checks, each with a name that stays, a
// weight, and a sentence for people. docs/verify.md shows it.
#pragma once

#include <cstdint>
#include <string_view>

namespace dcmscrub {

enum class Severity : std::uint8_t {
  kFinding,  // the result is not what it claims to be
  kWarning,  // somebody should look at it
  kNote,     // good to know
};
std::string_view SeverityName(Severity severity);  // "finding"

enum class Check : std::uint8_t {
  // Files as such.
  kUnreadable,
  kNotDicom,
  kEmptyFile,
  kDicomdir,
  kLeftoverTemporary,
  kNotAFile,
  kPreamble,
  kMetaMissing,
  kMetaLength,
  kMetaSopClass,
  kMetaSopInstance,
  kMetaTransferSyntax,
  kMetaImplementation,
  kMetaAeTitle,
  kMetaPrivate,
  kMetaOther,
  kGroupLength,
  kIllegalGroup,
  kTrailingPadding,
  kTrailingBytes,
  // What the object says about itself.
  kIdentityNotRemoved,
  kMethodMissing,
  kMethodNotOurs,
  kCodesMissing,
  kCodeUnknown,
  kProfileNotClaimed,
  kCodesContradict,
  kCodesUnfitMethod,
  kPixelsClaimedClean,
  kCodesOfOthers,
  kTemporalMissing,
  kTemporalContradicts,
  kPoliciesDiffer,
  kOtherPolicy,
  // The profile, attribute by attribute.
  kNotRemoved,
  kSequenceNotRemoved,
  kValueKept,
  kValueNoDummy,
  kNameKept,
  kNameNoDummy,
  kPatientIdKept,
  kPatientIdNoPseudonym,
  kDateKept,
  kDateNoDummy,
  kDateNotShifted,
  kDateChanged,
  kTimeChanged,
  kUidKept,
  kUidNotOfKey,
  kUidInvalid,
  kAgeAbove90,
  kPrivateAttribute,
  kPrivateNotSafe,
  kPrivateWithoutCreator,
  kPrivateCreatorAlone,
  kUnknownAttribute,
  kCurve,
  kOverlay,
  kSignature,
  kOriginalAttributes,
  kIcon,
  kDocumentKept,
  kContentItemKept,
  kContentValueKept,
  kTextGrew,
  kValueChanged,
  kGeometryChanged,
  kValueLost,
  kTextLost,
  kRequiredMissing,
  kAttributeAdded,
  kRetainedMissing,
  kBySiteRules,
  kWeakenedByRules,
  kRuleNotDone,
  kUserLabel,
  kBurnedIn,
  kRecognizableFeatures,
  kEncryptedOriginals,
  // Originals found in the result.
  kResidueName,
  kResidueText,
  kResidueDate,
  kResidueUid,
  kResidueNested,
  kResidueShortValue,
  kResiduePrivate,
  kResidueBytes,
  kResidueWideBytes,
  kResidueMeta,
  kResidueFileName,
  kResidueFolderName,
  kLabelHoldsOriginal,
  // What holds between files.
  kDuplicateInstance,
  kDisorderOfOriginals,
  kDisorderUncompared,
  kSeriesInTwoStudies,
  kStudyInTwoPatients,
  kNameWithTwoIds,
  kDanglingReference,
  kBrokenReference,
  kPatientSplit,
  kPatientsMerged,
  kUidSplit,
  kUidsMerged,
  kFrameOfReferenceSplit,
  kFramesOfReferenceMerged,
  kDateOffsetsDiffer,
  kDatesInFuture,
  kSeriesCountDiffers,
  // Pixels.
  kPixelsDiffer,
  kPixelsMissing,
  kPixelsAdded,
  kPixelLength,
  kImageLayout,
  // Counts, and what belongs to what.
  kUnpairedOutput,
  kUnpairedSource,
  kSourceUnreadable,
  kOtherOriginal,
  kJournalFileMissing,
  kJournalRowMissing,
  kJournalSizeDiffers,
  kJournalQuarantinedOutput,
  kJournalSourceMissing,
  kJournalTermsDiffer,
  kJournalKeyDiffers,
  kJournalUnfinished,
};
inline constexpr int kCheckCount =
    static_cast<int>(Check::kJournalUnfinished) + 1;

struct CheckInfo {
  Check check;
  std::string_view name;  // "uid-kept"
  Severity severity;
  std::string_view sentence;  // for people, with a full stop
};
const CheckInfo& InfoOf(Check check);

}  // namespace dcmscrub
