#include "app/talk/command_messages.h"

#include <absl/strings/str_format.h>

#include "app/talk/messages.h"
#include "rules/language/keywords.h"
#include "rules/parse/parser.h"

namespace dcmscrub {

// Asks the parser, so that flag and rule file get the same answer.
std::string NoOptionMessage(std::string_view name) {
  const ParseResult asked =
      ParseRules({"", "dcmscrub 1\noption " + std::string(name), {}, {}});
  std::string text = "--option " + SafeForTerminal(name) + ": ";
  if (asked.ok()) return text + "want one NAME and no more";
  const Diagnostic& first = asked.diagnostics.front();
  text += SafeForTerminal(first.message);
  return first.suggestion.empty()
             ? text
             : text + "; did you mean " + first.suggestion + "?";
}

std::string CheckedMessage(std::string_view name, std::uint64_t errors,
                           std::uint64_t warnings, std::uint64_t rules) {
  std::string text = SafeForTerminal(name) + ": ";
  if (errors != 0) text += Count(errors, "error");
  if (errors != 0 && warnings != 0) text += ", ";
  if (warnings != 0) text += Count(warnings, "warning");
  if (errors == 0 && warnings == 0) text += "nothing wrong";
  if (errors == 0 && rules != 0) text += ", " + Count(rules, "rule");
  return text;
}

std::string RuleAddedMessage(const std::string& file, std::uint32_t line,
                             bool there_already) {
  return absl::StrFormat("%s:%d: %s", SafeForTerminal(file), line,
                         there_already ? "there already" : "added");
}

std::string ImportedMessage(std::uint64_t translated, std::uint64_t left) {
  std::string text = Count(translated, "line") + " became rules";
  if (left == 0) return text;
  return absl::StrFormat(
      "%s, %d became comments: look through those before you use the rules",
      text, left);
}

std::string ReidentifyMessage(const ReidentifyRecord& record, bool show_path) {
  std::string text = "error: " + InputName(record.input, show_path) + ": ";
  switch (record.result) {
    case ReidentifyResult::kOk:
      return text + WhyText(record.input);
    case ReidentifyResult::kNothingEncrypted:
      return text +
             "it carries no encrypted originals; rules with 'encrypt' make "
             "such files";
    case ReidentifyResult::kNotForThisKey:
      return text + "its originals are encrypted for somebody else's key";
    case ReidentifyResult::kBadContent:
      return text + "what was encrypted in it is no data set";
  }
  return text;
}

std::string ReidentifiedMessage(const ReidentifySummary& summary) {
  std::string text =
      absl::StrFormat("%d restored, %d failed, %d skipped", summary.written,
                      summary.failed, summary.skipped);
  if (summary.skipped != 0) text += " (not DICOM)";
  return text;
}

std::string NothingCalledMessage(std::string_view name) {
  const std::string text =
      SafeForTerminal(name) + " is neither an attribute nor a file";
  const std::string_view nearest = NearestKeyword(name);
  return nearest.empty()
             ? text
             : absl::StrFormat("%s; did you mean %s?", text, nearest);
}

std::string MistakesMessage(std::uint64_t count) {
  return absl::StrFormat("error: %s in the rules: nothing was done",
                         Count(count, "mistake"));
}

}  // namespace dcmscrub
