// What is wrong with a rule file, where it stands there, and how that is told.
#pragma once

#include <cstdint>
#include <span>
#include <string>

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

struct ParseResult;  // parser.h; holds the lines that diagnostics point into

// "rules:3:9: error: no attribute 'PatientNam'; did you mean PatientName?",
// the line, and a caret under it; one after the other.
std::string Render(const ParseResult& result);
std::string Render(const ParseResult& result,
                   std::span<const Diagnostic> diagnostics);

}  // namespace dcmscrub
