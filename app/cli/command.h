// One command of the program: what help says of it, what it takes, what it
// does. Each has a file of its own; command.cc lists them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/flag_list.h"
#include "app/cli/help.h"

namespace dcmscrub {

// A command with the flags of one call, whatever their type.
class Command {
 public:
  virtual ~Command() = default;
  virtual const CommandHelp& help() const = 0;
  virtual std::string_view too_many() const = 0;
  // After it, what is parsed goes into its flags.
  virtual void Declare(FlagList& list) = 0;
  virtual std::string Contradiction(const FlagList& list) const = 0;
  virtual int Run() const = 0;
};

// What a command is made of. `Flags` is a struct of its own.
template <typename Flags>
struct CommandParts {
  CommandHelp help;
  // Its flags, in the order in which help shows them, and its operands.
  void (*declare)(FlagList& list, Flags& flags);
  std::string_view too_many = "";  // "one FILE and no more"; empty: no limit
  // What is wrong with flags that are each right by themselves; empty if
  // nothing. May be null.
  std::string (*contradiction)(const Flags& flags,
                               const FlagList& list) = nullptr;
  int (*run)(const Flags& flags);  // returns an exit code
};

template <typename Flags>
class CommandOf final : public Command {
 public:
  explicit CommandOf(const CommandParts<Flags>& parts) : parts_(parts) {}

  const CommandHelp& help() const override { return parts_.help; }
  std::string_view too_many() const override { return parts_.too_many; }
  void Declare(FlagList& list) override { parts_.declare(list, flags_); }
  std::string Contradiction(const FlagList& list) const override {
    if (parts_.contradiction == nullptr) return "";
    return parts_.contradiction(flags_, list);
  }
  int Run() const override { return parts_.run(flags_); }

  const Flags& flags() const { return flags_; }

 private:
  CommandParts<Flags> parts_;
  Flags flags_;
};

template <typename Flags>
std::unique_ptr<Command> MakeCommand(const CommandParts<Flags>& parts) {
  return std::make_unique<CommandOf<Flags>>(parts);
}

std::unique_ptr<Command> RunCommand();
std::unique_ptr<Command> KeygenCommand();
std::unique_ptr<Command> CheckCommand();
std::unique_ptr<Command> ExplainCommand();
std::unique_ptr<Command> DiffCommand();
std::unique_ptr<Command> RulesCommand();
std::unique_ptr<Command> ImportCommand();
std::unique_ptr<Command> ReidentifyCommand();
std::unique_ptr<Command> ReportCommand();
std::unique_ptr<Command> VerifyCommand();
std::unique_ptr<Command> SelftestCommand();
std::unique_ptr<Command> TeachCommand();

// All of them, in the order in which help shows them.
std::vector<std::unique_ptr<Command>> Commands();
// nullptr when there is none of that name.
std::unique_ptr<Command> FindCommand(std::string_view name);

}  // namespace dcmscrub
