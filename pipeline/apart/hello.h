// What a worker says first, and what it is called.
#pragma once

#include <string_view>

namespace dcmscrub {

inline constexpr std::string_view kWorkerName = "dcmscrub-gdcm";

// Another one for each version, so that none is taken for ours; the number is
// for changes of the protocol within one.
inline constexpr std::string_view kWorkerHello =
    "dcmscrub-gdcm " DCMSCRUB_VERSION " 1\n";

}  // namespace dcmscrub
