#include "rules/import/import.h"

#include "rules/import/import_ctp.h"
#include "rules/import/import_deid.h"
#include "rules/import/import_list.h"
#include "rules/parse/lexer.h"

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
  if (format != ImportFormat::kCtp && !IsText(text)) {
    return absl::InvalidArgumentError("this is no text file");
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
