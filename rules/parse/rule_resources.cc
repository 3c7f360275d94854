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

void RuleResources::Warn(const SourceSpan& span, std::string message) {
  diagnostics_->push_back(
      {Diagnostic::Severity::kWarning, span, std::move(message), {}});
}

const LookupTable* RuleResources::Table(const std::string& path,
                                        const TableColumn& column,
                                        const SourceSpan& span) {
  const auto [known, is_new] =
      tables_.try_emplace(std::pair(path, column), nullptr);
  if (is_new) known->second = Read(path, column, span);
  return known->second.get();
}

const LookupTable* RuleResources::TableOf(const Value& lookup) {
  using Kind = TableColumn::Kind;
  const Kind kind = lookup.column.empty() ? Kind::kSecond : Kind::kNamed;
  return Table(lookup.text, {kind, lookup.column}, lookup.span);
}

std::unique_ptr<const LookupTable> RuleResources::Read(
    const std::string& path, const TableColumn& column,
    const SourceSpan& span) {
  std::string error;
  const std::optional<std::string> text = (*read_)(path, error);
  if (!text) {
    Refuse(span, absl::StrFormat("cannot read '%s': %s", path, error));
    return nullptr;
  }
  std::vector<LookupTable::Mistake> mistakes;
  LookupTable table = LookupTable::Parse(*text, column, mistakes);
  for (std::size_t i = 0; i < mistakes.size(); ++i) {
    const auto& [line, message] = mistakes[i];
    if (i == kMostMistakes) {
      Refuse(span, absl::StrFormat("'%s' has %d more wrong rows", path,
                                   mistakes.size() - i));
      break;
    }
    Refuse(span, line == 0
                     ? absl::StrFormat("'%s' %s", path, message)
                     : absl::StrFormat("'%s' line %d %s", path, line, message));
  }
  if (!mistakes.empty()) return nullptr;
  LookThrough(table, path, column, span);
  return std::make_unique<const LookupTable>(std::move(table));
}

void RuleResources::LookThrough(const LookupTable& table,
                                const std::string& path,
                                const TableColumn& column,
                                const SourceSpan& span) {
  if (table.is_latin1()) {
    Warn(span, absl::StrFormat("'%s' is no UTF-8 and is read as Latin-1; look "
                               "whether its letters are right, or save it as "
                               "UTF-8",
                               path));
  }
  if (column.kind != TableColumn::Kind::kSecond) return;
  if (table.columns() < 2) {
    Refuse(span, absl::StrFormat("'%s' has no second column", path));
  } else if (table.columns() > 2 && !table.names_value()) {
    Warn(span, absl::StrFormat("'%s' has %d columns, and the second is taken; "
                               "say which by its name: column \"NAME\"",
                               path, table.columns()));
  }
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
