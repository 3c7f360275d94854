// Which original each file of a result was made from.
#pragma once

#include <string>
#include <vector>

#include "kernels/identity/identity.h"
#include "pipeline/apart/workers.h"
#include "pipeline/files/file_system.h"
#include "pipeline/verify/journal.h"
#include "pipeline/verify/listing.h"

namespace dcmscrub {

struct PairingInput {
  const VerifyListing& listing;
  const VerifyJournal* journal = nullptr;
  const Identity* identity = nullptr;
  Workers* workers = nullptr;  // who read objects; never null
  int threads = 0;             // 0: as many as the machine has
};

// The original of each output, in their order; empty: not known. By the
// journal; else by the path, where the result mirrors it; else by SOP Instance
// UID, for which all sources are read.
std::vector<std::string> PairFiles(const PairingInput& input,
                                   FileReader& file_system);

}  // namespace dcmscrub
