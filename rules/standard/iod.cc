#include "rules/standard/iod.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <tuple>

#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

constexpr Tag kSharedGroups{0x5200, 0x9229};
constexpr Tag kPerFrameGroups{0x5200, 0x9230};

// The code sequence macro is all that PS3.3 lists for their items, or nearly
// so, though their names do not say it.
constexpr std::array kCodesByAnotherName = {
    Tag(0x0008, 0x2218),  // Anatomic Region Sequence
    Tag(0x0008, 0x2220),  // Anatomic Region Modifier Sequence
    Tag(0x0008, 0x2228),  // Primary Anatomic Structure Sequence
    Tag(0x0008, 0x2230),  // Primary Anatomic Structure Modifier Sequence
    Tag(0x0018, 0x0012),  // Contrast/Bolus Agent Sequence
    Tag(0x0018, 0x0014),  // Contrast/Bolus Administration Route Sequence
    Tag(0x0018, 0x002A),  // Additional Drug Sequence
    Tag(0x0018, 0x9831),  // Transducer Technology Sequence
    Tag(0x0022, 0x0042),  // Mydriatic Agent Concentration Units Sequence
    Tag(0x003A, 0x0208),  // Channel Source Sequence
    Tag(0x003A, 0x0209),  // Channel Source Modifiers Sequence
    Tag(0x003A, 0x0211),  // Channel Sensitivity Units Sequence
    Tag(0x0052, 0x0016),  // Mode of Percutaneous Access Sequence
    Tag(0x300A, 0x063E),  // Delivery Rate Unit Sequence
    Tag(0x300A, 0x0658),  // Radiation Dosimeter Unit Sequence
};

constexpr NodeId kCodesNode = 1;  // of the items of plain code sequences

// Type exactly 1 at the top level, in an item, or by a module of usage M.
bool Required(AttributeType type, NodeId node, bool mandatory) {
  return type == AttributeType::k1 && (node != kTopNode || mandatory);
}

class Builder {
 public:
  explicit Builder(const CiodRow& ciod) {
    Tree top(kTopNode);
    for (const ModuleUse& use : TopLevelModules(ciod)) {
      AddModule(ModuleAttributes(use.module), use.mandatory, top);
    }
    LinkLeaves(top);
    if (!FunctionalGroups(ciod).empty()) AddGroups(ciod);
    AddCodes();
  }

  std::vector<IodEntry> entries;
  NodeId nodes = kCodesNode + 1;

 private:
  static constexpr std::uint32_t kNoEntry = 0xFFFFFFFF;

  // Where the paths of the Standard's tables ended up, below one root.
  struct Tree {
    explicit Tree(NodeId root)
        : entry(StandardPaths().size(), kNoEntry),
          child(StandardPaths().size(), kUnknownNode) {
      child[0] = root;
    }
    std::vector<std::uint32_t> entry;  // of the attribute that ends the path
    std::vector<NodeId> child;         // of the items below it
  };

  void AddModule(std::span<const AttributeRow> rows, bool mandatory,
                 Tree& tree) {
    for (const AttributeRow& row : rows) {
      const NodeId node = NodeBelow(StandardPaths()[row.path].parent, tree);
      const Place place{row.type, Required(row.type, node, mandatory)};
      std::uint32_t& at = tree.entry[row.path];
      if (at == kNoEntry) {
        at = static_cast<std::uint32_t>(entries.size());
        entries.push_back({node, StandardPaths()[row.path].tag, place});
        continue;
      }
      Place& known = entries[at].place;
      known.type = std::min(known.type, place.type);
      known.required |= place.required;
    }
  }

  // The node of the items of the sequence that ends `path`; the tables list a
  // sequence before its attributes.
  NodeId NodeBelow(std::uint16_t path, Tree& tree) {
    NodeId& node = tree.child[path];
    if (node == kUnknownNode) {
      node = nodes++;
      entries[tree.entry[path]].child = node;
    }
    return node;
  }

  // Sequences for which the tables list no items: codes, and repetitions of a
  // sequence that they are in. What is left stays unknown.
  void LinkLeaves(Tree& tree) {
    const std::span<const PathRow> paths = StandardPaths();
    for (std::size_t path = 1; path < paths.size(); ++path) {
      if (tree.entry[path] == kNoEntry) continue;
      IodEntry& entry = entries[tree.entry[path]];
      const DictionaryRow* row = FindDictionaryRow(entry.tag);
      if (entry.child != kUnknownNode || row == nullptr || row->vr != Vr::kSQ) {
        continue;
      }
      if (IsCodeSequence(entry.tag)) {
        entry.child = kCodesNode;
        continue;
      }
      for (std::size_t up = paths[path].parent; up != 0;
           up = paths[up].parent) {
        if (paths[up].tag != entry.tag) continue;
        entry.child = tree.child[up];
        break;
      }
    }
  }

  void AddGroups(const CiodRow& ciod) {
    Tree groups(nodes++);
    for (IodEntry& entry : entries) {
      if (entry.node == kTopNode &&
          (entry.tag == kSharedGroups || entry.tag == kPerFrameGroups)) {
        entry.child = groups.child[0];
      }
    }
    for (const ModuleUse& use : FunctionalGroups(ciod)) {
      AddModule(ModuleAttributes(use.module), /*mandatory=*/false, groups);
    }
    LinkLeaves(groups);
  }

  // The attributes of a code at the shared node, and at the nodes of code
  // sequences that have more than them.
  void AddCodes() {
    std::vector<bool> holds_codes(nodes, false);
    holds_codes[kCodesNode] = true;
    for (const IodEntry& entry : entries) {
      if (entry.child != kUnknownNode && IsCodeSequence(entry.tag)) {
        holds_codes[entry.child] = true;
      }
    }
    std::vector<std::pair<NodeId, Tag>> present;
    for (const IodEntry& entry : entries) {
      if (holds_codes[entry.node]) present.emplace_back(entry.node, entry.tag);
    }
    std::ranges::sort(present);
    for (std::size_t i = 0; i < holds_codes.size(); ++i) {
      if (!holds_codes[i]) continue;
      const auto node = static_cast<NodeId>(i);
      for (const AttributeRow& row : CodeSequenceAttributes()) {
        const Tag tag = StandardPaths()[row.path].tag;
        if (std::ranges::binary_search(present, std::pair(node, tag))) {
          continue;
        }
        const Place place{row.type, Required(row.type, node, false)};
        const NodeId child = IsCodeSequence(tag) ? kCodesNode : kUnknownNode;
        entries.push_back({node, tag, place, child});
      }
    }
  }
};

}  // namespace

Iod::Iod(std::uint16_t ciod) {
  Builder builder(StandardCiods()[ciod]);
  entries_ = std::move(builder.entries);
  assert(builder.nodes < kUnknownNode);
  std::ranges::sort(entries_, {}, [](const IodEntry& entry) {
    return std::tuple(entry.node, entry.tag);
  });
  node_begin_.assign(builder.nodes + 1, 0);
  for (const IodEntry& entry : entries_) ++node_begin_[entry.node + 1];
  for (std::size_t i = 1; i < node_begin_.size(); ++i) {
    node_begin_[i] += node_begin_[i - 1];
  }
}

const IodEntry* Iod::Find(NodeId node, Tag tag) const {
  const std::span<const IodEntry> here = entries(node);
  const auto found = std::ranges::lower_bound(here, tag, {}, &IodEntry::tag);
  return found != here.end() && found->tag == tag ? &*found : nullptr;
}

bool IsCodeSequence(Tag tag) {
  const DictionaryRow* row = FindDictionaryRow(tag);
  if (row == nullptr || row->vr != Vr::kSQ) return false;
  const std::string_view keyword = StandardText(row->keyword);
  return keyword.ends_with("CodeSequence") ||
         keyword.ends_with("CodeSequenceTrial") ||
         std::ranges::find(kCodesByAnotherName, tag) !=
             kCodesByAnotherName.end();
}

}  // namespace dcmscrub
