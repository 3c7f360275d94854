// What is remembered from one teaching file to the next: no patient, no path of
// a case. $XDG_CONFIG_HOME/dcmscrub (or ~/.config/dcmscrub), mode 0700:
//
//   teaching.conf    contributor, last case number, folder for results
//   teaching.rules   the user's own rules; made when the first one is added
#pragma once

#include <absl/status/status.h>

#include <string>

namespace dcmscrub {

struct TeachSettings {
  std::string contributor;
  std::string last_case_number;
  std::string output;

  friend bool operator==(const TeachSettings&, const TeachSettings&) = default;
};

std::string SettingsFolder();
std::string UserRulesFile();  // whether it is there or not
absl::Status MakeSettingsFolder();

// What cannot be read counts as empty.
TeachSettings ReadTeachSettings();
absl::Status WriteTeachSettings(const TeachSettings& settings);

}  // namespace dcmscrub
