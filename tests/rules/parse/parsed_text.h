// Rules parsed from texts in memory.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "rules/parse/parser.h"

namespace dcmscrub {

// Files by name, as a rule file would find them.
using Files = std::map<std::string, std::string>;

inline ParseResult Parse(const std::string& text,
                         const std::map<std::string, std::string>& params = {},
                         const Files& files = {}) {
  ParseInput input;
  input.name = "rules";
  input.text = text;
  input.params = params;
  input.read = [&files](const std::string& path,
                        std::string& error) -> std::optional<std::string> {
    const auto found = files.find(path);
    if (found != files.end()) return found->second;
    error = "no such file";
    return std::nullopt;
  };
  return ParseRules(input);
}

}  // namespace dcmscrub
