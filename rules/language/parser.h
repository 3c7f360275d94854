// Rule text → RuleFile. Never stops at the first mistake: all are reported.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/language/rule_file.h"

namespace dcmscrub {

struct Diagnostic {
  enum class Severity : std::uint8_t { kError, kWarning, kNote };
  Severity severity = Severity::kError;
  SourceSpan span;      // line 0: of no line, as a parameter that is unknown
  std::string message;  // one line, no full stop: "no attribute 'PatientNam'"
  std::string suggestion;  // "PatientName"; may be empty
  std::string parameter;   // whose value is to blame and not the text; or empty
};

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

// "rules:3:9: error: no attribute 'PatientNam'; did you mean PatientName?",
// the line, and a caret under it; one after the other.
std::string Render(const ParseResult& result);
std::string Render(const ParseResult& result,
                   std::span<const Diagnostic> diagnostics);

// Whether a statement may decide about an attribute: not about what the program
// writes itself. A statement that names such an attribute is a mistake; a wide
// selector (a mask, a glob, vr, all) leaves it out.
bool AcceptsStatement(Tag tag, Statement::Verb verb);

// The names of `option` and --option: "retain-uids" …; nothing for others,
// the two pixel options included, which are not there yet.
std::optional<Option> ParseOption(std::string_view name);
std::string_view OptionName(Option option);

}  // namespace dcmscrub
