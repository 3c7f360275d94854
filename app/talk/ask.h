// Questions on the terminal.
#pragma once

#include <optional>
#include <string>

namespace dcmscrub {

// Whether somebody is there to answer.
bool CanAsk();

// A line from the terminal; nothing when a signal comes first.
std::optional<std::string> AskLine(const std::string& question);

// "y", "Y" or "yes"; nothing when a signal comes first.
std::optional<bool> AskYes(const std::string& question);

}  // namespace dcmscrub
