#include "kernels/core/dictionary.h"

#include <array>
#include <cstddef>

#include "kernels/core/hash_slots.h"

namespace dcmscrub {
namespace {

struct Row {
  Tag tag;
  Vr vr = Vr::kNone;  // kNone marks a free slot
  bool ambiguous = false;
};

// A row such as (0028,04X0): any digit where `mask` has a zero.
struct Pattern {
  std::uint32_t mask;
  std::uint32_t value;
  Vr vr;
  bool ambiguous;
};

#include "kernels/core/dictionary_data.inc"

// A third full, so that most look-ups end at the first slot. The rows stand
// in the slots themselves: one cache line a look-up.
constexpr std::size_t kSlots = 16384;
static_assert(std::size(kRows) * 2 < kSlots);

constexpr std::array<Row, kSlots> MakeTable() {
  std::array<Row, kSlots> table{};
  for (const Row& row : kRows) {
    std::size_t at = TagHash(row.tag) % kSlots;
    while (table[at].vr != Vr::kNone) at = (at + 1) % kSlots;
    table[at] = row;
  }
  return table;
}

constexpr std::array<Row, kSlots> kTable = MakeTable();

// All of these are retired, and hardly met. An exact row goes first:
// (7FE0,0010) is not (7FXX,0010), nor (0028,0400) one of (0028,04X0).
Row FindPattern(Tag tag) {
  for (const Pattern& pattern : kPatterns) {
    if ((tag.value & pattern.mask) == pattern.value) {
      return {tag, pattern.vr, pattern.ambiguous};
    }
  }
  return {};
}

// For tags that are neither private nor group lengths.
Row Find(Tag tag) {
  const Tag canonical = CanonicalTag(tag);
  for (std::size_t at = TagHash(canonical) % kSlots;; at = (at + 1) % kSlots) {
    const Row& row = kTable[at];
    if (row.vr == Vr::kNone) return FindPattern(canonical);
    if (row.tag == canonical) return row;
  }
}

}  // namespace

Vr DictionaryVr(Tag tag) {
  if (tag.is_group_length()) return Vr::kUL;
  if (tag.is_private()) return tag.is_private_creator() ? Vr::kLO : Vr::kUN;
  return Find(tag).vr;
}

bool DictionaryVrIsAmbiguous(Tag tag) {
  if (tag.is_group_length() || tag.is_private()) return false;
  return Find(tag).ambiguous;
}

Tag KnownTag(Tag tag) {
  if (tag.group() == 0xFFFE) return tag;
  const bool known = !tag.is_private() && !tag.is_group_length() &&
                     DictionaryVr(tag) != Vr::kNone;
  return known ? tag : Tag();
}

}  // namespace dcmscrub
