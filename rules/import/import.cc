#include "rules/import/import.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <string>

#include "kernels/core/ascii.h"
#include "rules/import/import_ctp.h"
#include "rules/import/import_deid.h"
#include "rules/import/import_dicomedit.h"
#include "rules/import/import_karnak.h"
#include "rules/import/import_kitware.h"
#include "rules/import/import_list.h"
#include "rules/import/import_microsoft.h"
#include "rules/parse/text_file.h"

namespace dcmscrub {
namespace {

// The largest script in use has some 300 KiB.
constexpr std::size_t kLargest = std::size_t{8} << 20;

// By a look, for people who named the wrong one.
std::optional<ImportFormat> LooksLike(std::string_view text) {
  TakeByteOrderMark(text);
  text = Trimmed(text);
  const auto has = [&text](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  };
  if (text.starts_with("<script")) return ImportFormat::kCtp;
  if (text.starts_with('{')) {
    if (has("\"rules\"")) return ImportFormat::kMicrosoft;
    if (has("\"(0x")) return ImportFormat::kKitware;
    return std::nullopt;
  }
  if (has("profileElements:")) return ImportFormat::kKarnak;
  if (has("version \"6")) return ImportFormat::kDicomEdit;
  if (has("%header") || text.starts_with("FORMAT ")) return ImportFormat::kDeid;
  return std::nullopt;
}

absl::StatusOr<ImportResult> ImportText(ImportFormat format,
                                        std::string_view name,
                                        std::string_view text) {
  switch (format) {
    case ImportFormat::kCtp:
      return ImportCtp(name, text);
    case ImportFormat::kTagList:
      return ImportTagList(name, text);
    case ImportFormat::kDeid:
      return ImportDeid(name, text);
    case ImportFormat::kKitware:
      return ImportKitware(name, text);
    case ImportFormat::kDicomEdit:
      return ImportDicomEdit(name, text);
    case ImportFormat::kKarnak:
      return ImportKarnak(name, text);
    case ImportFormat::kMicrosoft:
      break;
  }
  return ImportMicrosoft(name, text);
}

}  // namespace

std::optional<ImportFormat> ParseImportFormat(std::string_view name) {
  const auto* found = std::ranges::find(kImportKinds, name, &ImportKind::name);
  if (found == kImportKinds.end()) return std::nullopt;
  return found->format;
}

std::string ImportFormatNames() {
  std::string names;
  for (const ImportKind& kind : kImportKinds) {
    if (!names.empty()) names += &kind == &kImportKinds.back() ? " or " : ", ";
    names += kind.name;
  }
  return names;
}

absl::StatusOr<ImportResult> ImportRules(ImportFormat format,
                                         std::string_view name,
                                         std::string_view text) {
  if (text.size() > kLargest) {
    return absl::InvalidArgumentError("larger than 8 MiB");
  }
  // XML may be UTF-16, and says itself what it is.
  if (format != ImportFormat::kCtp || !MayBeXml(text)) {
    if (const std::string_view why = WhyNoText(text); !why.empty()) {
      return absl::InvalidArgumentError(std::string(why));
    }
    TakeByteOrderMark(text);
    if (Trimmed(text).empty()) {
      return absl::InvalidArgumentError("there is nothing in it");
    }
  }
  absl::StatusOr<ImportResult> result = ImportText(format, name, text);
  if (result.ok()) return result;
  const std::optional<ImportFormat> other = LooksLike(text);
  if (!other || *other == format) return result;
  const auto* kind =
      std::ranges::find(kImportKinds, *other, &ImportKind::format);
  return absl::InvalidArgumentError(
      absl::StrFormat("%s; it looks like rules of %s: dcmscrub import %s",
                      result.status().message(), kind->tool, kind->name));
}

}  // namespace dcmscrub
