// The flags of one command and what stands beside them, declared one by one:
// each with what help says of it and the member that it sets. Help, parsing
// and the hint for a misspelt flag follow from that.
//
// CLI11 does the parsing, behind this header: it takes a file that includes it
// twenty times as long to compile.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/help.h"

namespace CLI {  // NOLINT(readability-identifier-naming): theirs
class App;
class Option;
}  // namespace CLI

namespace dcmscrub {

// What is asked of the values of one flag or operand.
class FlagTerms {
 public:
  explicit FlagTerms(CLI::Option* option) : option_(option) {}
  FlagTerms& Required();
  // `wrong` says what is wrong with a value; empty: nothing.
  FlagTerms& Check(std::function<std::string(const std::string&)> wrong);
  FlagTerms& TakeExtra();  // more values than there is room for
  FlagTerms& Between(std::int64_t least, std::int64_t most);

 private:
  CLI::Option* option_;
};

class FlagList {
 public:
  // It must outlive this, and members that are set must outlive parsing.
  explicit FlagList(CLI::App& app) : app_(app) {}

  // Beside the flags: files and the like.
  FlagTerms Operand(const std::string& name, std::string& member);
  FlagTerms Operand(const std::string& name, std::vector<std::string>& member);

  // A switch.
  void Add(const FlagHelp& help, bool& member);
  // A flag with a value; twice is an error.
  FlagTerms Add(const FlagHelp& help, std::string& member);
  FlagTerms Add(const FlagHelp& help, int& member);
  FlagTerms Add(const FlagHelp& help, std::uint32_t& member);
  FlagTerms Add(const FlagHelp& help, std::uint64_t& member);
  // A value each time that it is given.
  FlagTerms Add(const FlagHelp& help, std::vector<std::string>& member);
  // --threads, as every command has it that works on many files.
  void AddThreads(int& member);
  // A value of another form: `read` takes it, or says what is wrong with it.
  void AddRead(const FlagHelp& help,
               std::function<std::string(const std::string&)> read);

  // In the order in which they were added.
  std::span<const FlagHelp> help() const { return help_; }
  // Whether the command line has it, once it was parsed.
  bool Given(std::string_view name) const;

 private:
  template <typename T>
  FlagTerms AddOne(const FlagHelp& help, T& member);
  std::string Listed(const FlagHelp& help);  // its name

  CLI::App& app_;
  std::vector<FlagHelp> help_;
};

}  // namespace dcmscrub
