// The stages as plain functions on one WorkItem. The graph and the plain loop
// call the same ones; they know nothing of each other's threads.
//
// None of them throws, waits or takes a lock. What goes wrong is written to
// the ticket, and later stages pass over a ticket that is decided.
#pragma once

#include <absl/status/statusor.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kernels/identity/identity.h"
#include "pipeline/files/file_system.h"
#include "pipeline/run/layout.h"
#include "pipeline/run/options.h"
#include "pipeline/run/patient_patterns.h"
#include "pipeline/run/source.h"
#include "pipeline/run/work_item.h"
#include "rules/compile/policy.h"

namespace dcmscrub {

// What all stages of a run share; read-only but for the policy's cache.
struct Context {
  const RunOptions& options;
  FileSystem& file_system;
  const Sources& sources;
  const Identity& identity;
  PolicyCache& policies;
  const Layout& layout;
  // "mirror" with several sources: what precedes the path below each folder,
  // "ct/" or, for the second of that name, "ct-2/". Files that are sources
  // themselves have nothing before their name.
  std::vector<std::string> mirror_prefixes;
  MemoryPlan memory;
  const std::atomic<int>* stop = nullptr;  // may be null
  // Values up to here are read, see IndexLimits.
  std::uint32_t loaded_value = IndexLimits().loaded_value;
  PatientPatterns* patients = nullptr;  // of the second of two passes
  std::optional<int> date_offset;       // ScrubInput::date_offset

  bool stopped() const {
    return stop != nullptr && stop->load(std::memory_order_relaxed) != 0;
  }
};

// Opens the input and reads its head; all of it when it is small.
void Read(const Context& context, WorkItem& item) noexcept;

// Whether a stage got by with the memory it may use.
enum class Fit : std::uint8_t { kFits, kTooLarge };

// Indexes the data set, reading on where its headers go on. kTooLarge leaves
// the ticket undecided: call it again with more memory. Under
// memory.large_budget it decides the ticket instead.
Fit Parse(const Context& context, WorkItem& item,
          std::uint64_t budget) noexcept;

// Finds the rules of the object, turns them into edits, and proves that nothing
// is left of what they take out (prove.h).
void Scrub(const Context& context, WorkItem& item) noexcept;

// What the policy takes out of the object, for a run that gathers before it
// writes: the first half of Scrub, and nothing is searched. Null where the
// ticket is decided; else good until the item's next scrub.
const IdentifierList* TakenOut(const Context& context, WorkItem& item) noexcept;

// Names the output and writes it to a temporary beside its target.
void Write(const Context& context, WorkItem& item) noexcept;

// The second half of Write, for a ticket that has its output's path: the edits
// of `item`, whose data set begins at `data_set_begin`, to a temporary.
void WriteEdits(const Context& context, WorkItem& item,
                std::uint64_t data_set_begin) noexcept;

// What options.threads comes to on this machine.
int ThreadsOf(const RunOptions& options);
// options.policy, or what stands for it.
absl::StatusOr<std::shared_ptr<const Policy>> PolicyOf(
    const RunOptions& options);

}  // namespace dcmscrub
