// DICOM rules of Microsoft's Tools for Health Data Anonymization → a rule file;
// see import.h.
#pragma once

#include <absl/status/statusor.h>

#include <string_view>

#include "rules/import/import.h"

namespace dcmscrub {

absl::StatusOr<ImportResult> ImportMicrosoft(std::string_view name,
                                             std::string_view text);

}  // namespace dcmscrub
