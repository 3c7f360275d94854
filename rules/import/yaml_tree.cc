#include <absl/strings/str_format.h>

#include <algorithm>
#include <utility>

#include "kernels/core/ascii.h"
#include "rules/import/import_tree.h"

namespace dcmscrub {
namespace {

using Kind = ImportTree::Kind;

constexpr std::size_t kDeepest = 64;
constexpr std::size_t kMostValues = 200'000;

class YamlReader {
 public:
  explicit YamlReader(std::string_view text) : text_(text) {}

  absl::StatusOr<ImportTree> Read() {
    ImportTree tree;
    const bool read = SkipToContent() && TakeDocumentStart() &&
                      ReadBlock(0, tree) && SkipToContent() &&
                      (AtEnd() || Fail("this stands further left or right than "
                                       "what it could belong to"));
    if (!read) return ImportMistake(PlaceOf(text_, mistake_at_), why_);
    return tree;
  }

 private:
  bool Fail(std::string_view why) {
    mistake_at_ = at_;
    why_ = why;
    return false;
  }

  bool AtEnd() const { return at_ >= text_.size(); }
  char Char(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\n';
  }
  static bool IsBlank(char c) { return c == ' ' || c == '\t'; }
  static bool IsLineEnd(char c) { return c == '\n' || c == '\r'; }
  bool IsGap(std::size_t ahead) const {
    return IsBlank(Char(ahead)) || IsLineEnd(Char(ahead));
  }

  void SkipBlanks() {
    const std::size_t begin = at_;
    while (!AtEnd() && IsBlank(Char())) ++at_;
    const bool comment = Char() == '#' && (at_ > begin || at_ == line_begin_);
    if (!AtEnd() && comment) {
      while (!AtEnd() && !IsLineEnd(Char())) ++at_;
    }
  }

  // To the next text that is no comment, where column_ is what it stands at.
  bool SkipToContent() {
    for (;;) {
      SkipBlanks();
      if (AtEnd()) break;
      if (!IsLineEnd(Char())) break;
      ++at_;
      line_begin_ = at_;
    }
    const std::string_view before =
        text_.substr(line_begin_, at_ - line_begin_);
    if (!AtEnd() && before.find('\t') != std::string_view::npos &&
        Trimmed(before).empty()) {
      return Fail("a tab cannot stand before what a line says");
    }
    column_ = at_ - line_begin_;
    return true;
  }

  bool TakeDocumentStart() {
    if (text_.substr(at_).starts_with("---") && column_ == 0 && IsGap(3)) {
      at_ += 3;
      return SkipToContent();
    }
    return text_.substr(at_).starts_with('%')
               ? Fail("directives of YAML are not taken")
               : true;
  }

  bool AtDash() const { return !AtEnd() && Char() == '-' && IsGap(1); }
  bool AtColon() const { return !AtEnd() && Char() == ':' && IsGap(1); }

  // What stands at column `least` or further right.
  bool ReadBlock(std::size_t least, ImportTree& tree) {
    if (++depth_ > kDeepest) return Fail("nested too deep");
    const bool read = ReadNested(least, tree);
    --depth_;
    return read;
  }

  bool ReadNested(std::size_t least, ImportTree& tree) {
    if (AtEnd() || column_ < least) return true;
    if (++values_ > kMostValues) return Fail("more than 200,000 values");
    tree.place = PlaceHere();
    if (AtDash()) return ReadList(column_, tree);
    const std::size_t column = column_;
    const std::size_t begin = at_;
    ImportTree first;
    if (!ReadInline(least, first)) return false;
    if (first.kind != Kind::kText || first_has_lines_) {
      tree = std::move(first);
      return EndLine();
    }
    SkipInline();
    if (!AtColon()) {
      tree = std::move(first);
      Settle(tree, text_[begin]);
      return EndLine();
    }
    tree.kind = Kind::kMap;
    return ReadMap(column, std::move(first), tree);
  }

  bool ReadList(std::size_t column, ImportTree& tree) {
    tree.kind = Kind::kList;
    while (!AtEnd() && column_ == column && AtDash()) {
      ++at_;
      if (!SkipToContent()) return false;
      ImportTree& part = tree.parts.emplace_back().tree;
      if (!ReadBlock(column + 1, part)) return false;
      if (!SkipToContent()) return false;
    }
    return true;
  }

  bool ReadMap(std::size_t column, ImportTree name, ImportTree& tree) {
    for (;;) {
      ++at_;  // the colon
      ImportTree value;
      if (!ReadValue(column, value)) return false;
      value.place = name.place;
      tree.parts.push_back({std::move(name.text), std::move(value)});
      if (!SkipToContent()) return false;
      if (AtEnd() || column_ != column || AtDash()) return true;
      if (++values_ > kMostValues) return Fail("more than 200,000 values");
      name = {};
      if (!ReadInline(column, name)) return false;
      SkipInline();
      if (name.kind != Kind::kText || !AtColon()) {
        return Fail("want a name, a colon and a blank");
      }
    }
  }

  // Behind the colon of a name that stands at `column`.
  bool ReadValue(std::size_t column, ImportTree& value) {
    SkipInline();
    SkipBlanks();
    if (!AtEnd() && !IsLineEnd(Char())) {
      const char first = Char();
      if (!ReadInline(column + 1, value)) return false;
      if (value.kind == Kind::kText) Settle(value, first);
      return first_has_lines_ || EndLine();
    }
    if (!SkipToContent()) return false;
    // A list may stand as far left as the name whose value it is.
    const bool list = !AtEnd() && column_ == column && AtDash();
    return ReadBlock(list ? column : column + 1, value);
  }

  void SkipInline() {
    while (!AtEnd() && IsBlank(Char())) ++at_;
  }

  bool EndLine() {
    SkipBlanks();
    if (first_has_lines_ || AtEnd() || IsLineEnd(Char())) return true;
    return Fail("a line end is missing here");
  }

  ImportPlace PlaceHere() {
    for (; counted_ < at_; ++counted_) {
      if (text_[counted_] != '\n') continue;
      ++place_.line;
      counted_line_ = counted_ + 1;
    }
    place_.column = at_ - counted_line_ + 1;
    return place_;
  }

  // null and ~ are no text, where they stand without quotes.
  static void Settle(ImportTree& tree, char first) {
    const bool quoted = first == '"' || first == '\'';
    if (!quoted && (tree.text == "null" || tree.text == "~")) {
      tree.kind = Kind::kNothing;
      tree.text.clear();
    }
  }

  // A value that begins on this line.
  bool ReadInline(std::size_t least, ImportTree& tree) {
    first_has_lines_ = false;
    tree.place = PlaceHere();
    tree.kind = Kind::kText;
    switch (Char()) {
      case '"':
        return ReadDoubleQuoted(tree.text);
      case '\'':
        return ReadSingleQuoted(tree.text);
      case '[':
      case '{':
        return ReadFlow(tree);
      case '|':
      case '>':
        return ReadLines(least, tree.text);
      case '&':
      case '*':
        return Fail("anchors and aliases of YAML are not taken");
      case '!':
        return Fail("tags of YAML are not taken");
      case '%':
      case '@':
      case '`':
        return Fail("text that begins so stands in quotes");
      default:
        break;
    }
    if (Char() == '?' && IsGap(1)) return Fail("names in blocks are not taken");
    return ReadPlain(tree.text);
  }

  bool ReadPlain(std::string& out) {
    const std::size_t begin = at_;
    for (; !AtEnd() && !IsLineEnd(Char()); ++at_) {
      if (AtColon()) break;
      if (Char() == '#' && at_ > begin && IsBlank(text_[at_ - 1])) break;
      const bool flow_end =
          flow_ > 0 && (Char() == ',' || Char() == ']' || Char() == '}' ||
                        Char() == '[' || Char() == '{');
      if (flow_end) break;
    }
    out = Trimmed(text_.substr(begin, at_ - begin));
    at_ = begin + out.size();  // a comment has a blank before it
    if (out == "---" || out == "...") {
      at_ = begin;
      return Fail("one document is taken, and no more");
    }
    return !out.empty() || Fail("a text is missing here");
  }

  bool ReadSingleQuoted(std::string& out) {
    for (++at_; !AtEnd(); ++at_) {
      if (Char() == '\'') {
        if (Char(1) != '\'') return ++at_, true;
        ++at_;
      } else if (IsLineEnd(Char())) {
        FoldLine(out);
        continue;
      }
      out += Char();
    }
    return Fail("a text in quotes has no end");
  }

  // A line end in quotes, and the blanks around it, is one blank. Leaves at_
  // at the last of them.
  void FoldLine(std::string& out) {
    while (!out.empty() && IsBlank(out.back())) out.pop_back();
    while (at_ + 1 < text_.size() && IsGap(1)) ++at_;
    line_begin_ = text_.rfind('\n', at_) + 1;
    out += ' ';
  }

  bool ReadDoubleQuoted(std::string& out) {
    for (++at_; !AtEnd(); ++at_) {
      const char c = Char();
      if (c == '"') return ++at_, true;
      if (IsLineEnd(c)) {
        FoldLine(out);
      } else if (c != '\\') {
        out += c;
      } else if (!TakeEscape(out)) {
        return false;
      }
    }
    return Fail("a text in quotes has no end");
  }

  // From the backslash on; leaves at_ at the last character of it.
  bool TakeEscape(std::string& out) {
    ++at_;
    const char c = Char();
    if (!AtEnd() && IsLineEnd(c)) {  // goes on in the next line
      while (at_ + 1 < text_.size() && IsGap(1)) ++at_;
      line_begin_ = text_.rfind('\n', at_) + 1;
      return true;
    }
    switch (c) {
      case 'n':
        out += '\n';
        return true;
      case 't':
        out += '\t';
        return true;
      case '"':
      case '\\':
      case '/':
      case ' ':
        out += c;
        return true;
      default:
        return Fail("this escape is not taken");
    }
  }

  // Behind | or >: the lines that are indented further.
  bool ReadLines(std::size_t least, std::string& out) {
    if (flow_ > 0) return Fail("no text of several lines in brackets");
    const char glue = Char() == '|' ? '\n' : ' ';
    ++at_;
    if (Char() == '-' || Char() == '+') ++at_;
    SkipInline();
    if (!AtEnd() && !IsLineEnd(Char())) return Fail("a line end is wanted");
    std::size_t indent = 0;
    while (!AtEnd()) {
      const std::size_t begin = text_.find('\n', at_);
      if (begin == std::string_view::npos) break;
      const std::size_t end =
          std::min(text_.find('\n', begin + 1), text_.size());
      const std::string_view line = text_.substr(begin + 1, end - begin - 1);
      const std::size_t blanks = line.find_first_not_of(" \r");
      const bool empty = blanks == std::string_view::npos;
      if (!empty && indent == 0) indent = blanks;
      if (!empty && (blanks < least || blanks < indent)) break;
      if (!out.empty()) out += glue;
      if (!empty) out += Trimmed(line.substr(indent), "\r");
      at_ = end;
      line_begin_ = begin + 1;
      if (end == text_.size()) break;
    }
    out = Trimmed(out, "\n ");
    first_has_lines_ = true;
    return true;
  }

  // [a, b] and {a: b}
  bool ReadFlow(ImportTree& tree) {
    if (++depth_ > kDeepest) return Fail("nested too deep");
    ++flow_;
    const bool map = Char() == '{';
    const char close = map ? '}' : ']';
    tree.kind = map ? Kind::kMap : Kind::kList;
    ++at_;
    for (;;) {
      if (!SkipToContent()) return false;
      if (AtEnd()) return Fail("a bracket is not closed");
      if (Char() == close) break;
      if (++values_ > kMostValues) return Fail("more than 200,000 values");
      if (!ReadFlowPart(map, tree)) return false;
      if (!SkipToContent()) return false;
      if (!AtEnd() && Char() == ',') {
        ++at_;
      } else if (AtEnd() || Char() != close) {
        return Fail("a comma or a bracket is missing here");
      }
    }
    ++at_;
    --flow_;
    --depth_;
    return true;
  }

  bool ReadFlowPart(bool map, ImportTree& tree) {
    ImportTree name, value;
    if (map) {
      if (!ReadInline(0, name) || !SkipToContent()) return false;
      if (name.kind != Kind::kText || Char() != ':') {
        return Fail("want a name and a colon");
      }
      ++at_;
      if (!SkipToContent()) return false;
    }
    const char first = Char();
    if (!ReadInline(0, value)) return false;
    if (value.kind == Kind::kText) Settle(value, first);
    tree.parts.push_back({std::move(name.text), std::move(value)});
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0, line_begin_ = 0, column_ = 0;
  std::size_t depth_ = 0, flow_ = 0, values_ = 0;
  bool first_has_lines_ = false;  // what was read last went to a line's end
  ImportPlace place_;
  std::size_t counted_ = 0, counted_line_ = 0;
  std::size_t mistake_at_ = 0;
  std::string_view why_;
};

}  // namespace

absl::StatusOr<ImportTree> ReadYaml(std::string_view text) {
  return YamlReader(text).Read();
}

}  // namespace dcmscrub
