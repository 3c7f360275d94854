// A script of CTP → a rule file; see import.h.
#pragma once

#include <absl/status/statusor.h>

#include <string_view>

#include "rules/import/import.h"

namespace dcmscrub {

// Whether a script is one of the DicomAnonymizer, as far as a look can tell.
// XML says itself in which encoding it is.
bool MayBeXml(std::string_view text);

absl::StatusOr<ImportResult> ImportCtp(std::string_view name,
                                       std::string_view text);

}  // namespace dcmscrub
