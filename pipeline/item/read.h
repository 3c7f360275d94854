// Reading and indexing one input, for those that write an output of it and for
// those that only look.
#pragma once

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <new>
#include <string>

#include "kernels/parse/element_index.h"
#include "pipeline/files/file_system.h"
#include "pipeline/item/input_object.h"
#include "pipeline/item/memory_plan.h"
#include "pipeline/journal/outcome.h"

namespace dcmscrub {

// What reading needs.
struct ReadTerms {
  FileReader& file_system;
  MemoryPlan memory;
  IndexLimits limits = {};  // `elements` goes by the budget
  // A file that was read whole is closed, unless its output takes
  // after it.
  bool keep_open = false;
  const std::atomic<int>* stop = nullptr;  // may be null

  bool stopped() const {
    return stop != nullptr && stop->load(std::memory_order_relaxed) != 0;
  }
};

// Neither throws; what goes wrong decides `ending`, and an ending that is
// decided is passed over.

// Opens the file and reads its head; all of it when it is small.
void ReadInput(const ReadTerms& terms, const std::string& path,
               InputObject& object, Ending& ending) noexcept;

// Whether it got by with the memory it may use.
enum class Fit : std::uint8_t { kFits, kTooLarge };

// Indexes the data set, reading on where its headers go on. kTooLarge leaves
// the ending undecided: call it again with more memory. Under
// memory.large_budget it decides the ending instead.
Fit IndexInput(const ReadTerms& terms, std::uint64_t budget,
               InputObject& object, Ending& ending) noexcept;

// Of faults in an object, those that have it skipped and not quarantined.
void QuarantineOrSkip(const Fault& fault, Ending& ending);

// Runs `body` unless the ending is decided. What runs out of memory loses its
// input, not the run.
template <typename Body>
void Guard(Ending& ending, Body body) noexcept {
  if (ending.decided) return;
  try {
    body();
  } catch (const std::bad_alloc&) {
    ending.Quarantine(Reason::kTooLarge, ENOMEM);
  } catch (...) {
    ending.Quarantine(Reason::kTooLarge);
  }
}

// One file, read and indexed as a run would, for those who look at one and do
// not write: facts included. Links are followed. Values of pixel data and the
// like stay on the disk.
void ReadObject(const std::string& path, FileReader& file_system,
                InputObject& object, Ending& ending);

}  // namespace dcmscrub
