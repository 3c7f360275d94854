#include "app/talk/size.h"

#include <charconv>
#include <limits>

namespace dcmscrub {
namespace {

// The letter's power of the unit's base: 1 for K, 0 for none of them.
int PowerOf(char letter) {
  switch (letter | 0x20) {
    case 'k':
      return 1;
    case 'm':
      return 2;
    case 'g':
      return 3;
    case 't':
      return 4;
    default:
      return 0;
  }
}

// What a unit stands for; 0 for text that is none.
std::uint64_t UnitOf(std::string_view unit) {
  if (unit.empty() || unit == "B" || unit == "b") return 1;
  const int power = PowerOf(unit[0]);
  if (power == 0) return 0;
  const std::string_view rest = unit.substr(1);
  std::uint64_t base = 1024;
  if (rest == "B" || rest == "b") {
    base = 1000;
  } else if (!rest.empty() && rest != "iB" && rest != "ib") {
    return 0;
  }
  std::uint64_t value = 1;
  for (int i = 0; i < power; ++i) value *= base;
  return value;
}

}  // namespace

std::optional<std::uint64_t> ParseSize(std::string_view text) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
  std::uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [after, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || number == 0) return std::nullopt;
  const std::uint64_t unit =
      UnitOf({after, static_cast<std::size_t>(end - after)});
  if (unit == 0 || number > kMost / unit) return std::nullopt;
  return number * unit;
}

}  // namespace dcmscrub
