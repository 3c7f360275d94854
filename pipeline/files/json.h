// JSON as we write it, and how much of a stranger's we take. nlohmann's header
// is a heavy one: only sources include it.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dcmscrub {

// A case of a million objects has some 200 MB.
inline constexpr std::size_t kLargestJson = std::size_t{1} << 28;

// UTF-8 with an indent of two, members in the order in which they were added,
// and a line end. A byte that belongs to no character becomes U+FFFD.
std::string JsonText(const nlohmann::ordered_json& value);

// `seconds` with three decimals or fewer.
double JsonSeconds(double seconds);

// false: what is nested deeper than eight levels was left out. Throws
// nlohmann::json::parse_error for what is no JSON.
bool ParseJson(std::string_view text, nlohmann::json& value);

// All texts in it, names of members as well; nothing: it is no JSON, or a
// larger or deeper one than any of ours.
std::optional<std::vector<std::string>> TextsOfJson(std::string_view text);

}  // namespace dcmscrub
