#include "rules/import/import.h"

#include <string>

#include "rules/import/import_ctp.h"
#include "rules/import/import_deid.h"
#include "rules/import/import_list.h"
#include "rules/parse/text_file.h"

namespace dcmscrub {

std::optional<ImportFormat> ParseImportFormat(std::string_view name) {
  if (name == "ctp") return ImportFormat::kCtp;
  if (name == "tags") return ImportFormat::kTagList;
  if (name == "deid") return ImportFormat::kDeid;
  return std::nullopt;
}

absl::StatusOr<ImportResult> ImportRules(ImportFormat format,
                                         std::string_view name,
                                         std::string_view text) {
  // XML may be UTF-16, and says itself what it is.
  if (format != ImportFormat::kCtp) {
    if (const std::string_view why = WhyNoText(text); !why.empty()) {
      return absl::InvalidArgumentError(std::string(why));
    }
    TakeByteOrderMark(text);
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
      return absl::InvalidArgumentError("there is nothing in it");
    }
  }
  switch (format) {
    case ImportFormat::kCtp:
      return ImportCtp(name, text);
    case ImportFormat::kTagList:
      return ImportTagList(name, text);
    case ImportFormat::kDeid:
      break;
  }
  return ImportDeid(name, text);
}

}  // namespace dcmscrub
