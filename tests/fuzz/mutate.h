// Files that were damaged, as disks, networks and other programs do it.
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/core/bytes.h"

namespace dcmscrub {

// `file` with one to four damages: bits flipped, cut off, bytes put in or taken
// away, lengths that promise too much or nothing, another transfer syntax, data
// sets in sequences without end. The same for the same three, on any machine.
std::vector<std::uint8_t> Mutant(Bytes file, std::uint64_t seed,
                                 std::uint64_t number);

}  // namespace dcmscrub
