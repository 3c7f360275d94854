// CTP's DicomAnonymizer script → a rule file; see import.h.
#pragma once

#include <absl/status/statusor.h>

#include <string_view>

#include "rules/import/import.h"

namespace dcmscrub {

absl::StatusOr<ImportResult> ImportCtp(std::string_view name,
                                       std::string_view xml);

}  // namespace dcmscrub
