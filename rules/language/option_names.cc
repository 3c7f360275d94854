#include "rules/language/option_names.h"

#include <algorithm>
#include <array>

namespace dcmscrub {
namespace {

constexpr std::array<std::string_view, kOptionCount> kNames = {
    "retain-safe-private",
    "retain-uids",
    "retain-device-identity",
    "retain-institution-identity",
    "retain-patient-characteristics",
    "retain-longitudinal-full-dates",
    "retain-longitudinal-modified-dates",
    "clean-descriptors",
    "clean-structured-content",
    "clean-graphics",
};

}  // namespace

std::optional<Option> ParseOption(std::string_view name) {
  const auto found = std::ranges::find(kNames, name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Option>(found - kNames.begin());
}

std::string_view OptionName(Option option) {
  return kNames[static_cast<std::size_t>(option)];
}

}  // namespace dcmscrub
