// Which original each file of a result was made from.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernels/identity/identity.h"
#include "pipeline/apart/workers.h"
#include "pipeline/files/file_system.h"
#include "pipeline/verify/journal.h"

namespace dcmscrub {

// Regular files below a folder, whole paths, ascending; of a file, itself. What
// is no regular file and no folder goes to `others`. An error: errno.
int ListFiles(const std::string& folder, FileReader& file_system,
              std::vector<std::string>& files,
              std::vector<std::string>& others);

// The first bytes of a file, `most` or all of them; an error: errno.
int ReadHead(const std::string& path, FileReader& file_system,
             std::uint64_t most, std::string& bytes);
int ReadWholeFile(const std::string& path, FileReader& file_system,
                  std::string& bytes);

struct PairingInput {
  std::string folder;                       // the result
  const std::vector<std::string>* outputs;  // whole paths, ascending
  std::vector<std::string> roots;           // of the sources, without links
  const std::vector<std::string>* sources;  // whole paths, ascending
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
