// RuleTable × element × place → Verdict. One look-up at the top level; below
// it a second one for the few attributes whose verdict depends on the place.
#pragma once

#include "kernels/match/rule_table.h"

namespace dcmscrub {

struct Verdict {
  Action action = Action::kRemove;
  // Type 1 or 1C there, or nobody knows: it may not become empty.
  bool required = true;
  std::uint16_t dummy = 0;
  const Rule* rule = nullptr;  // nullptr: private, or in no table
};

// The rule for `tag`, which need not be canonical; nullptr when there is none.
inline const Rule* FindRule(const RuleTable& table, Tag tag) {
  const Tag canonical = CanonicalTag(tag);
  const std::size_t mask = table.attributes.rule_slots.size() - 1;
  for (std::size_t at = TagHash(canonical) & mask;; at = (at + 1) & mask) {
    const std::uint16_t slot = table.attributes.rule_slots[at];
    if (slot == AttributeTable::kFreeSlot) return nullptr;
    const Rule& rule = table.attributes.rules[slot];
    if (rule.tag == canonical) return &rule;
  }
}

inline const PathRule* FindPathRule(const RuleTable& table, NodeId node,
                                    Tag tag) {
  if (node == kUnknownNode) return nullptr;
  const Tag canonical = CanonicalTag(tag);
  const std::size_t mask = table.attributes.path_slots.size() - 1;
  for (std::size_t at = PathHash(node, canonical) & mask;;
       at = (at + 1) & mask) {
    const PathRule& rule = table.attributes.path_slots[at];
    if (rule.node == kUnknownNode) return nullptr;
    if (rule.node == node && rule.tag == canonical) return &rule;
  }
}

// The profile's verdict on an element at `node`. Private elements are removed
// (PS3.15 E.1.1; verdict_finder.h knows the exceptions), and so is what no
// table knows.
//
// Written field by field: a copy of the whole would wait for the stores of its
// parts (a third of a scrub's decisions was that wait).
inline void MatchInto(const RuleTable& table, Tag tag, NodeId node,
                      Verdict& verdict) {
  const auto set = [&](const Rule* rule, Action action, bool required,
                       std::uint16_t dummy) {
    verdict.action = action;
    verdict.required = required;
    verdict.dummy = dummy;
    verdict.rule = rule;
  };
  const Rule* const rule = tag.is_private() ? nullptr : FindRule(table, tag);
  if (rule == nullptr) return set(nullptr, Action::kRemove, true, 0);
  if (node == kTopNode) {
    return set(rule, rule->at_top, rule->required, rule->dummy);
  }
  const bool known = node != kUnknownNode;
  if (!rule->by_node) return set(rule, rule->at_top, !known, rule->dummy);
  if (!known) return set(rule, rule->unknown, true, rule->dummy);
  if (const PathRule* path = FindPathRule(table, node, tag)) {
    return set(rule, path->action, path->required, path->dummy);
  }
  set(rule, rule->absent, false, rule->dummy);
}
inline Verdict Match(const RuleTable& table, Tag tag, NodeId node) {
  Verdict verdict;
  MatchInto(table, tag, node, verdict);
  return verdict;
}

// The node of the items of sequence `tag` at `node`.
inline NodeId ChildNode(const RuleTable& table, NodeId node, Tag tag) {
  const PathRule* path = FindPathRule(table, node, tag);
  return path == nullptr ? kUnknownNode : path->child;
}

}  // namespace dcmscrub
