// What is gone from results and no original of their own explains: a run with
// two passes takes out what any file of the patient holds.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "kernels/identity/identity.h"
#include "pipeline/apart/workers.h"
#include "pipeline/files/file_system.h"
#include "pipeline/verify/facts.h"
#include "pipeline/verify/reading/findings.h"

namespace dcmscrub {

struct LossInput {
  const std::vector<std::string>& sources;  // all originals
  const std::vector<std::string>& pairs;    // that of each output
  const Identity* identity = nullptr;
  Workers* workers = nullptr;  // who read objects; never null
  int threads = 0;
};

// The lost values of `files` that no original of the same patient explains, by
// the number of the file. Reads all originals of those patients once more, and
// others that were not compared, but nothing where nothing is lost.
std::vector<std::pair<std::uint64_t, FileFindings>> UnexplainedLosses(
    const LossInput& input, std::span<const FileFacts> files,
    FileReader& file_system);

}  // namespace dcmscrub
