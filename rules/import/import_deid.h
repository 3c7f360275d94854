// A recipe of pydicom's deid → a rule file; see import.h.
#pragma once

#include <absl/status/statusor.h>

#include <string_view>

#include "rules/import/import.h"

namespace dcmscrub {

absl::StatusOr<ImportResult> ImportDeid(std::string_view name,
                                        std::string_view text);

}  // namespace dcmscrub
