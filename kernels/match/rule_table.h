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
#include <optional>
#include <span>
#include <string_view>

#include "kernels/core/bytes.h"
#include "kernels/core/hash_slots.h"
#include "kernels/core/tag.h"
#include "kernels/core/vr.h"
#include "kernels/identity/date_ops.h"
#include "kernels/match/action.h"
#include "kernels/match/site_rules.h"
#include "kernels/search/identifier_words.h"

namespace dcmscrub {

class Recipients;
class ResiduePatterns;
class Vocabulary;

using NodeId = std::uint16_t;
inline constexpr NodeId kTopNode = 0;
// Below a sequence that the IOD does not know, or in an object whose SOP
// class is not known: Types cannot be told.
inline constexpr NodeId kUnknownNode = 0xFFFF;

// Whose words a text is of, and so what of a hit counts in it: docs/residue.md.
enum class Wording : std::uint8_t {
  kPeoples,    // any
  kStandards,  // what is not of words of the vocabulary
  kMakers,     // of those, what has several words, and long numbers
};

// What is done with one attribute. One for each tag of PS3.6 and each tag of
// the profile; repeating groups under their canonical tag.
struct Rule {
  Tag tag;
  Vr vr = Vr::kNone;  // PS3.6
  Action at_top = Action::kKeep;
  Action absent = Action::kKeep;   // at a known node where the IOD has no row
  Action unknown = Action::kKeep;  // at kUnknownNode
  bool by_node = false;  // below the top level, ask the PathRule first
  // Type 1 or 1C at the top level: what cannot be shifted or cleaned becomes a
  // dummy there, and empty elsewhere.
  bool required = false;
  // What its values identify by, where the policy takes them out for that:
  // PS3.15 has them removed or replaced, and they are no descriptors. They are
  // searched for in what leaves, and names and texts must not stay in cleaned
  // text. kUid: those that get a new one.
  IdentifierKind identifier = IdentifierKind::kNone;
  bool may_hold_residue = false;  // by `residue allow`
  Wording wording = Wording::kPeoples;
  // PS3.15 has something done with it, and an option has it stay.
  bool spared = false;
  // Text of people, which is cut where its VR allows no more. Of codes and IDs
  // nothing is cut: they would be others.
  bool prose = false;
  std::uint8_t values = 1;  // least number of values a dummy must have
  std::uint16_t row = 0;    // its number in AttributeTable::rules
  std::uint16_t dummy = 0;  // index in DummyTable::values; 0: by VR
  std::uint32_t chain = 0;  // of site statements, in SiteTable::chains; 0: none
};

// What differs from the Rule at one node below the top level, and where a
// sequence leads. The key is (node, canonical tag).
struct PathRule {
  NodeId node = kUnknownNode;  // kUnknownNode marks a free slot
  NodeId child = kUnknownNode;
  Tag tag;
  Action action = Action::kKeep;
  bool required = false;  // as Rule::required, here
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

// A private attribute that is known: by group, creator and the low byte of its
// element (PS3.5 7.8.1), never by block number.
struct PrivateRule {
  static constexpr std::uint16_t kAny = 0xFFFF;

  std::uint16_t creator = kAny;  // in PrivateAttributeTable::creators; kAny
                                 // marks a free slot
  std::uint16_t group = kAny;    // kAny: whatever the group
  std::uint16_t element = kAny;  // low byte; kAny: the whole block
  Vr vr = Vr::kNone;             // kNone: not known
  // kRemove: as without this slot. Else it is known to be safe, as it is
  // (kKeep) or as its VR asks: kUid, kShift, kCapAge. kClean: numbers, codes
  // and bytes stay, whatever may be words is cleaned, or goes as bytes; what VR
  // the object says comes before `vr`.
  Action action = Action::kRemove;
  std::uint32_t chain = 0;  // of site statements; all that could match
};

// What is done with a content item by its concept, PS3.15 Table E.3.4-1. Only
// where Clean Structured Content is chosen; without a row, TEXT comes to
// ContentTable::other_text and all else to the rule of its value's attribute.
struct ContentRule {
  std::string_view code;        // (0008,0100) of the concept name
  std::string_view scheme;      // SRT also stands for SNM3 and 99SDM
  std::string_view value_type;  // (0040,A040)
  // Of the value; kRemove: of the item. kUid on references: they are mapped.
  Action action = Action::kRemove;
};

// What is done with attributes by their tags. Open addressing with linear
// probing; sizes are powers of two, free slots hold kFreeSlot. See
// tag_matcher.h for the one look-up.
struct AttributeTable {
  static constexpr std::uint16_t kFreeSlot = 0xFFFF;
  std::span<const Rule> rules;                // ascending by tag
  std::span<const std::uint16_t> rule_slots;  // index in `rules`
  std::span<const PathRule> path_slots;       // by (node, tag)
  // Places below the top level where an attribute that stays is required:
  // RequiredKey, ascending. Asked only when it cannot stay after all.
  std::span<const std::uint64_t> required_places;
  bool sop_class_known = false;
  // Type 1 in the IOD; not of what belongs to no study, such as a hanging
  // protocol.
  bool study_required = true;
  bool series_required = true;
};

struct DummyTable {
  std::span<const Dummy> values;  // [0] is unused
  std::span<const DummyDocument> documents;
};

// Private attributes; empty when all go. Creators ascending; slots by
// PrivateHash.
struct PrivateAttributeTable {
  std::span<const std::string_view> creators;
  std::span<const PrivateRule> slots;
  // The object's own (0008,0300) is believed as well.
  bool trusts_characteristics = false;
};

struct ContentTable {
  // Ascending by (code, value type); empty unless content is cleaned.
  std::span<const ContentRule> rules;
  Action other_text = Action::kDummy;  // TEXT items that have no row
};

struct DateTable {
  // Some rule or statement shifts: each patient, or what `by` says, has an
  // offset from this range.
  bool moves = false;
  DateShiftRange shift;
  DatesBy by = DatesBy::kPatient;
  std::string_view constant;
  // What the first day of a case becomes, in days since 1970-01-01: dates move
  // by ScrubInput::date_offset and not by such an offset.
  std::optional<std::int64_t> day_zero;
};

// A site's own rules. Chains are runs of statement numbers, ascending, each
// ended by kEndOfChain; [0] is an empty one.
struct SiteTable {
  static constexpr std::uint16_t kEndOfChain = 0xFFFF;
  std::span<const SiteStatement> statements;
  std::span<const std::uint16_t> chains;
  std::uint32_t private_chain = 0;  // of private attributes in no slot
  std::uint32_t unknown_chain = 0;  // of even groups that PS3.6 lacks
  std::span<const PathPattern> paths;
  // Attributes that a `set` or `label` statement adds to the top level where
  // they lack, unless an earlier statement decides about the attribute, or
  // would if it were there: so that another scrub of the output finds nothing
  // to do. (tag, statement), ascending by tag, then by statement.
  struct SetRule {
    Tag tag;
    Vr vr = Vr::kNone;
    std::uint16_t statement = 0;
    bool is_label = false;
  };
  std::span<const SetRule> sets;
  const SiteRules* program = nullptr;  // null: no statements
};

// Outputs are searched for what was taken out of them: docs/residue.md.
struct ResidueTable {
  bool searches = true;
  ResidueWords words;
  // Of a site, in every object: --identifiers, `residue search`. May be null.
  const ResiduePatterns* sought = nullptr;
};

// What an output says of itself.
struct MarkTable {
  // For (0012,0063), without key or site: one value or several, of at most 64
  // characters each, with backslashes between them. "dcmscrub 0.1.0 PS3.15
  // 2026d Basic 0123abcd"; the last word of the first value tells policies
  // apart, so who finds that value in an object needs to add none.
  std::string_view method;
  // For (0012,0064): CID 7050 codes, scheme DCM. Only what was carried out:
  // there may be none.
  struct Code {
    std::string_view value;
    std::string_view meaning;
  };
  std::span<const Code> method_codes;
  // For (0028,0303): REMOVED, UNMODIFIED, MODIFIED.
  std::string_view temporal_information = "REMOVED";
  // The policy moves dates or computes values, so that to scrub an output
  // again would change it: outputs get a seal (seal.h).
  bool sealed = false;
  std::string_view policy_fingerprint;
};

struct RuleTable {
  AttributeTable attributes;
  DummyTable dummies;
  PrivateAttributeTable privates;
  ContentTable content;
  DateTable dates;
  SiteTable site;
  ResidueTable residue;
  MarkTable marks;
  const Vocabulary* vocabulary = nullptr;  // never null where there is kClean
  // Whom to encrypt originals for (encrypted_attributes.h); null: nobody.
  const Recipients* recipients = nullptr;
  // Profile "none", a pure edit job: what has no rule, private attributes
  // included, stays, no mark is written and nothing is claimed.
  bool keeps_unlisted = false;
};

constexpr std::uint64_t RequiredKey(NodeId node, Tag tag) {
  return std::uint64_t{node} << 32 | tag.value;
}
inline std::uint32_t PrivateHash(std::uint16_t creator, std::uint16_t group,
                                 std::uint16_t element) {
  return ((std::uint32_t{creator} << 16 ^ std::uint32_t{group} << 6 ^ element) *
          0x9E3779B1u) >>
         7;
}
inline std::uint32_t PathHash(NodeId node, Tag tag) {
  return ((tag.value ^ (std::uint32_t{node} << 20) ^ node) * 0x9E3779B1u) >> 7;
}

}  // namespace dcmscrub
