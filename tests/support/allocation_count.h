// Counts calls of global operator new, for tests of code that must not
// allocate. Only in binaries that list allocation_count.cc among their
// sources; malloc called directly (by a C library) is not seen.
#pragma once

#include <cstdint>

namespace dcmscrub {

// How often this thread called any form of operator new since the object was
// made:
//
//   AllocationCount count;
//   DoWork();
//   EXPECT_EQ(count.value(), 0);
//
// Read the count before an EXPECT that may fail: its message allocates.
class AllocationCount {
 public:
  AllocationCount();
  std::uint64_t value() const;

 private:
  std::uint64_t at_start_;
};

}  // namespace dcmscrub
