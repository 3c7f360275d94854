// The rules of a command line, read and made ready. The rules layer opens no
// file itself: this is where its files come from.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/talk/console.h"
#include "kernels/identity/date_ops.h"
#include "pipeline/inputs/options.h"
#include "rules/compile/policy.h"
#include "rules/parse/parser.h"

namespace dcmscrub {

// What makes a policy.
struct PolicyFlags {
  std::string rules;    // a file, or the name of rules that are built in
  std::string profile;  // "basic" or "none"; the short form of `rules`
  std::vector<std::string> options;      // names
  std::vector<std::string> params;       // "NAME=VALUE", each name once
  bool shares_params = false;            // several rule files: see ParseInput
  std::vector<std::string> identifiers;  // files
  std::optional<DateShiftRange> date_shift;
};

// Rule text, and what it is called in messages.
struct RuleText {
  std::string name;
  std::string text;
};

// The text of a file, or of rules that are built in (built_in.h).
absl::StatusOr<RuleText> ReadRuleText(const std::string& rules);

// Reads what rules name, for the rules layer.
ReadText ReadFromDisk();

// The options that the command line names; false after every wrong name was
// said.
bool ReadOptions(const PolicyFlags& flags, Console& console,
                 std::vector<Option>& options);

// Rules as far as they can be made out.
struct RulesSoFar {
  ParseResult parsed;
  PolicySource source;
  std::shared_ptr<const Policy> policy;  // null: there are errors
  std::vector<Diagnostic> diagnostics;   // all, the parser's first
};
// Parsed, made ready, and with `check` looked through for what is odd: then
// parameters need no values, which `teach` has and a run would be given.
enum class Scrutiny : std::uint8_t { kErrors, kAll };
RulesSoFar ReadRules(const RuleText& text, const PolicyFlags& flags,
                     const std::vector<Option>& options,
                     const std::string& uid_root, Scrutiny scrutiny);

struct LoadedPolicy {
  std::shared_ptr<const Policy> policy;
  RuleFile file;
  // "basic"; of a file its own name, without the folders.
  std::string name;
  std::vector<std::string_view> options;  // of rules and flags, each once
  RunDescription description;
};

// Says every mistake on the console; nothing then. Warnings are said as well.
std::optional<LoadedPolicy> LoadPolicy(const PolicyFlags& flags,
                                       const std::string& uid_root,
                                       Console& console);

}  // namespace dcmscrub
