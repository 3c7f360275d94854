#include "tests/support/policy_text.h"

#include <gtest/gtest.h>

#include <vector>

#include "rules/parse/parser.h"

namespace dcmscrub {

std::unique_ptr<const Policy> PolicyOf(
    const std::string& rules, const std::map<std::string, std::string>& files) {
  ParseInput input;
  input.name = "test.rules";
  input.text = "dcmscrub 1\n" + rules;
  input.read = [&files](const std::string& path,
                        std::string& error) -> std::optional<std::string> {
    const auto found = files.find(path);
    if (found != files.end()) return found->second;
    error = "no such file";
    return std::nullopt;
  };
  const ParseResult parsed = ParseRules(input);
  EXPECT_TRUE(parsed.ok()) << Render(parsed);
  PolicySource source;
  source.file = parsed.file;
  source.read = input.read;
  std::vector<Diagnostic> diagnostics;
  auto policy = Policy::Make(source, diagnostics);
  EXPECT_NE(policy, nullptr) << Render(parsed, diagnostics);
  return policy;
}

RuleFile RuleFileOf(const std::string& rules) {
  ParseInput input;
  input.name = "test.rules";
  input.text = "dcmscrub 1\n" + rules;
  const ParseResult parsed = ParseRules(input);
  EXPECT_TRUE(parsed.ok()) << Render(parsed);
  return parsed.file;
}

}  // namespace dcmscrub
