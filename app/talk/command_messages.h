// What the program says about rules, and in the commands beside `run`; as
// messages.h, with nothing of a data set in it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "pipeline/run/reidentify.h"

namespace dcmscrub {

// "--option retain-uid: no option 'retain-uid'; did you mean retain-uids?"
std::string NoOptionMessage(std::string_view name);
// "site.rules: 2 errors, 1 warning", "site.rules: nothing wrong, 12 rules"; how
// many there are is not known where there are errors.
std::string CheckedMessage(std::string_view name, std::uint64_t errors,
                           std::uint64_t warnings, std::uint64_t rules);
// "my.rules:5: added", "my.rules:5: there already".
std::string RuleAddedMessage(const std::string& file, std::uint32_t line,
                             bool there_already);
// "40 lines became rules, 3 became comments: look through those"
std::string ImportedMessage(std::uint64_t translated, std::uint64_t left);
// "error: input 3: it carries no encrypted originals".
std::string ReidentifyMessage(const ReidentifyRecord& record, bool show_path);
// "12 restored, 1 failed, 2 skipped (not DICOM)".
std::string ReidentifiedMessage(const ReidentifySummary& summary);
inline constexpr std::string_view kReidentifiedMessage =
    "warning: what was written names its patients again";

// "PatientNam is neither an attribute nor a file; did you mean PatientName?"
std::string NothingCalledMessage(std::string_view name);

// "2 mistakes in the rules: nothing was done"
std::string MistakesMessage(std::uint64_t count);

}  // namespace dcmscrub
