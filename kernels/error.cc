#include "kernels/error.h"

#include <array>

namespace dcmscrub {
namespace {

struct ErrorEntry {
  std::string_view name;
  std::string_view text;
};

constexpr std::array<ErrorEntry, kErrorCount> kErrors = {{
    {"ok", "nothing is wrong"},
    {"not-dicom", "the file is not DICOM"},
    {"dicomdir", "the file is a directory of other files"},
    {"misplaced-prefix", "DICOM data begins at a place where it may not"},
    {"bad-file-meta", "the file meta information cannot be read"},
    {"no-data-set", "the file ends after the file meta information"},
    {"no-transfer-syntax",
     "no transfer syntax is given and the data set does not tell it"},
    {"unsupported-transfer-syntax", "the transfer syntax is not supported"},
    {"bad-deflate-stream", "the deflated data set is damaged or cut short"},
    {"inflates-too-far", "the deflated data set grows past its bound"},
    {"truncated-header", "the file ends inside an element header"},
    {"bad-vr", "the header has no valid VR"},
    {"length-past-end", "the value passes the end of the file"},
    {"length-past-parent", "the value passes the end of its item"},
    {"undefined-length", "the VR does not allow an undefined length"},
    {"unterminated", "the delimiter of an undefined length is missing"},
    {"stray-delimiter", "an item or delimiter stands outside a sequence"},
    {"not-an-item", "another element stands where a sequence wants an item"},
    {"bad-fragment", "the fragments of the pixel data do not line up"},
    {"trailing-garbage", "the bytes after the data set are no elements"},
    {"too-deep", "sequences are nested too deep"},
    {"too-many-elements", "there are more elements than memory for them"},
    {"header-too-large", "the header is larger than the memory for it"},
    {"no-sop-instance-uid", "there is no SOP Instance UID"},
    {"no-sop-class-uid", "there is no SOP Class UID"},
    {"mismatched-instance-uid", true,
     "the file meta information named another instance"},
}};

// A table too short would end in entries of no name.
static_assert(!kErrors.back().name.empty());
static_assert(!kWarnings.back().name.empty());

const WarningEntry& Entry(Warning warning) {
  return kWarnings[static_cast<std::size_t>(warning)];
}

}  // namespace

std::string_view ErrorName(Error error) {
  return kErrors[static_cast<std::size_t>(error)].name;
}

std::string_view ErrorText(Error error) {
  return kErrors[static_cast<std::size_t>(error)].text;
}

std::string_view WarningName(Warning warning) { return Entry(warning).name; }

std::string_view WarningText(Warning warning) { return Entry(warning).text; }

bool IsRepair(Warning warning) { return Entry(warning).repair; }

}  // namespace dcmscrub
