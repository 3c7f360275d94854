#include "rules/parse/text_file.h"

#include <absl/strings/ascii.h>

#include <algorithm>

#include "kernels/core/ascii.h"
#include "kernels/identity/keyed_hash.h"
#include "rules/parse/lexer.h"

namespace dcmscrub {
namespace {

// A key, also with a byte or a line end too many.
bool MayBeKey(std::string_view file) {
  return file.size() >= sizeof(Key) && file.size() <= sizeof(Key) + 4;
}

// Of a key, or a certificate: PEM, also with attributes before it, SSH, PuTTY.
bool IsOfKey(std::string_view line) {
  for (const std::string_view begin :
       {"-----BEGIN ", "---- BEGIN ", "PuTTY-User-Key-File-"}) {
    if (line.starts_with(begin)) return true;
  }
  return false;
}

// A key of ours in hexadecimal digits, on any number of lines, or in Base64.
bool IsSpelledKey(std::string_view text) {
  constexpr std::size_t kBase64 = (sizeof(Key) + 2) / 3 * 4;
  text = Trimmed(text, " \t\r\n");
  const auto is_base64 = [](char c) {
    return IsLetterOrDigit(c) || c == '+' || c == '/' || c == '=';
  };
  if (text.size() == kBase64 && text.ends_with('=')) {
    return std::ranges::all_of(text, is_base64);
  }
  std::size_t digits = 0;
  for (const char c : text) {
    if (c == '\r' || c == '\n') continue;
    if (!absl::ascii_isxdigit(static_cast<unsigned char>(c))) return false;
    ++digits;
  }
  return digits == 2 * sizeof(Key);
}

bool IsControl(char c) {
  return (c >= 0 && c < ' ' && c != '\t' && c != '\n' && c != '\r' &&
          c != '\f') ||
         c == '\x7F';
}

}  // namespace

std::string_view WhyNoText(std::string_view file) {
  if (file.starts_with("\xFF\xFE") || file.starts_with("\xFE\xFF")) {
    return "this is UTF-16; save the file as UTF-8";
  }
  std::string_view text = file;
  TakeByteOrderMark(text);
  if (IsSpelledKey(text)) return "this is a key";
  while (!text.empty()) {
    if (IsOfKey(Trimmed(TakeLine(text)))) {
      return "this is a key or a certificate";
    }
  }
  const bool binary = FindBadUtf8(file) != std::string_view::npos &&
                      (MayBeKey(file) || std::ranges::any_of(file, IsControl));
  if (binary || file.find('\0') != std::string_view::npos) {
    return "this is no text file";
  }
  return "";
}

void TakeByteOrderMark(std::string_view& text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
}

std::string_view TakeLine(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end);
  if (text.starts_with("\r\n")) {
    text.remove_prefix(2);
  } else if (!text.empty()) {
    text.remove_prefix(1);
  }
  return line;
}

}  // namespace dcmscrub
