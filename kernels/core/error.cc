#include "kernels/core/error.h"

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
    {"embedded-overlay", "graphics stand in unused bits of the pixel cells"},
    {"no-sop-identity",
     "it names neither SOP class nor instance, so it is no object"},
    {"output-too-large", "a length of the output does not fit its field"},
    {"skipped-by-rule", "a rule says to skip it"},
    {"quarantined-by-rule", "a rule says to quarantine it"},
    {"lookup-miss", "a table of the rules has no row for it"},
    {"bad-rule-value", "a rule's value cannot be had, or does not suit the VR"},
    {"cannot-reencode", "a text is too large to be turned to UTF-8"},
    {"already-deidentified",
     "it was de-identified before, under another key or policy"},
    {"cannot-encrypt", "the originals could not be encrypted"},
    {"residue", "an identifier stands where it cannot be taken out"},
}};

struct WarningEntry {
  std::string_view name;
  bool repair;
  std::string_view text;
};

// Not repairs, though something changed: group lengths, trailing padding, UN
// and elements of a later edition are all legal in a file.
constexpr std::array<WarningEntry, kWarningCount> kWarnings = {{
    {"no-preamble", true, "the preamble was missing"},
    {"no-file-meta", true, "the file meta information was missing"},
    {"meta-group-length", true,
     "the group length of the file meta information was missing or wrong"},
    {"meta-incomplete", true,
     "the file meta information lacked the SOP class or instance"},
    {"transfer-syntax-guessed", true,
     "the transfer syntax was missing and was told from the data set"},
    {"encoding-mismatch", true,
     "the data set was not encoded as its transfer syntax says"},
    {"bad-vr", true, "invalid VRs were replaced by those of the dictionary"},
    {"un-as-sequence", false, "a sequence was written as UN"},
    {"un-as-text", false, "a known element was written as UN"},
    {"odd-length", true, "values of odd length were padded"},
    {"out-of-order", true, "elements out of order were sorted"},
    {"duplicate", true, "elements that stood there twice were dropped"},
    {"trailing-bytes", true, "bytes after the data set were dropped"},
    {"trailing-padding", false, "trailing padding was dropped"},
    {"group-lengths", false, "group lengths were dropped"},
    {"illegal-group", true, "elements of illegal groups were dropped"},
    {"unknown-element", false,
     "elements that the Standard does not know were dropped"},
    {"overlong-value", true, "texts too long for their VR were cut"},
    {"invalid-uid", true, "ill-formed UIDs were replaced"},
    {"opaque-sequence", true, "a sequence that cannot be read was removed"},
    {"standard-sop-class-unknown", false,
     "the SOP class has no known IOD: the strictest reading was taken"},
    {"private-sop-class", false,
     "the SOP class is private: the Standard does not say what to remove"},
    {"burned-in-annotation", false,
     "the pixels are said to show text and were not looked at"},
    {"slide-label", false,
     "the picture is said to show a slide's label, and was not looked at"},
    {"private-pixels-gone", false,
     "all that it showed was in private attributes and is gone"},
    {"no-sop-class-uid", true,
     "the SOP Class UID was missing, and a class of ours stands for it"},
    {"no-sop-instance-uid", true,
     "the SOP Instance UID was missing and was made from contents and place"},
    {"no-study-or-series-uid", true,
     "a Study or Series Instance UID was missing and was made from the file's "
     "place"},
    {"mismatched-instance-uid", true,
     "the file meta information named another instance"},
    {"malformed-date", true, "malformed dates were replaced"},
    {"turned-to-utf8", false, "the text was turned to UTF-8"},
    {"undecodable-text", true,
     "text held bytes that its character set does not define"},
    {"residue", false,
     "what was removed stood elsewhere as well, and was taken out"},
    {"malformed-age", true,
     "malformed ages were put in form, or emptied where none could be read"},
    {"technical-residue", false,
     "it stood where makers and the Standard have their words, too"},
    {"foreign-pseudonym", false,
     "the Patient ID had the form of our pseudonyms and was none of this key"},
    {"bad-magic", true, "the letters DICM were missing or wrong"},
    {"meta-implicit", true, "the file meta information was in implicit VR"},
    {"new-transfer-syntax", false,
     "the transfer syntax is newer than the tables: pixels stay as they are"},
    {"bad-delimiter", true,
     "delimiters that were missing or damaged were written anew"},
    {"unread-value", false,
     "values that could not be read or capped were emptied or replaced"},
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
