// The confidentiality profile as the tables of PS3.15 have it, made anew from
// the options that an output claims. Table E.1-1 and what fills its gaps.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "kernels/core/tag.h"
#include "pipeline/verify/reading/claims.h"
#include "rules/standard/action.h"

namespace dcmscrub {

// Immutable after construction.
class VerifyProfile {
 public:
  struct Row {
    ActionCode code = ActionCode::kNone;   // with the options
    ActionCode basic = ActionCode::kNone;  // without
    bool descriptor = false;               // has a code under Clean Descriptors
    bool temporal = false;                 // has one under the date options
    // An option has it stay, which the profile has not.
    bool retained() const {
      return code == ActionCode::kK && basic != ActionCode::kK;
    }
  };

  explicit VerifyProfile(const VerifyClaims& claims);

  // nullptr: not listed, it may stay.
  const Row* Find(Tag tag) const;
  // Of a content item (E.3.4), by its concept and value type; kNone: the
  // table has no such row, or Clean Structured Content is not claimed.
  ActionCode ContentCode(std::string_view code, std::string_view scheme,
                         std::string_view value_type) const;
  bool Has(Option option) const {
    return options_[static_cast<std::size_t>(option)];
  }

 private:
  using Codes = std::array<ActionCode, kOptionCount>;

  // `tag`: of an attribute that options may except; none of a content item.
  ActionCode Choose(ActionCode basic, const Codes& codes,
                    std::optional<Tag> tag) const;
  bool Excepts(std::size_t option, std::optional<Tag> tag) const;

  std::array<bool, kOptionCount> options_{};
  const RuleFile* const rules_;  // null: not known
  std::map<std::uint16_t, Row> groups_;
  std::map<Tag, Row> rows_;  // these go before those of their group
};

// One for each set of options; any thread may ask.
class VerifyProfiles {
 public:
  const VerifyProfile& For(const VerifyClaims& claims);

 private:
  std::mutex mutex_;
  std::map<std::array<bool, kOptionCount>, std::unique_ptr<VerifyProfile>>
      profiles_;
};

}  // namespace dcmscrub
