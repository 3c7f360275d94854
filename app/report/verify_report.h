// The outcome of `verify` as a line, as text, and as JSON (docs/verify.md).
// Paths only where they are asked for, and never a value.
#pragma once

#include <string>

#include "pipeline/verify/verify.h"

namespace dcmscrub {

// "clean: 1,204 files, 57 checks, nothing found", "clean with remarks: 1,204
// files, 57 checks, 2 remarks", or "NOT CLEAN: 3 findings in 2 files of 1,204;
// 2 remarks"; then what was not looked at.
std::string VerdictLine(const VerifyReport& report,
                        const VerifyOptions& options);

// A paragraph for each check that found something, with its first examples.
std::string VerifyDetails(const VerifyReport& report, bool show_paths);

std::string VerifyJson(const VerifyReport& report, const VerifyOptions& options,
                       bool show_paths);

}  // namespace dcmscrub
