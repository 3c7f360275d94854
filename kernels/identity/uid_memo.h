// UIDs that were mapped a moment ago. Files of one series share most of their
// UIDs, and a keyed hash costs more than all else that is done to an element.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "kernels/core/short_text.h"
#include "kernels/identity/identity.h"

namespace dcmscrub {

// A small table in place; one thread at a time. Gives what Identity::MapUid
// gives, for any number of identities in turn.
class UidMemo {
 public:
  ShortText Map(const Identity& identity, std::string_view uid);

 private:
  static constexpr std::size_t kSlots = 64;  // 6 bits of hash
  struct Slot {
    std::uint64_t identity = 0;  // its serial; 0: free
    ShortText uid;
    ShortText mapped;
  };
  std::array<Slot, kSlots> slots_;
};

}  // namespace dcmscrub
