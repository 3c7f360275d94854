#include "rules/parse/rule_resources.h"

#include <absl/strings/str_format.h>

#include <optional>
#include <utility>

namespace dcmscrub {
namespace {

// Of one table. Who has more mistakes than that has another problem.
constexpr std::size_t kMostMistakes = 20;

}  // namespace

void RuleResources::Refuse(const SourceSpan& span, std::string message) {
  any_refused_ = true;
  diagnostics_->push_back(
      {Diagnostic::Severity::kError, span, std::move(message), {}});
}

const LookupTable* RuleResources::Table(const std::string& path,
                                        const SourceSpan& span,
                                        bool needs_values) {
  const auto known = tables_.find(path);
  const LookupTable* const table =
      known != tables_.end() ? known->second.get() : Read(path, span);
  if (table != nullptr && needs_values && !table->has_values()) {
    Refuse(span, absl::StrFormat("'%s' has no second column", path));
  }
  return table;
}

const LookupTable* RuleResources::Read(const std::string& path,
                                       const SourceSpan& span) {
  std::unique_ptr<const LookupTable>& table = tables_[path];
  std::string error;
  const std::optional<std::string> text = (*read_)(path, error);
  if (!text) {
    Refuse(span, absl::StrFormat("cannot read '%s': %s", path, error));
    return nullptr;
  }
  std::vector<LookupTable::Mistake> mistakes;
  LookupTable parsed = LookupTable::Parse(*text, mistakes);
  for (std::size_t i = 0; i < mistakes.size(); ++i) {
    if (i == kMostMistakes) {
      Refuse(span, absl::StrFormat("'%s' has %d more wrong rows", path,
                                   mistakes.size() - i));
      break;
    }
    Refuse(span, absl::StrFormat("'%s' line %d %s", path, mistakes[i].line,
                                 mistakes[i].message));
  }
  if (!mistakes.empty()) return nullptr;
  table = std::make_unique<const LookupTable>(std::move(parsed));
  return table.get();
}

const RE2* RuleResources::Pattern(const std::string& pattern,
                                  const SourceSpan& span) {
  const auto [known, is_new] = patterns_.try_emplace(pattern);
  if (!is_new) return known->second.get();
  RE2::Options options;
  options.set_log_errors(false);
  auto compiled = std::make_unique<const RE2>(pattern, options);
  if (!compiled->ok()) {
    Refuse(span,
           absl::StrFormat("not a regular expression: %s", compiled->error()));
    return nullptr;
  }
  known->second = std::move(compiled);
  return known->second.get();
}

}  // namespace dcmscrub
