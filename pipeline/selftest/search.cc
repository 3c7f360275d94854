#include "pipeline/selftest/search.h"

#include <algorithm>
#include <cstdint>

#include "kernels/core/ascii.h"

namespace dcmscrub {
namespace {

char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

void Fold(std::string_view text, std::string& lower, std::string& squeezed) {
  lower.resize(text.size());
  std::ranges::transform(text, lower.begin(), Lower);
  squeezed.clear();
  for (const char c : lower) {
    if (IsLower(c) || IsDigit(c)) squeezed.push_back(c);
  }
}

// Digits beside others are a part of another number: new UIDs are full of
// them.
bool StandsIn(std::string_view text, std::string_view wanted) {
  const bool number = std::ranges::all_of(wanted, IsDigit);
  for (std::size_t at = text.find(wanted); at != std::string_view::npos;
       at = text.find(wanted, at + 1)) {
    const std::size_t end = at + wanted.size();
    const bool inside = (at > 0 && IsDigit(text[at - 1])) ||
                        (end < text.size() && IsDigit(text[end]));
    if (!number || !inside) return true;
  }
  return false;
}

void AppendUnit(std::uint32_t unit, bool big_endian, std::string& utf16) {
  const char high = static_cast<char>(unit >> 8);
  const char low = static_cast<char>(unit & 0xFF);
  utf16.push_back(big_endian ? high : low);
  utf16.push_back(big_endian ? low : high);
}

}  // namespace

// The made-up names hold characters of up to three bytes.
std::string Utf16(std::string_view utf8, bool big_endian) {
  std::string utf16;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto at = [&](std::size_t n) {
      return static_cast<std::uint32_t>(
          static_cast<unsigned char>(utf8[i + n]));
    };
    const std::uint32_t first = at(0);
    if (first < 0x80) {
      AppendUnit(first, big_endian, utf16);
      i += 1;
    } else if (first < 0xE0) {
      AppendUnit((first & 0x1F) << 6 | (at(1) & 0x3F), big_endian, utf16);
      i += 2;
    } else {
      AppendUnit((first & 0x0F) << 12 | (at(1) & 0x3F) << 6 | (at(2) & 0x3F),
                 big_endian, utf16);
      i += 3;
    }
  }
  return utf16;
}

void AddNeedles(std::string_view utf8, std::string_view encoded,
                std::vector<Needle>& needles) {
  using enum Needle::Form;
  const bool ascii =
      std::ranges::all_of(utf8, [](char c) { return (c & 0x80) == 0; });
  if (ascii) {
    needles.push_back({kText, std::string(utf8)});
    return;
  }
  needles.push_back({kBytes, std::string(encoded)});
  needles.push_back({kBytes, std::string(utf8)});
  needles.push_back({kBytes, Utf16(utf8, false)});
  needles.push_back({kBytes, Utf16(utf8, true)});
}

void PlainSearch::Load(std::string_view file) {
  file_ = file;
  Fold(file, lower_, squeezed_);
}

bool PlainSearch::Finds(const Needle& needle) const {
  if (needle.form == Needle::Form::kBytes) {
    return file_.find(needle.bytes) != std::string_view::npos;
  }
  std::string lower, squeezed;
  Fold(needle.bytes, lower, squeezed);
  return StandsIn(lower_, lower) || StandsIn(squeezed_, squeezed);
}

}  // namespace dcmscrub
