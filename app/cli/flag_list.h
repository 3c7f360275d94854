// The flags of one command and what stands beside them, declared one by one:
// each with what help says of it and the member that it sets. Help, parsing
// and the hint for a misspelt flag follow from that.
#pragma once

#include <absl/strings/str_format.h>

#include <CLI/CLI.hpp>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/cli/help.h"

namespace dcmscrub {

class FlagList {
 public:
  // It must outlive this, and members that are set must outlive parsing.
  explicit FlagList(CLI::App& app) : app_(app) {}

  // Beside the flags: files and the like.
  template <typename T>
  CLI::Option* Operand(const std::string& name, T& member) {
    return app_.add_option(name, member);
  }

  // A switch.
  void Add(const FlagHelp& help, bool& member) {
    app_.add_flag(Listed(help), member);
  }
  // A flag with a value; twice is an error.
  template <typename T>
  CLI::Option* Add(const FlagHelp& help, T& member) {
    return OneValue(app_.add_option(Listed(help), member),
                    CLI::MultiOptionPolicy::Throw);
  }
  // A value each time that it is given.
  CLI::Option* Add(const FlagHelp& help, std::vector<std::string>& member) {
    return OneValue(app_.add_option(Listed(help), member),
                    CLI::MultiOptionPolicy::TakeAll);
  }
  // A value of another form: `read` takes it, or says what is wrong with it.
  void AddRead(const FlagHelp& help,
               std::function<std::string(const std::string&)> read) {
    const std::string name = Listed(help);
    const auto take = [name, read = std::move(read)](const std::string& text) {
      const std::string wrong = read(text);
      if (!wrong.empty()) throw CLI::ValidationError(name, wrong);
    };
    OneValue(app_.add_option_function<std::string>(name, take),
             CLI::MultiOptionPolicy::Throw);
  }

  // In the order in which they were added.
  std::span<const FlagHelp> help() const { return help_; }
  // Whether the command line has it, once it was parsed.
  bool Given(std::string_view name) const {
    return app_.count(std::string(name)) != 0;
  }

 private:
  // Its name.
  std::string Listed(const FlagHelp& help) {
    help_.push_back(help);
    return std::string(help.name);
  }
  static CLI::Option* OneValue(CLI::Option* option,
                               CLI::MultiOptionPolicy when_given_twice) {
    option->multi_option_policy(when_given_twice);
    return option->expected(1)->allow_extra_args(false);
  }

  CLI::App& app_;
  std::vector<FlagHelp> help_;
};

inline CLI::Validator Between(int least, int most) {
  const CLI::Range range(least, most);
  return {[range, least, most](std::string& text) {
            if (range(text).empty()) return std::string();
            return absl::StrFormat("want a number from %d to %d", least, most);
          },
          ""};
}

}  // namespace dcmscrub
