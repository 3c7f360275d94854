// Element × policy × object → Verdict: who decides about an element, and what.
// A site's statements come first, then what a content item's concept says
// (PS3.15 E.3.4), then the profile; private attributes by who made them
// (E.3.10).
#pragma once

#include <bitset>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "kernels/match/private_blocks.h"
#include "kernels/match/rule_table.h"
#include "kernels/match/site_match.h"
#include "kernels/match/tag_matcher.h"
#include "kernels/parse/element_index.h"
#include "kernels/parse/object_view.h"

namespace dcmscrub {

// Working storage for one object at a time, reused from object to object.
class VerdictFinder {
 public:
  // All must outlive the calls that follow.
  void Begin(const ObjectView& object, const RuleTable& rules,
             const SiteState& site);

  // The verdict on element i, which is no item. In ascending order of
  // elements, as what encloses one decides with.
  struct Found {
    Verdict verdict;
    // Whose rule it is; SiteTable::kEndOfChain: the profile's.
    std::uint16_t statement = SiteTable::kEndOfChain;
    Vr vr = Vr::kNone;  // of what the policy knows; kNone: nothing
    // Emptied, as what there is of it can neither stay nor be put right.
    bool given_up = false;
  };
  Found Find(std::uint32_t i) {
    Found found;
    FindInto(i, found);
    return found;
  }
  // The same for whoever asks about every element: nothing is copied.
  void FindInto(std::uint32_t i, Found& found) {
    const Tag tag = elements_[i].tag;
    if (tag.is_private()) {
      found = judges_private_ ? FindPrivate(i) : private_;
      return;
    }
    found.statement = SiteTable::kEndOfChain;
    found.given_up = false;
    MatchInto(*rules_, tag, NodeOf(i), found.verdict);
    if (found.verdict.rule == nullptr) {
      found = FindUnknown(i);
      return;
    }
    found.vr = found.verdict.rule->vr;
    if (judges_content_ || found.verdict.rule->chain != 0) Overrule(i, found);
  }

  // To be told of each sequence whose items are gone through.
  void Enter(std::uint32_t sequence, Action action) {
    nodes_[sequence] =
        ChildNode(*rules_, NodeOf(sequence), elements_[sequence].tag);
    if (judges_content_) EnterContent(sequence, action);
  }
  // Whether a sequence of content items, if it is one, would be left without
  // any. After Enter.
  bool AllItemsGo(std::uint32_t sequence) const;
  // Whether the item goes as a whole, by its concept.
  bool EnterItem(std::uint32_t item) {
    nodes_[item] = nodes_[elements_[item].parent];
    return judges_content_ && ContentItemGoes(item);
  }

  // Whether an element, listed as `vr`, is a sequence that nobody can read, and
  // so cannot be vouched for. What is private where all that is not listed
  // stays is its maker's business, unless it is known to be one.
  bool IsUnreadSequence(const Element& element, Vr vr) const {
    if (element.has(Element::kContainer)) return false;
    if (vr == Vr::kSQ) return true;
    const bool own_business =
        rules_->keeps_unlisted && element.tag.is_private();
    return element.has(Element::kOpaque) && !own_business;
  }

  // For explain.
  NodeId NodeOf(std::uint32_t i) const {
    const std::uint32_t parent = elements_[i].parent;
    return parent == kNoElement ? kTopNode : nodes_[parent];
  }
  const ContentRule* ContentRuleOf(std::uint32_t i) const;

 private:
  // Inside content, but no row for the item; outside.
  static constexpr std::uint16_t kNoRow = 0xFFFE;
  static constexpr std::uint16_t kOutside = 0xFFFF;

  // A block that a private creator reserved (PS3.5 7.8.1), in one item.
  struct Block {
    std::uint32_t parent = kNoElement;
    std::uint32_t key = 0;  // group and block number; 0: nothing remembered
    std::string_view name;
    std::uint16_t creator =
        PrivateRule::kAny;  // in PrivateAttributeTable::creators
  };
  // What the object's own (0008,0300) calls safe.
  struct OwnSafe {
    std::uint16_t group = 0;
    std::string_view creator;
    std::bitset<256> low_bytes;  // of its elements

    auto owner() const { return std::pair(group, creator); }
  };

  void EnterContent(std::uint32_t sequence, Action action);
  bool ContentItemGoes(std::uint32_t item);
  Found FindPrivate(std::uint32_t i);
  Found FindCreator(std::uint32_t i);
  Found FindUnknown(std::uint32_t i);
  bool IsOwnSafe(Tag tag, std::string_view creator) const;
  void ReadOwnCharacteristics();
  const Block& BlockOf(std::uint32_t i);
  void RememberBlock(std::uint32_t parent, std::uint32_t key,
                     std::uint32_t creator);
  bool IsOfNoInterest(const Block& block) const;
  void JudgeCurated(std::uint32_t i, Found& found) const;
  const PrivateRule* FindPrivateRule(Tag tag, std::uint16_t creator) const;
  std::uint16_t FindContentRow(std::uint32_t item) const;
  bool ApplySite(std::uint32_t chain, std::uint32_t i, Found& found) const;
  void ApplyContent(std::uint32_t i, Found& found) const;
  bool IsAgeAboveCap(std::uint32_t sequence) const;
  void Overrule(std::uint32_t i, Found& found) const;

  const ObjectView* object_ = nullptr;
  const RuleTable* rules_ = nullptr;
  const SiteState* site_ = nullptr;
  std::span<const Element> elements_;
  std::vector<NodeId> nodes_;           // where the items of each sequence
                                        // stand in the IOD
  std::vector<std::uint16_t> content_;  // rows of items and sequences; used
                                        // only where content is cleaned
  bool judges_content_ = false;
  bool judges_private_ = false;
  Found private_;  // of a private attribute where none is judged
  std::vector<OwnSafe> own_safe_;  // by owner
  PrivateBlocks blocks_;
  Block block_;
};

}  // namespace dcmscrub
