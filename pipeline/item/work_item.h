// What is lent to an input for as long as it is being read, scrubbed and
// written: buffers that are heavy, and keep their memory from file to file.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "kernels/match/rule_table.h"
#include "kernels/scrub/scrubber.h"
#include "kernels/search/residue_patterns.h"
#include "kernels/text/text_codec.h"
#include "pipeline/inputs/ticket.h"
#include "pipeline/item/input_object.h"
#include "pipeline/item/memory_plan.h"
#include "pipeline/item/write.h"

namespace dcmscrub {

// Counts of changes, by what ChangeKey makes of each.
using ChangeCounts = absl::flat_hash_map<std::uint64_t, std::uint64_t>;
constexpr std::uint64_t ChangeKey(const Change& change) {
  return std::uint64_t{change.tag.value} << 32 |
         std::uint64_t{change.statement} << 8 |
         static_cast<std::uint64_t>(change.kind);
}
constexpr Change ChangeOf(std::uint64_t key) {
  return {Tag(static_cast<std::uint32_t>(key >> 32)),
          static_cast<Change::Kind>(key & 0xFF),
          static_cast<std::uint16_t>(key >> 8 & 0xFFFF)};
}

// What the scrub was given, and what it is done with.
struct ObjectScrub {
  ScrubInput input;
  const RuleTable* rules = nullptr;
  std::optional<Scrubber> scrubber{std::in_place};
  // What else to search for in the second of two passes; may be null.
  std::shared_ptr<const ResiduePatterns> patient;
  TellingValues telling;          // values that hold residues
  std::vector<ByteHit> hits;      // of one of them
  ResiduePatterns patient_names;  // while the output gets its name
  TextCodec codec;                // of the crosswalk and of patients
};

struct WorkItem {
  Ticket* ticket = nullptr;
  std::size_t slot = 0;  // in its pool

  InputObject object;
  ObjectScrub scrub;
  OutputBytes output;

  // Bytes that it may use, and whether it got by with them.
  std::uint64_t budget = 0;
  bool fits = true;

  ChangeCounts changes;  // over all inputs this item carried

  // Gives back what is above `most` bytes, and closes the input.
  void Finish(std::uint64_t most);
};

// A fixed set of items. Any thread may take and give back at any time, with
// no lock; the item of the lowest number goes first, as its memory is the
// warmest.
class WorkPool {
 public:
  explicit WorkPool(std::size_t items);

  WorkItem* Take();  // nullptr when all are out
  void Give(WorkItem* item);

  const std::vector<std::unique_ptr<WorkItem>>& items() const { return items_; }

 private:
  static constexpr std::size_t kBits = 64;

  std::vector<std::unique_ptr<WorkItem>> items_;
  std::array<std::atomic<std::uint64_t>, MemoryPlan::kMostItems / kBits>
      free_{};
};

}  // namespace dcmscrub
