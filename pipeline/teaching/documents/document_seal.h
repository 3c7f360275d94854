// The seal of a document (kernels/emit/seal.h): a run under the same policy
// and key takes it for what it is, an output, and leaves it as it stands.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "kernels/identity/keyed_hash.h"

namespace dcmscrub {

// `file` in explicit VR little endian; `data_set` is where its data set begins,
// and `seal` where it has room for one.
void SealDocument(const KeyedHash& hash, std::string_view policy,
                  std::size_t data_set, std::size_t seal,
                  std::vector<std::uint8_t>& file);

}  // namespace dcmscrub
