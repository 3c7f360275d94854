#include "app/user/teach_settings.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <utility>

#include "app/user/small_file.h"
#include "kernels/core/bytes.h"
#include "pipeline/files/durable.h"
#include "pipeline/files/file_system.h"

namespace dcmscrub {
namespace {

struct Setting {
  std::string_view name;
  std::string TeachSettings::*member;
};
constexpr std::array kSettings = {
    Setting{"contributor", &TeachSettings::contributor},
    Setting{"last-case-number", &TeachSettings::last_case_number},
    Setting{"output", &TeachSettings::output},
};

std::string SettingsFile() { return SettingsFolder() + "/teaching.conf"; }

// "name = text"; what is no line of that form, or of no known name, does not
// count.
void ReadLine(std::string_view line, TeachSettings& settings) {
  for (const auto& [name, member] : kSettings) {
    const std::string begin = std::string(name) + " = ";
    if (line.starts_with(begin)) {
      settings.*member = line.substr(begin.size());
    }
  }
}

absl::Status CannotRemember(int error) {
  return absl::ErrnoToStatus(error, "the settings cannot be written");
}

}  // namespace

std::string SettingsFolder() {
  const char* const config = std::getenv("XDG_CONFIG_HOME");
  if (config != nullptr && config[0] == '/') {
    return std::string(config) + "/dcmscrub";
  }
  const char* const home = std::getenv("HOME");
  if (home == nullptr || home[0] != '/') return "";
  return std::string(home) + "/.config/dcmscrub";
}

std::string UserRulesFile() {
  const std::string folder = SettingsFolder();
  return folder.empty() ? "" : folder + "/teaching.rules";
}

absl::Status MakeSettingsFolder() {
  const std::string folder = SettingsFolder();
  if (folder.empty()) return CannotRemember(ENOENT);
  const std::string parent(FolderOf(folder));
  int error = MakeFolders(RealFileSystem(), parent);
  if (error == 0)
    error = RealFileSystem().MakeFolder(folder, FolderMode::kPrivate);
  return error == 0 || error == EEXIST ? absl::OkStatus()
                                       : CannotRemember(error);
}

TeachSettings ReadTeachSettings() {
  TeachSettings settings;
  const auto text = ReadSmallFile(SettingsFile(), Audience::kAnyone);
  std::string_view rest = text.ok() ? std::string_view(*text) : "";
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    ReadLine(rest.substr(0, end), settings);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return settings;
}

absl::Status WriteTeachSettings(const TeachSettings& settings) {
  std::string text;
  for (const auto& [name, member] : kSettings) {
    const std::string& value = settings.*member;
    if (value.empty() || value.find('\n') != std::string::npos) continue;
    text += std::string(name) + " = " + value + "\n";
  }
  if (absl::Status made = MakeSettingsFolder(); !made.ok()) return made;
  Likeness owner_only;
  const int error = WriteDurably(RealFileSystem(), SettingsFile(),
                                 AsBytes(std::string_view(text)),
                                 /*replace=*/true, &owner_only);
  return error == 0 ? absl::OkStatus() : CannotRemember(error);
}

}  // namespace dcmscrub
