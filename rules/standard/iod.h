// SOP class → the tree of sequences that its IOD allows, with the Type of
// every attribute at every node. PS3.3, resolved as PS3.15 Table E.1-1a needs
// it.
//
// All modules of the IOD count, whatever their usage (M, C, U), and where
// several list an attribute at one place the strictest Type wins. Functional
// group macros stand below both (5200,9229) and (5200,9230), which share a
// node. Code sequences (PS3.3 8.8) have the attributes of that macro, and one
// node serves all that have nothing else. A sequence within itself, as in a
// content tree, leads back to the node it came from.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "kernels/core/tag.h"
#include "kernels/match/rule_table.h"
#include "rules/standard/action.h"

namespace dcmscrub {

// What an IOD says about one attribute at one node.
struct IodEntry {
  NodeId node = kTopNode;
  Tag tag;
  Place place;
  NodeId child = kUnknownNode;  // of a sequence: the node of its items
};

// Immutable after construction.
class Iod {
 public:
  // `ciod` is an index in StandardCiods().
  explicit Iod(std::uint16_t ciod);

  NodeId node_count() const {
    return static_cast<NodeId>(node_begin_.size() - 1);
  }
  std::span<const IodEntry> entries() const { return entries_; }
  // Ascending by tag.
  std::span<const IodEntry> entries(NodeId node) const {
    return std::span(entries_).subspan(
        node_begin_[node], node_begin_[node + 1] - node_begin_[node]);
  }
  // nullptr: the IOD has no such attribute there.
  const IodEntry* Find(NodeId node, Tag tag) const;

 private:
  std::vector<IodEntry> entries_;          // ascending by (node, tag)
  std::vector<std::uint32_t> node_begin_;  // of each node, and the end
};

// Whether the items of a sequence hold codes (PS3.3 8.8): by the keyword, or
// for the few that have no "Code" in it.
bool IsCodeSequence(Tag tag);

}  // namespace dcmscrub
