// Rule text → RuleFile. Never stops at the first mistake: all are reported.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/language/rule_file.h"
#include "rules/parse/diagnostic.h"

namespace dcmscrub {

// How files that a rule file names are read: the text, or nothing and an error
// text for people. The rules layer opens nothing itself.
using ReadText = std::function<std::optional<std::string>(
    const std::string& path, std::string& error)>;

struct ParseInput {
  std::string name;  // for messages, and the folder that paths start from
  std::string text;
  std::map<std::string, std::string> params;  // from the command line
  ReadText read;
  // The parameters are for other files as well: one that no line of this file
  // asks for is no mistake.
  bool shares_params = false;
  // A parameter without a value is no mistake: the rules are looked at, and not
  // run.
  bool lacks_values = false;
};

struct ParseResult {
  RuleFile file;                        // what could be made out
  std::vector<Diagnostic> diagnostics;  // in the order of the text, by file
  // Of each file, its lines, for Render.
  std::vector<std::vector<std::string>> lines;

  bool ok() const;  // no errors
};

ParseResult ParseRules(const ParseInput& input);

}  // namespace dcmscrub
