// What flows along the edges of the graph: a light Ticket for each input from
// discovery to commit, and a heavy WorkItem, lent to it for as long as it is
// being read, scrubbed and written. Both are reused and keep their memory, so
// a warm run allocates next to nothing for a file.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <array>
#include <atomic>
#include <bit>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kernels/core/edit_list.h"
#include "kernels/parse/element_index.h"
#include "kernels/parse/file_prefix.h"
#include "kernels/parse/inflate.h"
#include "kernels/parse/object_facts.h"
#include "kernels/scrub/gather.h"
#include "kernels/scrub/scrubber.h"
#include "kernels/search/residue_patterns.h"
#include "kernels/text/text_codec.h"
#include "pipeline/files/file_system.h"
#include "pipeline/journal/crosswalk.h"
#include "pipeline/run/run.h"

namespace dcmscrub {

// Which series an output belongs to, in new identifiers. Where a policy keeps
// UIDs or the Patient ID, those that they would have got otherwise: what holds
// this holds no original.
struct OutputSeries {
  std::string series;
  std::string study;
  std::string patient;   // the pseudonym
  std::string modality;  // as it stands in the input

  void Clear();  // keeps the memory
  bool empty() const { return series.empty() && study.empty(); }
  friend bool operator==(const OutputSeries&, const OutputSeries&) = default;
};

// One input, from its discovery to its record. Owned by the run; one stage at
// a time has it.
struct Ticket {
  std::uint64_t number = 0;  // from 1
  std::size_t root = 0;      // index of its source
  std::string source;        // path
  std::size_t below = 0;     // where in `source` the path below its source
                             // starts
  std::string output;        // path; filled by the write stage
  std::unique_ptr<OutputFile> temporary;  // written, not yet published

  // Stages pass over a ticket whose fate is decided. An undecided one that
  // reaches commit is written.
  bool decided = false;
  Outcome outcome = Outcome::kWritten;
  Reason reason = Reason::kNone;
  int error_number = 0;
  Fault fault;
  std::string place;  // of Error::kResidue: "(0040,0275)[1]/(0008,0050)"
  WarningSet warnings;
  bool name_holds_identifier = false;
  bool neutral_name = false;  // layout "mirror": in place of one that told
  std::vector<std::string_view> labels;  // of rules; they live in the policy
  CrosswalkEntry who;                    // filled where a crosswalk is wanted
  OutputSeries series;                   // filled where a journal is kept
  bool remove_source = false;  // renamed in place: `output` replaces `source`
  // Lengths of the prefixes of `source` that are folders whose own names hold
  // an identifier; only in place under `rename`.
  std::vector<std::size_t> telling_folders;

  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  // Of the source, when it was opened; with `bytes_in`.
  std::int64_t modified_ns = 0;
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  // In place: what its output has not of it, and whether it had other names
  // when its output took its place.
  Losses losses;
  bool was_linked = false;
  std::int64_t new_modified_ns = 0;  // of the temporary; in place only

  // Forgets the last input, keeps the memory.
  void Reset();

  void Decide(Outcome how, Reason why, int error = 0) {
    decided = true;
    outcome = how;
    reason = why;
    error_number = error;
  }
  void Skip(Reason why) { Decide(Outcome::kSkipped, why); }
  void Quarantine(Reason why, int error = 0) {
    Decide(Outcome::kQuarantined, why, error);
  }
  void Quarantine(const Fault& found, Reason why = Reason::kFault) {
    Decide(Outcome::kQuarantined, why);
    fault = found;
  }
  void Interrupt() { Decide(Outcome::kInterrupted, Reason::kNone); }
};

// Whether it leaves an output of its own behind.
inline bool IsPublished(const Ticket& ticket) {
  return ticket.outcome == Outcome::kWritten ||
         ticket.outcome == Outcome::kDuplicate;
}

// Bytes that are not cleared before they are read into.
class Buffer {
 public:
  std::uint8_t* data() { return data_.get(); }
  std::size_t size() const { return size_; }
  std::size_t capacity() const { return capacity_; }
  Bytes bytes() const { return {data_.get(), size_}; }

  void Resize(std::size_t size);  // what is there stays, may move
  void Release();

 private:
  std::unique_ptr<std::uint8_t[]> data_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

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

struct WorkItem {
  Ticket* ticket = nullptr;
  std::size_t slot = 0;  // in its pool

  std::unique_ptr<InputFile> file;  // open while more may be asked of it
  FileInfo info;                    // of the input, when it was opened
  bool whole = false;               // all of it is in `buffer`
  Buffer buffer;                    // bytes of the file, window by window
  std::vector<Window> windows;      // of the stream that `index` describes
  bool last_is_hop = false;
  std::vector<std::uint8_t> inflated;  // the stream, if it is deflated

  FilePrefix prefix;
  ObjectFacts facts;  // views into memory() and `prefix`, from scrub on
  std::optional<ElementIndex> index{std::in_place};
  std::optional<Scrubber> scrubber{std::in_place};
  EditList edits;
  std::optional<Gather> gather{std::in_place};
  std::span<const WriteStep> steps;    // of the output, before it is deflated
  std::vector<std::uint32_t> telling;  // elements that hold residues
  Deflater deflater;
  std::vector<std::uint8_t> deflated;  // the output, if it is deflated
  std::vector<Bytes> parts;            // of one gathered write
  std::vector<std::uint8_t> scratch;   // of a range that is not just copied
  TextCodec codec;                     // of the crosswalk and of patients
  // What else to search for in the second of two passes; may be null.
  std::shared_ptr<const ResiduePatterns> patient;
  ResiduePatterns patient_names;  // while the output gets its name

  ChangeCounts changes;  // over all inputs this item carried

  // What the index and the edits point into.
  Bytes memory() const {
    return prefix.syntax.deflated ? Bytes(inflated) : buffer.bytes();
  }
  // Gives back what is above `budget` bytes, and the input.
  void Finish(std::uint64_t budget);
};

// A fixed set of items. Any thread may take and give back at any time, with
// no lock; the item of the lowest number goes first, as its memory is the
// warmest.
class WorkPool {
 public:
  static constexpr std::size_t kMaxItems = 128;

  explicit WorkPool(std::size_t items);

  WorkItem* Take();  // nullptr when all are out
  void Give(WorkItem* item);

  const std::vector<std::unique_ptr<WorkItem>>& items() const { return items_; }

 private:
  static constexpr std::size_t kBits = 64;

  std::vector<std::unique_ptr<WorkItem>> items_;
  std::array<std::atomic<std::uint64_t>, kMaxItems / kBits> free_{};
};

// How the memory of a run is shared out.
struct MemoryPlan {
  std::size_t items = 0;           // in flight at a time
  std::uint64_t item_budget = 0;   // bytes for each of them
  std::uint64_t large_budget = 0;  // bytes for the one in the large lane
};

// Half of the memory at most goes to the items, twice as many as there are
// threads if they fit; the rest is for the large lane.
MemoryPlan PlanMemory(std::uint64_t memory, int threads);

}  // namespace dcmscrub
