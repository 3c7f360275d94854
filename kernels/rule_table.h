// A policy in the form that the matcher runs: hash tables behind spans, one
// for each SOP class. Made by the rules layer, read-only from then on, shared
// by all threads.
//
// The tree of sequences that an IOD allows is numbered: node 0 is the top
// level of the data set, and a sequence at a node leads to the node of its
// items. The verdict on an attribute may depend on the node, because the
// attribute's Type does (PS3.15 Table E.1-1a).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "kernels/bytes.h"
#include "kernels/tag.h"
#include "kernels/vr.h"

namespace dcmscrub {

// What happens to an element. PS3.15 Table E.1-1a after its compound codes
// were resolved, with D and Z told apart by how the value is made.
enum class Action : std::uint8_t {
  kKeep,         // a sequence: its items are gone through
  kRemove,       // with all it holds
  kEmpty,        // zero length, zero items
  kDummy,        // by VR, or by the rule's dummy
  kUid,          // mapped by key; a sequence: its items are gone through
  kPatientId,    // pseudonym of the patient, from this very value
  kPatientName,  // pseudonym of the patient, from the Patient ID beside it
};
inline constexpr int kActionCount = 7;

std::string_view ActionName(Action action);  // "keep"

using NodeId = std::uint16_t;
inline constexpr NodeId kTopNode = 0;
// Below a sequence that the IOD does not know, or in an object whose SOP
// class is not known: Types cannot be told.
inline constexpr NodeId kUnknownNode = 0xFFFF;

// What is done with one attribute. One for each tag of PS3.6 and each tag of
// the profile; repeating groups under their canonical tag.
struct Rule {
  Tag tag;
  Vr vr = Vr::kNone;  // PS3.6
  Action at_top = Action::kKeep;
  Action absent = Action::kKeep;   // at a known node where the IOD has no row
  Action unknown = Action::kKeep;  // at kUnknownNode
  bool by_node = false;     // below the top level, ask the PathRule first
  std::uint8_t values = 1;  // least number of values a dummy must have
  std::uint16_t row = 0;    // its number in RuleTable::rules
  std::uint16_t dummy = 0;  // index in RuleTable::dummies; 0: by VR
};

// What differs from the Rule at one node below the top level, and where a
// sequence leads. The key is (node, canonical tag).
struct PathRule {
  NodeId node = kUnknownNode;  // kUnknownNode marks a free slot
  NodeId child = kUnknownNode;
  Tag tag;
  Action action = Action::kKeep;
  std::uint16_t dummy = 0;
};

// A dummy that is more than a constant of its VR: the value of one attribute,
// or an item for a sequence, flattened: (nesting level, element) in order.
struct DummyElement {
  std::uint8_t level = 0;  // 0: in the item; 1: in the item of a sequence in
                           // it, and so on. Each sequence has one item.
  Tag tag;
  Vr vr = Vr::kNone;       // kSQ: an item of the elements at level + 1 follows
  std::string_view value;  // text, or bytes of byte VRs; even length not asked
};

struct Dummy {
  std::string_view value;              // for attributes that are no sequence
  std::span<const DummyElement> item;  // for sequences
};

// Stand-ins for (0042,0011) Encapsulated Document by its MIME type.
struct DummyDocument {
  std::string_view mime_type;
  Bytes bytes;
};

struct RuleTable {
  // Open addressing with linear probing; sizes are powers of two, free slots
  // hold kFreeSlot. See tag_matcher.h for the one look-up.
  static constexpr std::uint16_t kFreeSlot = 0xFFFF;
  std::span<const Rule> rules;                // ascending by tag
  std::span<const std::uint16_t> rule_slots;  // index in `rules`
  std::span<const PathRule> path_slots;       // by (node, tag)
  std::span<const Dummy> dummies;             // [0] is unused
  std::span<const DummyDocument> documents;

  bool sop_class_known = false;
  // For (0012,0063), without key or site: "dcmscrub 0.1 PS3.15 2026d Basic".
  std::string_view method;
  // For (0012,0064): CID 7050 codes, scheme DCM.
  struct Code {
    std::string_view value;
    std::string_view meaning;
  };
  std::span<const Code> method_codes;
  // For (0028,0303): REMOVED, UNMODIFIED, MODIFIED.
  std::string_view temporal_information = "REMOVED";
};

constexpr std::uint32_t TagHash(Tag tag) {
  return (tag.value * 0x9E3779B1u) >> 7;
}
inline std::uint32_t PathHash(NodeId node, Tag tag) {
  return ((tag.value ^ (std::uint32_t{node} << 20) ^ node) * 0x9E3779B1u) >> 7;
}

}  // namespace dcmscrub
