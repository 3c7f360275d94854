// What is known of one input, from its discovery to its record. Each stage
// adds a part, which has a name, and reads those of the stages before it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/core/error.h"
#include "pipeline/files/file_system.h"
#include "pipeline/files/likeness.h"
#include "pipeline/journal/crosswalk.h"
#include "pipeline/journal/outcome.h"
#include "pipeline/journal/record.h"

namespace dcmscrub {

// What discovery knows.
struct FoundInput {
  std::uint64_t number = 0;  // from 1
  std::size_t root = 0;      // index of its source
  std::string source;        // path
  std::size_t below = 0;     // where in `source` the path below its source
                             // starts

  void Clear();  // keeps the memory; so do those below
};

// What the scrub tells of an object, once it is proven.
struct ObjectNotes {
  WarningSet warnings;
  std::vector<std::string_view> labels;  // of rules; they live in the policy
  CrosswalkEntry who;                    // filled where a crosswalk is wanted
  OutputSeries series;                   // filled where a journal is kept

  void Clear();
};

// What the output is to be called.
struct OutputName {
  std::string path;  // also of one that was written by an earlier run
  bool holds_identifier = false;
  bool neutral = false;        // layout "mirror": in place of one that told
  bool remove_source = false;  // renamed in place: `path` replaces the source
  // In place, what is to be renamed after the file: lengths of the prefixes of
  // the source's path whose last component holds an identifier. Folders, also
  // above what the run was asked about; without `rename` the file as well. A
  // later run knows them from the journal alone.
  std::vector<std::size_t> telling_paths;

  void Clear();
};

// What was written.
struct WrittenOutput {
  std::unique_ptr<OutputFile> temporary;  // not yet published
  FileStamp stamp;                        // its size; its time in place only
  // In place: what it has not of its original, and whether that had other
  // names when this took its place.
  Losses losses;
  bool was_linked = false;

  void Clear();
};

// Owned by the run; one stage at a time has it.
struct Ticket {
  FoundInput input;
  Ending ending;   // stages pass over a ticket whose ending is decided
  FileStamp read;  // the input, when it was read
  ObjectNotes notes;
  OutputName output;
  WrittenOutput written;

  // Forgets the last input, keeps the memory.
  void Reset();
};

}  // namespace dcmscrub
