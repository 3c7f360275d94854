// Writes HTML and the SVG in it. Text and attribute values are escaped always;
// names of elements and attributes are the program's own, and so is what goes
// through Trusted.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace dcmscrub {

class HtmlWriter {
 public:
  struct Attribute {
    std::string_view name;
    std::string_view value;
  };
  using Attributes = std::initializer_list<Attribute>;

  void Open(std::string_view element, Attributes attributes = {});
  void Close();  // what was opened last
  void Text(std::string_view text);
  // All three at once.
  void Element(std::string_view element, std::string_view text,
               Attributes attributes = {});
  // One that has neither contents nor an end: meta, img.
  void Single(std::string_view element, Attributes attributes);
  // As it is: a style sheet.
  void Trusted(std::string_view text) { out_ += text; }

  std::string Take() && { return std::move(out_); }

 private:
  void Begin(std::string_view element, Attributes attributes);

  std::string out_;
  std::vector<std::string_view> open_;
};

// For a page in UTF-8: what ends text or a value is written as an entity, and
// what may stand on no terminal, as "\x1B".
std::string EscapedHtml(std::string_view text);

}  // namespace dcmscrub
