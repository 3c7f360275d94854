// What other anonymisers are told → a rule file.
//
// Each line becomes a rule, or, where it has no equivalent, a comment that says
// what it was and why; nothing is left out in silence. The result is one that
// ParseRules takes without errors, and stands on the basic profile: what the
// source leaves alone because it does not name it is the profile's to decide.
#pragma once

#include <absl/status/statusor.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace dcmscrub {

enum class ImportFormat {
  kCtp,      // CTP's DicomAnonymizer script (XML)
  kTagList,  // tags to remove, one a line: (gggg,eeee), gggg,eeee, ggggeeee or
             // a keyword; what follows is a comment
  kDeid,     // the %header section of a recipe of pydicom's deid
};

// "ctp", "tags", "deid"; nothing for others.
std::optional<ImportFormat> ParseImportFormat(std::string_view name);

struct ImportResult {
  std::string rules;
  std::size_t translated = 0;  // lines that became rules
  std::size_t left = 0;        // lines that became comments for people to read
};

// `name` is for the first lines of the result. kInvalidArgument, with the line:
// a text that is not of that format at all, as one that is no XML.
absl::StatusOr<ImportResult> ImportRules(ImportFormat format,
                                         std::string_view name,
                                         std::string_view text);

}  // namespace dcmscrub
