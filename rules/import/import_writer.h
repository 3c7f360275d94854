// The rule file that an import writes. The rules layer's own: import.h is what
// others use.
#pragma once

#include <absl/status/statusor.h>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/import/import.h"

namespace dcmscrub {

// Text for between quotes, with them. What no rule file can hold is dropped.
std::string QuotedText(std::string_view text);
// The same for a regular expression or a rewrite.
std::string QuotedPattern(std::string_view pattern);

class ImportWriter {
 public:
  ImportWriter(std::string_view from, std::string_view name);

  // A parameter that rules may use from now on, under the name returned: in
  // small letters, and not a word of the language. It is written only when a
  // rule uses it. Without a value it has to be given with --param.
  std::string AddParameter(std::string_view name,
                           const std::optional<std::string>& value);

  // Whether these rules can be read; if not, why.
  bool Accepts(const std::vector<std::string>& rules, std::string& why) const;

  // The rules that one line of the source comes to, with a comment; if they
  // cannot be read, or there are none, a comment that says so.
  // `source`: the line, as people know it.
  void AddRules(const std::vector<std::string>& rules, std::string_view source,
                std::string_view remark = {});
  void AddLeft(std::string_view source, std::string_view why);
  void AddComment(std::string_view text);
  // A rule that people may take the # off.
  void AddProposal(std::string_view rule);

  // kInvalidArgument: more than one rule file holds, or than there is time for.
  absl::StatusOr<ImportResult> Finish();

 private:
  // The first lines, with the parameters that `rules` name.
  std::string HeadFor(const std::string& rules) const;

  std::string head_;
  // What was read to find out whether it can be; bounded, so that hostile
  // files come to an end.
  mutable std::size_t read_ = 0;
  // By their names here, in their order.
  std::map<std::string, std::optional<std::string>, std::less<>> parameters_;
  std::map<std::string, int, std::less<>> next_number_;  // of like names
  std::string body_;
  ImportResult result_;
};

}  // namespace dcmscrub
