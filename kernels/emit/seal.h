// Tells an output of ours from any other object, where that cannot be told
// value by value: under a policy that moves dates or computes values, which
// would move and change again.
//
// The seal is a keyed hash over the policy and over every byte of the data set
// but the seal's own and values too large to be loaded (pixel data), written
// as one more value of (0012,0063): "dcmscrub seal " and 20 characters. An
// object whose seal holds is byte for byte what left us, so it may stay as it
// is; who changes anything breaks it, and no one can make one without the key.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "kernels/core/bytes.h"
#include "kernels/core/edit_list.h"
#include "kernels/core/element_writer.h"
#include "kernels/identity/keyed_hash.h"
#include "kernels/parse/element_index.h"

namespace dcmscrub {

inline constexpr std::string_view kSealPrefix = "dcmscrub seal ";
inline constexpr std::size_t kSealCharacters = 20;
inline constexpr std::size_t kSealSize = kSealPrefix.size() + kSealCharacters;

// Where the seal value stands in `method`, the value of (0012,0063): npos when
// there is none.
std::size_t FindSeal(std::string_view method);

// Working storage, reused from object to object.
class Sealer {
 public:
  // Writes the seal over the kSealCharacters at `place` of the edits' arena.
  // `data_set_begin` is where the data set begins in the output.
  void Write(const KeyedHash& hash, std::string_view policy,
             const ElementIndex& index, Bytes memory,
             std::uint64_t data_set_begin, std::uint64_t place,
             EditList& edits);

  // Whether the object's seal, the characters at `place` of the stream that the
  // index describes, holds.
  bool Holds(const KeyedHash& hash, std::string_view policy,
             const ElementIndex& index, Bytes memory, std::uint64_t place);

 private:
  std::vector<std::uint32_t> delimited_;  // who ends with a delimiter
  Arena header_;
};

}  // namespace dcmscrub
