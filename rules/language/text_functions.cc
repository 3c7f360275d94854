#include "rules/language/text_functions.h"

#include <algorithm>

namespace dcmscrub {
namespace {

bool IsContinuation(char c) { return (c & 0xC0) == 0x80; }

// Small letters that stand `distance` behind their capitals.
struct CaseRange {
  std::uint32_t first_upper, last_upper, distance;
};
constexpr CaseRange kRanges[] = {
    {'A', 'Z', 0x20},        // ASCII
    {0x00C0, 0x00D6, 0x20},  // Latin-1, up to the times sign
    {0x00D8, 0x00DE, 0x20},  // and behind it
    {0x0391, 0x03A1, 0x20},  // Greek
    {0x03A3, 0x03AB, 0x20},  // behind the final sigma
    {0x0388, 0x038A, 0x25},  // with tonos
    {0x0386, 0x0386, 0x26},  //
    {0x038C, 0x038C, 0x40},  //
    {0x038E, 0x038F, 0x3F},  //
    {0x0410, 0x042F, 0x20},  // Cyrillic
    {0x0400, 0x040F, 0x50},  //
    {0x0531, 0x0556, 0x30},  // Armenian
};
// Ranges where each capital is followed by its small letter.
struct CasePairs {
  std::uint32_t first, last;
};
constexpr CasePairs kPairs[] = {
    {0x0100, 0x012F}, {0x0132, 0x0137}, {0x0139, 0x0148}, {0x014A, 0x0177},
    {0x0179, 0x017E}, {0x0460, 0x0481}, {0x048A, 0x04BF}, {0x04D0, 0x052F},
};
constexpr std::uint32_t kCapitalYDiaeresis = 0x0178, kSmallYDiaeresis = 0x00FF;
constexpr std::uint32_t kFinalSigma = 0x03C2, kCapitalSigma = 0x03A3;

std::uint32_t ToLower(std::uint32_t c) {
  for (const CaseRange& range : kRanges) {
    if (c >= range.first_upper && c <= range.last_upper) {
      return c + range.distance;
    }
  }
  for (const CasePairs& pairs : kPairs) {
    if (c >= pairs.first && c <= pairs.last && (c - pairs.first) % 2 == 0) {
      return c + 1;
    }
  }
  return c == kCapitalYDiaeresis ? kSmallYDiaeresis : c;
}

std::uint32_t ToUpper(std::uint32_t c) {
  for (const CaseRange& range : kRanges) {
    const std::uint32_t upper = c - range.distance;
    if (upper >= range.first_upper && upper <= range.last_upper) return upper;
  }
  for (const CasePairs& pairs : kPairs) {
    if (c >= pairs.first && c <= pairs.last && (c - pairs.first) % 2 == 1) {
      return c - 1;
    }
  }
  if (c == kFinalSigma) return kCapitalSigma;
  return c == kSmallYDiaeresis ? kCapitalYDiaeresis : c;
}

// Letters of two bytes are all that these tables know; longer characters, and
// bytes that are no UTF-8, go through as they are.
template <typename Change>
void AppendChanged(std::string_view utf8, std::string& out, Change change) {
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto byte = static_cast<unsigned char>(utf8[i]);
    if (byte < 0x80) {
      out += static_cast<char>(change(byte));
    } else if ((byte & 0xE0) == 0xC0 && i + 1 < utf8.size() &&
               IsContinuation(utf8[i + 1])) {
      ++i;
      const std::uint32_t c = change((byte & 0x1Fu) << 6 | (utf8[i] & 0x3Fu));
      out += static_cast<char>(0xC0 | c >> 6);
      out += static_cast<char>(0x80 | (c & 0x3F));
    } else {
      out += utf8[i];
    }
  }
}

}  // namespace

std::size_t CountCharacters(std::string_view utf8) {
  return utf8.size() -
         static_cast<std::size_t>(std::ranges::count_if(utf8, IsContinuation));
}

std::string_view Substring(std::string_view utf8, std::int64_t from,
                           std::int64_t count) {
  if (from < 1) {
    count = count + from - 1;
    from = 1;
  }
  const auto skip = [&](std::int64_t characters) {
    std::size_t at = 0;
    while (characters > 0 && at < utf8.size()) {
      do {
        ++at;
      } while (at < utf8.size() && IsContinuation(utf8[at]));
      --characters;
    }
    return at;
  };
  utf8.remove_prefix(skip(from - 1));
  return utf8.substr(0, count > 0 ? skip(count) : 0);
}

void AppendUpper(std::string_view utf8, std::string& out) {
  AppendChanged(utf8, out, ToUpper);
}

void AppendLower(std::string_view utf8, std::string& out) {
  AppendChanged(utf8, out, ToLower);
}

}  // namespace dcmscrub
