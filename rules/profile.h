// A confidentiality profile as one action code for each attribute.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/tag.h"
#include "rules/action.h"

namespace dcmscrub {

// Immutable after construction: any number of threads may share one.
class Profile {
 public:
  struct Row {
    Tag tag;                   // canonical
    std::string_view keyword;  // lives as long as the program
    ActionCode code = ActionCode::kNone;
    // From profile_supplement.tsv, which fills gaps of the table and is never
    // laxer than it.
    bool supplement = false;
  };

  // The Basic Application Confidentiality Profile, PS3.15 E.2, without
  // options. Curves, overlays, and groups 0000, 0002 and 0004 are listed
  // element by element. Private elements have no rows: they go (E.1.1).
  static Profile Basic();

  std::string_view name() const { return name_; }      // "Basic"
  std::span<const Row> rows() const { return rows_; }  // ascending by tag

  // kNone for an attribute that may stay. `tag` need not be canonical.
  ActionCode CodeFor(Tag tag) const;

  // One line for each row, "(0008,0012) InstanceCreationDate X/D", marked
  // " supplement" where that is its source. Equal for equal profiles.
  std::string Listing() const;

 private:
  Profile() = default;

  std::string_view name_;
  std::vector<Row> rows_;
};

// How rules name their tags: "(0008,0012)", and "(60XX,3000)" for what repeats.
std::string RuleTagText(Tag tag);

}  // namespace dcmscrub
