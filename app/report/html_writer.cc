#include "app/report/html_writer.h"

#include <algorithm>
#include <array>

#include "app/talk/messages.h"

namespace dcmscrub {
namespace {

// A line ends behind those that are no part of a sentence or a cell.
bool IsInline(std::string_view element) {
  static constexpr std::array<std::string_view, 8> kInline = {
      "a", "b", "code", "em", "small", "span", "strong", "td"};
  return std::ranges::find(kInline, element) != kInline.end();
}

}  // namespace

std::string EscapedHtml(std::string_view text) {
  std::string escaped;
  for (const char c : SafeForTerminal(text)) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

void HtmlWriter::Begin(std::string_view element, Attributes attributes) {
  out_ += '<';
  out_ += element;
  for (const Attribute& attribute : attributes) {
    out_ += ' ';
    out_ += attribute.name;
    out_ += "=\"";
    out_ += EscapedHtml(attribute.value);
    out_ += '"';
  }
  out_ += '>';
}

void HtmlWriter::Open(std::string_view element, Attributes attributes) {
  Begin(element, attributes);
  open_.push_back(element);
}

void HtmlWriter::Close() {
  const std::string_view element = open_.back();
  open_.pop_back();
  out_ += "</";
  out_ += element;
  out_ += '>';
  if (!IsInline(element)) out_ += '\n';
}

void HtmlWriter::Text(std::string_view text) { out_ += EscapedHtml(text); }

void HtmlWriter::Element(std::string_view element, std::string_view text,
                         Attributes attributes) {
  Open(element, attributes);
  Text(text);
  Close();
}

void HtmlWriter::Single(std::string_view element, Attributes attributes) {
  Begin(element, attributes);
  out_ += '\n';
}

}  // namespace dcmscrub
