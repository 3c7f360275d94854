// A confidentiality profile as one action code for each attribute: the basic
// codes of PS3.15 Table E.1-1, overridden by the columns of the options chosen.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/core/tag.h"
#include "rules/language/rule_file.h"
#include "rules/standard/action.h"
#include "rules/standard/standard.h"

namespace dcmscrub {

// What a profile is made of.
struct ProfileChoice {
  bool basic = true;  // false: "none", in which no attribute has a code
  // Later uses of an option add to the exceptions of the earlier ones. Both
  // date options at once are the caller's mistake.
  std::vector<OptionUse> options;
  // An object's own (0008,0300) is believed, so that it may stay.
  bool trusts_private_characteristics = false;
};

// Immutable after construction: any number of threads may share one.
class Profile {
 public:
  struct Row {
    Tag tag;                   // canonical
    std::string_view keyword;  // lives as long as the program
    ActionCode code = ActionCode::kNone;
    ActionCode basic = ActionCode::kNone;  // without options
    std::optional<Option> option;          // that `code` comes from
    // From profile_supplement.tsv, which fills gaps of the table and is never
    // laxer than it.
    bool supplement = false;
    bool descriptor = false;  // has a code under Clean Descriptors
    bool temporal = false;    // has one under the date options
  };

  // The Basic Application Confidentiality Profile, PS3.15 E.2, without
  // options. Curves, overlays, and groups 0000, 0002 and 0004 are listed
  // element by element. Private elements have no rows: they go (E.1.1) but for
  // what Retain Safe Private keeps.
  static Profile Basic() { return Profile(ProfileChoice{}); }

  // An option overrides the basic code where its column has one and no
  // exception stands; of two options C beats K (E.3.6 wants all dates modified
  // that it lists, whatever else would keep them).
  explicit Profile(const ProfileChoice& choice);

  bool is_basic() const { return basic_; }
  std::string_view name() const { return basic_ ? "Basic" : "none"; }
  std::span<const Row> rows() const { return rows_; }  // ascending by tag

  // Chosen, and not every attribute that it is about excepted.
  bool Has(Option option) const {
    return has_[static_cast<std::size_t>(option)];
  }
  bool TrustsPrivateCharacteristics() const { return trusts_; }

  // nullptr for an attribute that is not listed. `tag` need not be canonical.
  const Row* Find(Tag tag) const;
  // kNone for an attribute that may stay.
  ActionCode CodeFor(Tag tag) const {
    const Row* const row = Find(tag);
    return row == nullptr ? ActionCode::kNone : row->code;
  }

  // The code of a content item whose value stands in `value`, which an
  // exception may name.
  ActionCode CodeFor(const ContentItemRow& row, Tag value) const;

  // Whether a private attribute is excepted from Retain Safe Private.
  bool ExceptsPrivate(std::string_view creator, std::uint16_t group,
                      std::uint8_t element) const;

  // One line for each row, "(0008,0012) InstanceCreationDate X/D", marked
  // " supplement" where that is its source. Equal for equal profiles.
  std::string Listing() const;

 private:
  using Codes = std::array<ActionCode, kOptionCount>;

  bool Excepts(Option option, Tag tag) const;
  bool KeepsSafePrivate() const;
  // Sets code and option; `has_` where the option has a say.
  void Choose(const Codes& codes, Row& row);

  bool basic_ = true;
  bool trusts_ = false;
  std::vector<OptionUse> options_;
  std::array<bool, kOptionCount> has_{};
  std::vector<Row> rows_;
};

}  // namespace dcmscrub
