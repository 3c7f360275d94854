// Writing one output to a temporary beside its target, for those that scrub
// and for those that bring originals back.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kernels/core/bytes.h"
#include "kernels/core/edit_list.h"
#include "kernels/emit/gather.h"
#include "kernels/parse/inflate.h"
#include "pipeline/files/file_system.h"
#include "pipeline/inputs/options.h"
#include "pipeline/inputs/ticket.h"
#include "pipeline/item/input_object.h"
#include "pipeline/journal/outcome.h"

namespace dcmscrub {

// What writing needs.
struct WriteTerms {
  FileSystem& file_system;
  bool in_place = false;    // the output takes after the input, and its folder
                            // is there
  bool owner_only = false;  // mode 0600, whatever the umask
  bool dry_run = false;     // no more than how large it would be
  Sync sync = Sync::kBatch;
  const std::atomic<int>* stop = nullptr;  // may be null
};

// What is to be written, and how. Reused from file to file.
struct OutputBytes {
  EditList edits;
  std::optional<Gather> gather{std::in_place};
  std::span<const WriteStep> steps;  // of the output, before it is deflated
  Deflater deflater;
  std::vector<std::uint8_t> deflated;  // the output, if it is deflated
  std::vector<Bytes> parts;            // of one gathered write
  std::vector<std::uint8_t> scratch;   // of a range that is not just copied

  // Fills `steps`: the edits of `object`.
  void Plan(const InputObject& object);
  // Gives back what is above `budget` bytes; whether the edits were.
  bool Finish(std::uint64_t budget);
};

// Where the bytes go.
struct NewOutput {
  const std::string& path;
  std::uint64_t data_set_begin = 0;  // in the output
  MayKeep may_keep = {};             // in place
};

// Writes the steps of `bytes` to a temporary beside the path. What goes wrong
// decides the ending, and then there is no temporary.
void WriteOutput(const WriteTerms& terms, const NewOutput& output,
                 InputObject& object, OutputBytes& bytes,
                 WrittenOutput& written, Ending& ending) noexcept;

}  // namespace dcmscrub
