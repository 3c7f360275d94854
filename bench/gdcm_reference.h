// GDCM doing the same work, to check results against and to time beside.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "kernels/scrub/scrubber.h"

namespace dcmscrub {

// What the top level of a data set holds: tags in order, without group
// lengths.
using TopLevel = std::vector<std::uint32_t>;

// Reads a whole file from memory; empty when GDCM cannot.
TopLevel GdcmRead(const std::string& file);

// What to do to the top level.
struct TopLevelEdits {
  TopLevel remove;
  TopLevel empty;
  TopLevel replace;
};

// What turned `before` into `after`, as far as the top level goes.
TopLevelEdits EditsBetween(const TopLevel& before, const TopLevel& after,
                           std::span<const Change> changes);

// Reads, edits and writes in memory: what gdcmanon does with a list of tags.
// Nested elements are left alone, so GDCM has less to do than we.
std::string GdcmAnonymize(const std::string& file, const TopLevelEdits& edits);

}  // namespace dcmscrub
