// What a policy says of a value that stands somewhere: the second opinion of
// the self-test, from the rows of PS3.15 Table E.1-1 and the Types of PS3.3.
// The compiled rule table has no part in it.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "kernels/core/tag.h"
#include "kernels/core/vr.h"
#include "pipeline/selftest/person.h"
#include "rules/compile/selector_match.h"
#include "rules/language/rule_file.h"
#include "rules/profile/profile.h"
#include "rules/profile/safe_private.h"
#include "rules/standard/iod.h"

namespace dcmscrub {

enum class Expected : std::uint8_t {
  kGone,
  kMayStay,
  kBySite,  // a statement of the site decides, which is taken at its word
};

class SelftestOracle {
 public:
  // All must outlive it. Statements of `rules` count; `safe` are the rows of
  // lists of safe private attributes (Policy::safe_private).
  SelftestOracle(const Profile& profile, std::span<const SafePrivate> safe,
                 const RuleFile& rules)
      : profile_(profile), safe_(safe), rules_(rules) {}

  std::span<const SafePrivate> safe() const { return safe_; }

  // Of a value in an attribute of PS3.6 or of a tag that it lacks; before it
  // in `path` the sequences around it. `iod` null: of an unknown SOP class.
  Expected OfValue(std::span<const Tag> path, Vr vr, const Iod* iod) const;
  // Of a private attribute, creator empty where there is none. What is around
  // it stays.
  Expected OfPrivate(std::string_view creator, Tag tag, Vr vr) const;
  // Of a content item with the concept of `row` and a value in `value`.
  Expected OfContentItem(const ContentItemRow& row, Tag value) const;

  // Of an identifier that stands in `source` and, besides, in the attribute at
  // the end of `path`, or where none is.
  Expected OfRepeated(const Spelling& value, std::span<const Tag> path) const;

  // Whether nothing is taken out by itself: profile none.
  bool keeps_unlisted() const { return !profile_.is_basic(); }
  // Whether an option has it stay as it is.
  bool IsKept(Tag tag) const;

 private:
  // What the statements come to that reach it as `reach` says; nothing where
  // none does.
  template <typename Reaching>
  std::optional<Expected> BySite(const Reaching& reach) const;
  std::optional<Expected> BySite(Tag tag) const;
  // The row that counts: nullptr for an attribute that is in no list, or
  // excepted.
  const SafePrivate* FindSafe(const PrivateFamily& family) const;
  // By `residue allow`.
  bool MayHoldResidue(Tag tag) const;
  bool SequenceStays(Tag tag, AttributeType type) const;
  Expected OfLeaf(Tag tag, Vr vr, AttributeType type) const;

  const Profile& profile_;
  const std::span<const SafePrivate> safe_;
  const RuleFile& rules_;
};

}  // namespace dcmscrub
