#include "pipeline/files/json_writer.h"

#include <absl/strings/str_format.h>

#include <utility>

namespace dcmscrub {

void JsonWriter::Field(std::string_view key, std::string_view value) {
  Key(key);
  Quote(value);
}

void JsonWriter::Field(std::string_view key, std::uint64_t value) {
  Key(key);
  absl::StrAppendFormat(&text_, "%d", value);
}

void JsonWriter::Field(std::string_view key, double value) {
  Key(key);
  absl::StrAppendFormat(&text_, "%.3f", value);
}

void JsonWriter::Flag(std::string_view key, bool value) {
  Key(key);
  text_ += value ? "true" : "false";
}

void JsonWriter::Item(std::string_view value) {
  Key("");
  Quote(value);
}

std::string JsonWriter::Take() && { return std::move(text_) + "\n"; }

void JsonWriter::Begin(std::string_view key, char bracket) {
  if (depth_ > 0) Key(key);
  text_ += bracket;
  ++depth_;
  first_ = true;
}

void JsonWriter::End(char bracket) {
  --depth_;
  if (!first_) NewLine();
  text_ += bracket;
  first_ = false;
}

void JsonWriter::Key(std::string_view key) {
  if (!first_) text_ += ',';
  first_ = false;
  NewLine();
  if (key.empty()) return;
  Quote(key);
  text_ += ": ";
}

void JsonWriter::NewLine() {
  text_ += '\n';
  text_.append(2 * depth_, ' ');
}

void JsonWriter::Quote(std::string_view value) {
  text_ += '"';
  for (const char c : value) {
    if (c == '"' || c == '\\') {
      text_ += '\\';
      text_ += c;
    } else if (static_cast<std::uint8_t>(c) < 0x20) {
      absl::StrAppendFormat(&text_, "\\u%04x", static_cast<std::uint8_t>(c));
    } else {
      text_ += c;
    }
  }
  text_ += '"';
}

}  // namespace dcmscrub
