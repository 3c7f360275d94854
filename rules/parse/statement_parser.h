// Lines that begin with a verb: keep, remove, replace … The rules layer's own.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "rules/language/rule_file.h"
#include "rules/parse/line_parser.h"

namespace dcmscrub {

// The statement of a whole line; nothing where its form is wrong, which is
// reported then. `directives`: what else a line may begin with, for one that
// begins with no verb.
std::optional<Statement> ParseStatement(
    LineParser& parser, std::span<const std::string_view> directives);

}  // namespace dcmscrub
