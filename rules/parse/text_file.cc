#include "rules/parse/text_file.h"

#include <algorithm>

#include "kernels/identity/keyed_hash.h"
#include "rules/parse/lexer.h"

namespace dcmscrub {
namespace {

// A key, also with a byte or a line end too many.
bool MayBeKey(std::string_view file) {
  return file.size() >= sizeof(Key) && file.size() <= sizeof(Key) + 4;
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
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  if (text.starts_with("-----BEGIN ")) {
    return "this is a key or a certificate";
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
