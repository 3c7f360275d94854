// Sizes as people write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace dcmscrub {

// "64M", "64MiB" → 64 · 2^20; "64MB" → 64 · 10^6; "65536" → bytes. K, M, G
// and T, in either case. Nothing for other text, for 0 and for what passes
// 2^63.
std::optional<std::uint64_t> ParseSize(std::string_view text);

}  // namespace dcmscrub
