#include "app/cli/flag_list.h"

#include <absl/strings/str_format.h>

#include <CLI/CLI.hpp>
#include <utility>

namespace dcmscrub {
namespace {

CLI::Option* OneValue(CLI::Option* option,
                      CLI::MultiOptionPolicy when_given_twice) {
  option->multi_option_policy(when_given_twice);
  return option->expected(1)->allow_extra_args(false);
}

}  // namespace

FlagTerms& FlagTerms::Required() {
  option_->required();
  return *this;
}

FlagTerms& FlagTerms::Check(
    std::function<std::string(const std::string&)> wrong) {
  option_->check(std::move(wrong));
  return *this;
}

FlagTerms& FlagTerms::TakeExtra() {
  option_->allow_extra_args();
  return *this;
}

FlagTerms& FlagTerms::Between(std::int64_t least, std::int64_t most) {
  return Check([range = CLI::Range(least, most), least,
                most](const std::string& text) {
    return range(text).empty()
               ? std::string()
               : absl::StrFormat("want a number from %d to %d", least, most);
  });
}

FlagTerms FlagList::Operand(const std::string& name, std::string& member) {
  return FlagTerms(app_.add_option(name, member));
}

FlagTerms FlagList::Operand(const std::string& name,
                            std::vector<std::string>& member) {
  return FlagTerms(app_.add_option(name, member));
}

void FlagList::Add(const FlagHelp& help, bool& member) {
  app_.add_flag(Listed(help), member);
}

template <typename T>
FlagTerms FlagList::AddOne(const FlagHelp& help, T& member) {
  return FlagTerms(OneValue(app_.add_option(Listed(help), member),
                            CLI::MultiOptionPolicy::Throw));
}

FlagTerms FlagList::Add(const FlagHelp& help, std::string& member) {
  return AddOne(help, member);
}

FlagTerms FlagList::Add(const FlagHelp& help, int& member) {
  return AddOne(help, member);
}

FlagTerms FlagList::Add(const FlagHelp& help, std::uint32_t& member) {
  return AddOne(help, member);
}

FlagTerms FlagList::Add(const FlagHelp& help, std::uint64_t& member) {
  return AddOne(help, member);
}

FlagTerms FlagList::Add(const FlagHelp& help,
                        std::vector<std::string>& member) {
  return FlagTerms(OneValue(app_.add_option(Listed(help), member),
                            CLI::MultiOptionPolicy::TakeAll));
}

void FlagList::AddThreads(int& member) {
  Add({"--threads", "N", "how many threads; all by default",
       "How many threads work. Default: as many as the machine has. The\n"
       "results do not depend on it."},
      member)
      .Between(1, 1024);
}

void FlagList::AddRead(const FlagHelp& help,
                       std::function<std::string(const std::string&)> read) {
  const std::string name = Listed(help);
  const auto take = [name, read = std::move(read)](const std::string& text) {
    const std::string wrong = read(text);
    if (!wrong.empty()) throw CLI::ValidationError(name, wrong);
  };
  OneValue(app_.add_option_function<std::string>(name, take),
           CLI::MultiOptionPolicy::Throw);
}

bool FlagList::Given(std::string_view name) const {
  return app_.count(std::string(name)) != 0;
}

std::string FlagList::Listed(const FlagHelp& help) {
  help_.push_back(help);
  return std::string(help.name);
}

}  // namespace dcmscrub
