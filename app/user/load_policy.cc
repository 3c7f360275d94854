#include "app/user/load_policy.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <utility>

#include "app/talk/command_messages.h"
#include "app/talk/messages.h"
#include "app/user/small_file.h"
#include "pipeline/files/file_system.h"
#include "pipeline/run/describe_run.h"
#include "rules/check/check.h"
#include "rules/language/option_names.h"
#include "rules/parse/built_in.h"
#include "rules/parse/text_file.h"

namespace dcmscrub {
namespace {

// "basic, none and teaching".
std::string BuiltInNames() {
  const std::span<const BuiltInRules> all = AllBuiltInRules();
  std::string names;
  for (const BuiltInRules& rules : all) {
    if (&rules != &all.front()) names += &rules == &all.back() ? " and " : ", ";
    names += rules.name;
  }
  return names;
}

bool IsError(const Diagnostic& diagnostic) {
  return diagnostic.severity == Diagnostic::Severity::kError;
}

}  // namespace

absl::StatusOr<RuleText> ReadRuleText(const std::string& rules) {
  if (const BuiltInRules* const built_in = FindBuiltInRules(rules)) {
    return RuleText{rules, std::string(built_in->text)};
  }
  auto text = ReadSmallFile(rules, Audience::kAnyone);
  if (!text.ok()) {
    const bool missing = absl::IsNotFound(text.status());
    return absl::FailedPreconditionError(absl::StrFormat(
        "rules %s: %s%s", SafeForTerminal(rules), MessageOf(text.status()),
        missing ? "; built in are " + BuiltInNames() : ""));
  }
  if (const std::string_view why = WhyNoText(*text); !why.empty()) {
    return absl::FailedPreconditionError(
        absl::StrFormat("rules %s: %s", SafeForTerminal(rules), why));
  }
  return RuleText{rules, *std::move(text)};
}

ReadText ReadFromDisk() {
  return [](const std::string& path,
            std::string& error) -> std::optional<std::string> {
    auto text = ReadSmallFile(path, Audience::kAnyone);
    if (text.ok()) return *std::move(text);
    error = MessageOf(text.status());
    return std::nullopt;
  };
}

bool ReadOptions(const PolicyFlags& flags, Console& console,
                 std::vector<Option>& options) {
  bool fine = true;
  for (const std::string& name : flags.options) {
    const std::optional<Option> option = ParseOption(name);
    if (option) {
      options.push_back(*option);
    } else {
      console.Error("error: " + NoOptionMessage(name));
      fine = false;
    }
  }
  return fine;
}

RulesSoFar ReadRules(const RuleText& text, const PolicyFlags& flags,
                     const std::vector<Option>& options,
                     const std::string& uid_root, Scrutiny scrutiny) {
  ParseInput input{text.name, text.text, {}, ReadFromDisk()};
  input.shares_params = flags.shares_params;
  input.lacks_values = scrutiny == Scrutiny::kAll;
  for (const std::string& param : flags.params) {
    const std::size_t equals = param.find('=');
    input.params[param.substr(0, equals)] = param.substr(equals + 1);
  }
  RulesSoFar rules;
  rules.parsed = ParseRules(input);
  rules.diagnostics = rules.parsed.diagnostics;
  rules.source = {rules.parsed.file, options, flags.date_shift, ReadFromDisk(),
                  flags.identifiers};
  if (!uid_root.empty()) rules.source.file.uid_root = uid_root;
  if (!rules.parsed.ok()) return rules;
  if (scrutiny == Scrutiny::kAll) {
    const auto odd = Check(rules.parsed.file);
    rules.diagnostics.insert(rules.diagnostics.end(), odd.begin(), odd.end());
    if (std::ranges::any_of(odd, IsError)) return rules;
  }
  rules.policy = Policy::Make(rules.source, rules.diagnostics);
  return rules;
}

std::optional<LoadedPolicy> LoadPolicy(const PolicyFlags& flags,
                                       const std::string& uid_root,
                                       Console& console) {
  std::string name = flags.rules.empty() ? flags.profile : flags.rules;
  if (name.empty()) name = "basic";
  std::vector<Option> options;
  const bool options_known = ReadOptions(flags, console, options);
  const auto text = ReadRuleText(name);
  if (!text.ok()) {
    console.Fail(text.status());
    return std::nullopt;
  }
  RulesSoFar rules =
      ReadRules(*text, flags, options, uid_root, Scrutiny::kErrors);
  console.Lines(SafeLines(Render(rules.parsed, rules.diagnostics)),
                rules.policy == nullptr);
  if (rules.policy == nullptr) {
    console.Error(MistakesMessage(static_cast<std::uint64_t>(
        std::ranges::count_if(rules.diagnostics, IsError))));
  }
  if (rules.policy == nullptr || !options_known) return std::nullopt;
  LoadedPolicy loaded;
  loaded.policy = rules.policy;
  loaded.options = OptionNames(rules.source);
  loaded.name = NameOf(text->name);
  loaded.description = DescribeRun(rules.source, loaded.name);
  loaded.file = std::move(rules.source.file);
  return loaded;
}

}  // namespace dcmscrub
