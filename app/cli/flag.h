// One flag of one command: how help shows it, and what it sets. Whoever adds a
// flag writes one entry, and help, parsing and the hint for a misspelt one
// follow from it.
#pragma once

#include <absl/strings/str_format.h>

#include <CLI/CLI.hpp>
#include <string>
#include <type_traits>
#include <vector>

#include "app/cli/flags.h"
#include "app/cli/help.h"

namespace dcmscrub {

struct Flag {
  FlagHelp help;
  CLI::Option* (*add)(CLI::App& app, const std::string& name, Flags& flags);
  bool repeatable = false;  // else given twice is an error
};

// The member, in whichever part of Flags it is.
template <typename T, typename Owner>
T& MemberOf(Flags& flags, T Owner::*member) {
  if constexpr (std::is_base_of_v<Owner, RunOptions>) {
    return flags.options.*member;
  } else if constexpr (std::is_same_v<Owner, PolicyFlags>) {
    return flags.policy.*member;
  } else if constexpr (std::is_same_v<Owner, TeachFlags>) {
    return flags.teach.*member;
  } else {
    return flags.*member;
  }
}

inline CLI::Validator Between(int least, int most) {
  const CLI::Range range(least, most);
  return {[range, least, most](std::string& text) {
            if (range(text).empty()) return std::string();
            return absl::StrFormat("want a number from %d to %d", least, most);
          },
          ""};
}

// A switch sets a bool; Text sets a string, or adds to a list of them.
template <auto kMember>
CLI::Option* Switch(CLI::App& app, const std::string& name, Flags& flags) {
  return app.add_flag(name, MemberOf(flags, kMember));
}
template <auto kMember>
CLI::Option* Text(CLI::App& app, const std::string& name, Flags& flags) {
  return app.add_option(name, MemberOf(flags, kMember));
}

}  // namespace dcmscrub
