#include "pipeline/teaching/case/case_policy.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "pipeline/files/file_system.h"
#include "pipeline/run/describe_run.h"
#include "rules/compile/site_program.h"
#include "rules/explain/statement_names.h"
#include "rules/import/import_writer.h"
#include "rules/parse/built_in.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kTeaching = "teaching";

// Each once, in their own order.
std::vector<Drop> Distinct(std::vector<Drop> drops) {
  std::ranges::sort(drops);
  drops.erase(std::unique(drops.begin(), drops.end()), drops.end());
  return drops;
}

// The drops' files come first: number 1, 2, … of RuleFile::files.
std::string Compose(const std::string& rules, const std::vector<Drop>& drops) {
  std::string text = "dcmscrub 1\n";
  for (const Drop drop : drops) {
    absl::StrAppendFormat(&text, "include drop-%s\n", DropName(drop));
  }
  const bool built_in = FindBuiltInRules(rules) != nullptr;
  absl::StrAppendFormat(&text, "include %s\n",
                        rules.empty() ? std::string(kTeaching)
                        : built_in    ? rules
                                      : QuotedText(rules));
  return text;
}

bool IsError(const Diagnostic& diagnostic) {
  return diagnostic.severity == Diagnostic::Severity::kError;
}

// Where only labels are to blame, they are named and the rules are not shown.
absl::Status MistakesIn(const ParseResult& parsed,
                        std::vector<Diagnostic> diagnostics) {
  std::erase_if(diagnostics, [](const Diagnostic& diagnostic) {
    return !IsError(diagnostic);
  });
  const bool by_labels =
      std::ranges::none_of(diagnostics, [](const Diagnostic& diagnostic) {
        return diagnostic.parameter.empty();
      });
  if (!by_labels) {
    return absl::InvalidArgumentError(Render(parsed, diagnostics));
  }
  std::string lines;
  std::string_view last;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.message == last) continue;
    if (!lines.empty()) lines += '\n';
    lines += diagnostic.message;
    last = diagnostic.message;
  }
  return absl::InvalidArgumentError(lines);
}

std::vector<int> DropsOf(const Policy& policy, const std::vector<Drop>& drops) {
  std::vector<int> numbers;
  if (policy.site() == nullptr) return numbers;
  const std::size_t count = policy.site()->statements().size();
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t file =
        policy.site()->source(static_cast<std::uint16_t>(i)).span.file;
    const bool is_drop = file >= 1 && file <= drops.size();
    numbers.push_back(is_drop ? static_cast<int>(drops[file - 1]) : -1);
  }
  return numbers;
}

}  // namespace

std::string_view DropName(Drop drop) {
  static constexpr std::array<std::string_view, kDropCount> kNames = {
      "scouts", "dose", "reports"};
  return kNames[static_cast<std::size_t>(drop)];
}

absl::StatusOr<CasePolicy> MakeCasePolicy(const std::string& rules,
                                          const ReadText& read,
                                          const CaseLabels& labels,
                                          const std::vector<Drop>& drops) {
  const std::vector<Drop> distinct = Distinct(drops);
  ParseInput input;
  input.name = "rules of the case";
  input.text = Compose(rules, distinct);
  input.params = ParamsOf(labels);
  input.read = read;
  input.shares_params = true;
  const ParseResult parsed = ParseRules(input);
  std::vector<Diagnostic> diagnostics = parsed.diagnostics;
  if (!parsed.ok()) return MistakesIn(parsed, std::move(diagnostics));
  PolicySource source;
  source.file = parsed.file;
  source.read = read;
  CasePolicy made;
  made.policy = Policy::Make(source, diagnostics);
  if (made.policy == nullptr) return MistakesIn(parsed, std::move(diagnostics));
  made.statement_names = StatementNames(*made.policy, source.file);
  made.description = DescribeRun(
      source, rules.empty() ? kTeaching : NameOf(std::string_view(rules)));
  made.uid_root = source.file.uid_root;
  made.drop_of = DropsOf(*made.policy, distinct);
  made.warnings = Render(parsed, diagnostics);
  made.file = std::move(source.file);
  return made;
}

}  // namespace dcmscrub
