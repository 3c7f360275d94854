// What other anonymisers are told → a rule file.
//
// Each line becomes a rule, or, where it has no equivalent, a comment that says
// what it was and why; nothing is left out in silence. The result is one that
// ParseRules takes without errors, and stands on the basic profile: what the
// source leaves alone because it does not name it is the profile's to decide.
// Its last line counts both.
#pragma once

#include <absl/status/statusor.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dcmscrub {

enum class ImportFormat : std::uint8_t {
  kCtp,        // a script of CTP's DicomAnonymizer (XML), DicomFilter or
               // DicomPixelAnonymizer
  kTagList,    // tags to remove: (gggg,eeee), gggg,eeee, ggggeeee or keywords,
               // one or several a line; what follows is a comment
  kDeid,       // a recipe of pydicom's deid
  kKitware,    // a dictionary of Kitware's dicom-anonymizer (JSON)
  kDicomEdit,  // a script of XNAT's DicomEdit 6
  kKarnak,     // a profile of Karnak (YAML)
  kMicrosoft,  // DICOM rules of Microsoft's Tools for Health Data
               // Anonymization (JSON)
};

struct ImportKind {
  std::string_view name;  // "ctp"
  ImportFormat format;
  std::string_view tool;  // "CTP", as the end of "it looks like one of …"
};
inline constexpr std::array<ImportKind, 7> kImportKinds = {{
    {"ctp", ImportFormat::kCtp, "CTP"},
    {"tags", ImportFormat::kTagList, "a list of tags"},
    {"deid", ImportFormat::kDeid, "pydicom's deid"},
    {"kitware", ImportFormat::kKitware, "Kitware's dicom-anonymizer"},
    {"dicomedit", ImportFormat::kDicomEdit, "XNAT's DicomEdit"},
    {"karnak", ImportFormat::kKarnak, "Karnak"},
    {"microsoft", ImportFormat::kMicrosoft, "Microsoft's anonymizer"},
}};

// By its name; nothing for others.
std::optional<ImportFormat> ParseImportFormat(std::string_view name);
// "ctp, tags or deid", all of them.
std::string ImportFormatNames();

struct ImportResult {
  std::string rules;
  std::size_t translated = 0;  // lines that became rules
  std::size_t left = 0;        // lines that became comments for people to read
};

// `name` is for the first lines of the result. kInvalidArgument, with line and
// column: a text that is not of that format at all, as one that is no XML.
// Bounded in time and memory, whatever the text.
absl::StatusOr<ImportResult> ImportRules(ImportFormat format,
                                         std::string_view name,
                                         std::string_view text);

}  // namespace dcmscrub
