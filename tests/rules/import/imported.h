// What an import makes of a text, for tests. Whatever it makes can be read,
// checked and compiled.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "rules/check/check.h"
#include "rules/compile/site_program.h"
#include "rules/import/import.h"
#include "rules/parse/parser.h"

namespace dcmscrub {

inline void ExpectRunnable(const std::string& rules) {
  const ReadText read = [](const std::string&,
                           std::string&) -> std::optional<std::string> {
    return "key,value\nA,B\n";  // whatever table is asked for
  };
  ParseInput input;
  input.name = "rules";
  input.text = rules;
  input.read = read;
  input.shares_params = true;
  for (const char* name : {"project", "subject", "session"}) {
    input.params[name] = "X1";
  }
  const ParseResult parsed = ParseRules(input);
  ASSERT_TRUE(parsed.ok()) << Render(parsed) << rules;
  for (const Diagnostic& diagnostic : Check(parsed.file)) {
    EXPECT_NE(diagnostic.severity, Diagnostic::Severity::kError)
        << diagnostic.message;
  }
  std::vector<Diagnostic> diagnostics;
  EXPECT_NE(SiteProgram::Make(parsed.file, read, diagnostics), nullptr)
      << Render(parsed, diagnostics) << rules;
}

// The rules, from behind the first lines on and without the last one, which
// counts; or the message of a text that is refused.
inline std::string Imported(ImportFormat format, const std::string& text) {
  const auto result = ImportRules(format, "source", text);
  if (!result.ok()) return std::string(result.status().message());
  ExpectRunnable(result->rules);
  const std::size_t head = result->rules.find("\n\n");
  const std::size_t tail = result->rules.rfind("# Lines that became rules: ");
  EXPECT_NE(head, std::string::npos);
  EXPECT_NE(tail, std::string::npos);
  return result->rules.substr(head + 2, tail - head - 2);
}

}  // namespace dcmscrub
