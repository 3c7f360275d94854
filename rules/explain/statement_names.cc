#include "rules/explain/statement_names.h"

#include <absl/strings/str_format.h>

#include <string_view>

#include "rules/compile/site_program.h"

namespace dcmscrub {

std::vector<std::string> StatementNames(const Policy& policy,
                                        const RuleFile& file) {
  std::vector<std::string> names;
  if (policy.site() == nullptr) return names;
  const std::size_t count = policy.site()->statements().size();
  for (std::size_t i = 0; i < count; ++i) {
    const SourceSpan& span =
        policy.site()->source(static_cast<std::uint16_t>(i)).span;
    const std::string_view path = file.files[span.file];
    names.push_back(
        absl::StrFormat("%s:%d", path.substr(path.rfind('/') + 1), span.line));
  }
  return names;
}

}  // namespace dcmscrub
