// What a run may be told.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kernels/identity/keyed_hash.h"
#include "pipeline/journal/run_summary.h"
#include "rules/compile/policy.h"

namespace dcmscrub {

// When outputs are made durable. A crash never leaves half a target, whatever
// the choice; it is about whether finished ones survive a power loss.
enum class Sync : std::uint8_t {
  kNone,   // when the system gets to it
  kBatch,  // a group of temporaries together, before they are renamed
  kEach,   // every one before it is renamed
};

// What is done to objects.
struct PolicyUse {
  std::shared_ptr<const Policy> policy;  // null: Basic without options
  Key key{};
  std::string uid_root;  // of new UIDs; empty: 2.25. See identity.h
  // Objects that were de-identified by this program under another key or
  // policy: scrubbed once more, and not quarantined.
  bool again = false;
  // The first day of the case that the sources are, in days since 1970-01-01:
  // becomes the rules' day zero, if they name one. Rules that do are refused
  // where it is not given.
  std::optional<std::int64_t> first_day;
  // What the policy's site statements are called in the journal, by their
  // number: "site.rules:12".
  std::vector<std::string> statement_names;
  RunDescription description;
};

// Where outputs go: an output folder, or in place.
struct OutputPlace {
  std::string output;
  bool in_place = false;
  bool rename = false;  // in place: neutral names for files and folders that
                        // hold an identifier of a file in them

  // Output path below `output`, with {patient}, {study}, {series}, {instance}
  // and {modality} replaced by new identifiers (see layout.h); "mirror" keeps
  // the path below the source, preceded by the source's own name when there
  // are several sources.
  std::string layout = "{patient}/{study}/{series}/{instance}.dcm";
};

// How a run goes about it, and where it gives up; else outputs do not depend on
// it.
struct RunPace {
  int threads = 0;  // 0: as many as the machine has
  std::uint64_t memory = std::uint64_t{256} << 20;  // bytes, for all buffers
  Sync sync = Sync::kBatch;
  bool serial = false;  // the same stages in a plain loop, for tests
  std::uint32_t depth_limit = 256;  // nesting levels, items included
};

struct RunOptions : PolicyUse, OutputPlace, RunPace {
  std::vector<std::string> sources;  // files and folders
  // Paths that are never taken as inputs when they lie inside a source: a
  // report that is being written, say. The output folder, the journal and the
  // crosswalk need not be named.
  std::vector<std::string> exclude;

  // Reads everything once before, so that each file is searched for what is
  // taken out of any file of its patient: docs/residue.md.
  bool two_pass = false;
  // What the first pass gathers stays in memory: for a case, not an archive.
  bool gather_in_memory = false;

  bool dry_run = false;   // everything but write, journal included
  std::string journal;    // path; empty: none is kept
  std::string crosswalk;  // path; empty: none. See crosswalk.h
};

}  // namespace dcmscrub
