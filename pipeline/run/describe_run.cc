#include "pipeline/run/describe_run.h"

#include <algorithm>

#include "rules/language/option_names.h"
#include "rules/standard/standard.h"

namespace dcmscrub {

std::vector<std::string_view> OptionNames(const PolicySource& source) {
  std::vector<std::string_view> names;
  names.reserve(source.file.options.size() + source.options.size());
  for (const OptionUse& use : source.file.options) {
    names.push_back(OptionName(use.option));
  }
  for (const Option option : source.options) {
    names.push_back(OptionName(option));
  }
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

RunDescription DescribeRun(const PolicySource& source,
                           std::string_view policy) {
  RunDescription about;
  about.version = DCMSCRUB_VERSION;
  about.policy = policy;
  about.profile = source.file.profile;
  for (const std::string_view option : OptionNames(source)) {
    if (!about.options.empty()) about.options += ", ";
    about.options += option;
  }
  about.edition = StandardEdition();
  about.searched = std::ranges::none_of(
      source.file.residue,
      [](const ResidueUse& use) { return use.kind == ResidueUse::Kind::kOff; });
  return about;
}

}  // namespace dcmscrub
