// What can be wrong with an input, as codes. Text is made once, at the edge.
#pragma once

#include <cstdint>
#include <string_view>

#include "kernels/core/tag.h"

namespace dcmscrub {

// Why an input gets no output. The order is that of a file, front to back.
enum class Error : std::uint8_t {
  kOk,
  kNotDicom,          // nothing in it looks like DICOM: skipped
  kDicomdir,          // a directory of files, not an object: skipped
  kMisplacedPrefix,   // "DICM" or a data set stands where none may
  kBadFileMeta,       // group 0002 cannot be read
  kNoDataSet,         // the file ends after the file meta information
  kNoTransferSyntax,  // none given, and the data set does not tell
  kUnsupportedTransferSyntax,
  kBadDeflateStream,
  kInflatesTooFar,          // past the bound on the ratio or on memory
  kTruncatedHeader,         // the file ends inside an element header
  kBadVr,                   // two bytes that are no VR, and no way around them
  kLengthPastEnd,           // a value that passes the end of the file
  kLengthPastParent,        // a value that passes the end of its item
  kIllegalUndefinedLength,  // undefined length on a VR that may not have it
  kUnterminated,            // undefined length without its delimiter
  kStrayDelimiter,          // an item or delimiter tag outside a sequence
  kNotAnItem,               // another tag where a sequence wants an item
  kBadFragment,             // pixel data fragments do not line up
  kTrailingGarbage,  // bytes after the data set that are no elements, and may
                     // be what is left of it
  kTooDeep,          // nested past the limit
  kTooManyElements,  // more than memory was granted for
  kHeaderTooLarge,   // more header bytes than memory was granted for
  kEmbeddedOverlay,  // graphics in unused bits of the pixel cells, which nobody
                     // cleans yet
  kNoSopIdentity,    // neither SOP class nor instance: no object
  kOutputTooLarge,   // a length that no longer fits its field
  // By a policy. Fault::detail is the number of the site statement, where one
  // says so.
  kSkippedByRule,
  kQuarantinedByRule,
  kLookupMiss,           // a table lacks the object's value
  kBadRuleValue,         // what a statement computed is no value of the VR
  kCannotReencode,       // a text too large to be turned to UTF-8 with the rest
  kAlreadyDeidentified,  // by this program, under another key or policy
  kCannotEncrypt,        // the originals, for the policy's recipients
  kResidue,  // what was removed stands elsewhere, where it cannot be taken out;
             // Fault::detail is the index of the element
};
inline constexpr int kErrorCount = static_cast<int>(Error::kResidue) + 1;

// A short, stable name ("length-past-end") for journals and reports, and a
// clause for people ("the value passes the end of the file").
std::string_view ErrorName(Error error);
std::string_view ErrorText(Error error);

// What was put right on the way. Bits of a WarningSet.
enum class Warning : std::uint8_t {
  kNoPreamble,  // data set or file meta at offset 0
  kNoFileMeta,
  kMetaGroupLength,          // missing or wrong
  kMetaIncomplete,           // SOP class or instance UID taken from elsewhere
  kTransferSyntaxGuessed,    // none given; told from the data set
  kEncodingMismatch,         // data set not in the VR form that is declared
  kBadVr,                    // unknown VR bytes, read by the dictionary's VR
  kUnAsSequence,             // UN that held a sequence
  kUnAsText,                 // UN written back with the dictionary's VR
  kOddLength,                // padded
  kOutOfOrder,               // sorted
  kDuplicate,                // later copies dropped
  kTrailingBytes,            // dropped
  kTrailingPadding,          // (FFFC,FFFC) dropped
  kGroupLengths,             // dropped
  kIllegalGroup,             // dropped
  kUnknownElement,           // an even-group tag that is not in PS3.6: dropped
  kOverlongValue,            // text, cut to what its VR allows
  kInvalidUid,               // ill-formed, replaced all the same
  kOpaqueSequence,           // a sequence that cannot be read: removed
  kStandardSopClassUnknown,  // no IOD types for it: strictest reading taken
  kPrivateSopClass,          // PS3.15 E.1.1 note 6: undefined by the Standard
  kBurnedInAnnotation,       // (0028,0301) is YES: pixels were not looked at
  kSlideLabel,               // a slide's label is in the picture, it says
  kPrivatePixelsGone,        // all that it showed was in private attributes
  kNoSopClassUid,            // anywhere: the file meta gets a class of ours
  kNoSopInstanceUid,         // anywhere: derived from contents and place
  kNoStudyOrSeriesUid,       // derived from the file's place
  kMismatchedInstanceUid,    // file meta and data set disagree
  kMalformedDate,            // could not be moved: replaced
  kTurnedToUtf8,             // its character set could not hold a rule's text
  kUndecodableText,          // bytes that its character set does not define
  kResidue,                  // what was removed stood elsewhere as well
  kMalformedAge,             // written as PS3.5 wants it; if unread, emptied
  kTechnicalResidue,         // so it was of a maker's or the Standard's words
  kForeignPseudonym,         // a Patient ID of our form, not of this key
  kBadMagic,                 // "DICM" was missing or wrong
  kMetaImplicit,             // file meta information in implicit VR
  kNewTransferSyntax,        // of the Standard, but in no table: kept
  kBadDelimiter,             // missing or damaged: written anew
  kUnreadValue,  // could not be read or capped, so that nothing of it stayed
};
inline constexpr int kWarningCount =
    static_cast<int>(Warning::kUnreadValue) + 1;

std::string_view WarningName(Warning warning);
std::string_view WarningText(Warning warning);
// Whether the file itself was wrong (and was put right), as opposed to a
// remark about what this run did or did not do.
bool IsRepair(Warning warning);

class WarningSet {
 public:
  void Add(Warning warning) { bits_ |= Bit(warning); }
  void Add(WarningSet other) { bits_ |= other.bits_; }
  bool Has(Warning warning) const { return (bits_ & Bit(warning)) != 0; }
  bool empty() const { return bits_ == 0; }
  friend bool operator==(WarningSet, WarningSet) = default;

 private:
  static std::uint64_t Bit(Warning warning) {
    return std::uint64_t{1} << static_cast<int>(warning);
  }
  std::uint64_t bits_ = 0;
};
static_assert(kWarningCount <= 64);

// Where an input went wrong. `offset` counts bytes of the file, or of the
// inflated data set where the transfer syntax is deflated.
struct Fault {
  Error error = Error::kOk;
  // The element; (0000,0000) where there is none, and where PS3.6 does not know
  // it: what was taken for a tag by mistake may be four bytes of a value.
  Tag tag;
  std::uint64_t offset = 0;  // of that element's header
  std::uint64_t detail = 0;  // by how many bytes, where the error is a length

  explicit operator bool() const { return error != Error::kOk; }
  friend bool operator==(const Fault&, const Fault&) = default;
};

}  // namespace dcmscrub
