#include "kernels/core/vr.h"

#include <array>

namespace dcmscrub {
namespace {

constexpr std::array<VrTraits, kVrCount> kTraits = {{
    // code, long_form, text, numbers, free_text, multiple, character_set,
    // padding, unit, max_length
    {"??", false, false, false, false, false, false, 0x00, 1, 0},
    {"AE", false, true, false, false, true, false, ' ', 1, 16},
    {"AS", false, true, false, false, true, false, ' ', 1, 4},
    {"AT", false, false, true, false, false, false, 0x00, 2, 4},
    {"CS", false, true, false, false, true, false, ' ', 1, 16},
    {"DA", false, true, false, false, true, false, ' ', 1, 8},
    {"DS", false, true, false, false, true, false, ' ', 1, 16},
    {"DT", false, true, false, false, true, false, ' ', 1, 26},
    {"FD", false, false, true, false, false, false, 0x00, 8, 8},
    {"FL", false, false, true, false, false, false, 0x00, 4, 4},
    {"IS", false, true, false, false, true, false, ' ', 1, 12},
    {"LO", false, true, false, true, true, true, ' ', 1, 64},
    {"LT", false, true, false, true, false, true, ' ', 1, 10240},
    {"OB", true, false, false, false, false, false, 0x00, 1, 0},
    {"OD", true, false, false, false, false, false, 0x00, 8, 0},
    {"OF", true, false, false, false, false, false, 0x00, 4, 0},
    {"OL", true, false, false, false, false, false, 0x00, 4, 0},
    {"OV", true, false, false, false, false, false, 0x00, 8, 0},
    {"OW", true, false, false, false, false, false, 0x00, 2, 0},
    {"PN", false, true, false, true, true, true, ' ', 1, 64},
    {"SH", false, true, false, true, true, true, ' ', 1, 16},
    {"SL", false, false, true, false, false, false, 0x00, 4, 4},
    {"SQ", true, false, false, false, false, false, 0x00, 1, 0},
    {"SS", false, false, true, false, false, false, 0x00, 2, 2},
    {"ST", false, true, false, true, false, true, ' ', 1, 1024},
    {"SV", true, false, true, false, false, false, 0x00, 8, 8},
    {"TM", false, true, false, false, true, false, ' ', 1, 14},
    {"UC", true, true, false, true, true, true, ' ', 1, 0},
    {"UI", false, true, false, false, true, false, 0x00, 1, 64},
    {"UL", false, false, true, false, false, false, 0x00, 4, 4},
    {"UN", true, false, false, false, false, false, 0x00, 1, 0},
    {"UR", true, true, false, true, false, false, ' ', 1, 0},
    {"US", false, false, true, false, false, false, 0x00, 2, 2},
    {"UT", true, true, false, true, false, true, ' ', 1, 0},
    {"UV", true, false, true, false, false, false, 0x00, 8, 8},
}};

// Every code is two capital letters: one table of 26 × 26 answers for any
// pair of bytes.
constexpr std::size_t kLetters = 26;

constexpr std::array<Vr, kLetters * kLetters> MakeCodeTable() {
  std::array<Vr, kLetters * kLetters> table{};
  for (std::size_t i = 1; i < kTraits.size(); ++i) {
    const char* code = kTraits[i].code;
    const auto first = static_cast<std::size_t>(code[0] - 'A');
    const auto second = static_cast<std::size_t>(code[1] - 'A');
    table[first * kLetters + second] = static_cast<Vr>(i);
  }
  return table;
}

constexpr std::array<Vr, kLetters* kLetters> kByCode = MakeCodeTable();

}  // namespace

const VrTraits& Traits(Vr vr) { return kTraits[static_cast<std::size_t>(vr)]; }

Vr ParseVr(std::uint8_t first, std::uint8_t second) {
  const unsigned row = first - unsigned{'A'};
  const unsigned column = second - unsigned{'A'};
  if (row >= kLetters || column >= kLetters) return Vr::kNone;
  return kByCode[row * kLetters + column];
}

}  // namespace dcmscrub
