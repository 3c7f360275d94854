// ASCII characters, whatever the locale.
#pragma once

#include <cstddef>
#include <string_view>

namespace dcmscrub {

constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool IsLetter(char c) { return IsUpper(c) || IsLower(c); }
constexpr bool IsLetterOrDigit(char c) { return IsLetter(c) || IsDigit(c); }

constexpr char ToUpper(char c) {
  return IsLower(c) ? static_cast<char>(c - 'a' + 'A') : c;
}
constexpr char ToLower(char c) {
  return IsUpper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

// Crockford's base 32: no I, L, O, U, so that none is misread or spells much.
inline constexpr std::string_view kBase32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

// Whether so many digits stand one behind the other.
constexpr bool HasDigits(std::string_view text, std::size_t count) {
  std::size_t run = 0;
  for (const char c : text) {
    run = IsDigit(c) ? run + 1 : 0;
    if (run == count) return true;
  }
  return false;
}

// `text` without any of `around` at its ends. For the padding of values:
// TrimPadding (text.h).
constexpr std::string_view Trimmed(std::string_view text,
                                   std::string_view around = " \t\r\n") {
  const std::size_t begin = text.find_first_not_of(around);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(around) + 1 - begin);
}

}  // namespace dcmscrub
