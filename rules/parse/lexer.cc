#include "rules/parse/lexer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "kernels/core/ascii.h"
#include "kernels/identity/keyed_hash.h"

namespace dcmscrub {
namespace {

bool IsSpace(char c) { return c == ' ' || c == '\t'; }

bool IsWordByte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return IsLetterOrDigit(c) || c == '-' || c == '_' || c == '.' || c == '*' ||
         c == '?' || c == '\'' || byte >= 0x80;
}

// What word processors make of a quote or a space.
struct LookAlike {
  std::string_view text;
  std::string_view message;
  std::string_view suggestion;
};
constexpr std::array<LookAlike, 7> kLookAlikes = {{
    {"\u201C", "a typographic quote; text wants straight ones", "\""},
    {"\u201D", "a typographic quote; text wants straight ones", "\""},
    {"\u201E", "a typographic quote; text wants straight ones", "\""},
    {"\u00AB", "a typographic quote; text wants straight ones", "\""},
    {"\u00BB", "a typographic quote; text wants straight ones", "\""},
    {"\u00A0", "a no-break space; a plain one is wanted", ""},
    {"\uFEFF", "a byte order mark in the middle of the text", ""},
}};

// Signs of other languages, and the word or sign that is meant.
struct ForeignSign {
  std::string_view text;
  std::string_view suggestion;
};
constexpr std::array<ForeignSign, 10> kForeignSigns = {{
    {"==", "="},
    {"<>", "!="},
    {"=~", "~"},
    {"!~", "not … ~"},
    {"&&", "and"},
    {"||", "or"},
    {":=", "="},
    {"&", "and"},
    {"|", "or"},
    {"!", "not"},
}};

constexpr std::array<std::string_view, 15> kSigns = {
    "//", "!=", "<=", ">=", "(", ")", "[", "]",
    ",",  "/",  "=",  "<",  ">", "~", "+",
};

template <typename Table>
auto StartingWith(const Table& table, std::string_view rest) {
  auto found = table.begin();
  while (found != table.end() && !rest.starts_with(found->text)) ++found;
  return found;
}

// One past the quote that closes, or npos.
std::size_t EndOfQuoted(std::string_view line, std::size_t begin) {
  for (std::size_t i = begin + 1; i < line.size(); ++i) {
    if (line[i] == '\\') {
      ++i;
    } else if (line[i] == '"') {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

std::size_t SequenceLength(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

// Length of the character at `at`; 0 when it is no UTF-8.
std::size_t CharacterLength(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return static_cast<unsigned char>(text[at + i]);
  };
  const std::size_t length = SequenceLength(byte(0));
  if (length == 0 || at + length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  // Overlong forms, surrogates, and what lies beyond U+10FFFF.
  if (byte(0) == 0xE0 && byte(1) < 0xA0) return 0;
  if (byte(0) == 0xED && byte(1) > 0x9F) return 0;
  if (byte(0) == 0xF0 && byte(1) < 0x90) return 0;
  if (byte(0) == 0xF4 && byte(1) > 0x8F) return 0;
  return length;
}

class Tokenizer {
 public:
  Tokenizer(const SourceText& source, std::vector<LexMistake>& mistakes)
      : text_(source.bytes), mistakes_(mistakes) {}

  std::vector<Token> Run() {
    while (true) {
      while (at_ < text_.size() && IsSpace(text_[at_])) ++at_;
      if (at_ == text_.size() || text_[at_] == '#') break;
      Step();
    }
    Add(Token::Kind::kEnd, at_);
    return std::move(tokens_);
  }

 private:
  void Add(Token::Kind kind, std::size_t end) {
    tokens_.push_back({kind, {at_, end}, text_.substr(at_, end - at_)});
    at_ = end;
  }

  void Refuse(std::size_t length, std::string_view message,
              std::string_view suggestion) {
    mistakes_.push_back(
        {{at_, at_ + length}, std::string(message), std::string(suggestion)});
    at_ += length;
  }

  void Step() {
    const std::string_view rest = text_.substr(at_);
    if (rest.front() == '"') return Quoted();
    if (rest.front() == '\'') {
      return Refuse(1, "text stands in double quotes", "\"");
    }
    const auto* alike = StartingWith(kLookAlikes, rest);
    if (alike != kLookAlikes.end()) {
      return Refuse(alike->text.size(), alike->message, alike->suggestion);
    }
    if (IsWordByte(rest.front())) return Word();
    if (!rest.starts_with("!=")) {
      const auto* foreign = StartingWith(kForeignSigns, rest);
      if (foreign != kForeignSigns.end()) {
        return Refuse(foreign->text.size(),
                      "no sign '" + std::string(foreign->text) + "'",
                      foreign->suggestion);
      }
    }
    for (const std::string_view sign : kSigns) {
      if (rest.starts_with(sign)) {
        return Add(Token::Kind::kSign, at_ + sign.size());
      }
    }
    Refuse(1, "'" + std::string(1, rest.front()) + "' has no meaning here", "");
  }

  void Quoted() {
    const std::size_t end = EndOfQuoted(text_, at_);
    if (end != std::string_view::npos) return Add(Token::Kind::kQuoted, end);
    Refuse(text_.size() - at_, "text without its closing quote", "");
  }

  void Word() {
    std::size_t end = at_;
    while (end < text_.size() && IsWordByte(text_[end]) &&
           StartingWith(kLookAlikes, text_.substr(end)) == kLookAlikes.end()) {
      ++end;
    }
    Add(Token::Kind::kWord, end);
  }

  std::string_view text_;
  std::vector<LexMistake>& mistakes_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
};

// Collects bytes with their columns.
class Collector {
 public:
  explicit Collector(const SourceText& source) : source_(source) {}

  void Add(char byte, std::size_t at) {
    text_.bytes += byte;
    text_.columns.push_back(source_.columns[at]);
  }
  bool empty() const { return text_.bytes.empty(); }
  SourceText Take(std::size_t end) {
    text_.columns.push_back(source_.columns[end]);
    return std::exchange(text_, {});
  }

 private:
  const SourceText& source_;
  SourceText text_;
};

// The character that an escape stands for; 0 for none.
char Unescape(char c) {
  switch (c) {
    case '"':
    case '\\':
    case '{':
    case '}':
      return c;
    case 'n':
      return '\n';
    case 't':
      return '\t';
    default:
      return 0;
  }
}

// One past the brace that closes the one at `open`; `end` when none does.
std::size_t EndOfBraces(std::string_view bytes, std::size_t open,
                        std::size_t end) {
  int depth = 0;
  for (std::size_t i = open; i < end; ++i) {
    if (bytes[i] == '\\') {
      ++i;
    } else if (bytes[i] == '{') {
      ++depth;
    } else if (bytes[i] == '}' && --depth == 0) {
      return i + 1;
    }
  }
  return end + 1;
}

// What stands between braces is rule text again, inside quotes: one level of
// \" and \\ goes.
SourceText DecodeBraces(const SourceText& source, ByteRange inner) {
  Collector collector(source);
  for (std::size_t i = inner.begin; i < inner.end; ++i) {
    const bool escape =
        source.bytes[i] == '\\' && i + 1 < inner.end &&
        (source.bytes[i + 1] == '"' || source.bytes[i + 1] == '\\');
    if (escape) ++i;
    collector.Add(source.bytes[i], i);
  }
  return collector.Take(inner.end);
}

}  // namespace

SourceText SourceText::OfLine(std::string_view line) {
  SourceText text;
  text.bytes = line;
  text.columns.reserve(line.size() + 1);
  std::uint32_t column = 1;
  for (std::size_t i = 0; i < line.size();) {
    std::size_t length = CharacterLength(line, i);
    if (length == 0) length = 1;
    for (std::size_t j = 0; j < length; ++j) text.columns.push_back(column);
    i += length;
    ++column;
  }
  text.columns.push_back(column);
  return text;
}

SourceText SourceText::Part(std::size_t begin, std::size_t end) const {
  SourceText part;
  part.bytes = bytes.substr(begin, end - begin);
  part.columns.assign(columns.begin() + static_cast<std::ptrdiff_t>(begin),
                      columns.begin() + static_cast<std::ptrdiff_t>(end) + 1);
  return part;
}

std::vector<Token> Tokenize(const SourceText& source,
                            std::vector<LexMistake>& mistakes) {
  return Tokenizer(source, mistakes).Run();
}

std::size_t CommentStart(std::string_view line) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '#') return i;
    if (line[i] != '"') continue;
    const std::size_t end = EndOfQuoted(line, i);
    if (end == std::string_view::npos) return line.size();
    i = end - 1;
  }
  return line.size();
}

std::vector<TextPiece> DecodeText(const SourceText& source, ByteRange quoted,
                                  std::vector<LexMistake>& mistakes) {
  const std::size_t end = quoted.end - 1;  // the closing quote
  std::vector<TextPiece> pieces;
  Collector plain(source);
  for (std::size_t i = quoted.begin + 1; i < end; ++i) {
    const char c = source.bytes[i];
    if (c == '\\') {
      const char meant = Unescape(source.bytes[i + 1]);
      if (meant == 0) {
        const std::size_t length =
            std::max<std::size_t>(CharacterLength(source.bytes, i + 1), 1);
        mistakes.push_back({{i, i + 1 + length},
                            "no escape '" + source.bytes.substr(i, 1 + length) +
                                "'; a backslash itself is written \\\\",
                            ""});
        i += length;
        continue;
      }
      plain.Add(meant, i);
      ++i;
    } else if (c == '{') {
      const std::size_t after = EndOfBraces(source.bytes, i, end);
      if (after > end) {
        mistakes.push_back({{i, i + 1},
                            "no } closes this; the brace itself is written \\{",
                            ""});
        continue;
      }
      if (!plain.empty()) pieces.push_back({false, plain.Take(i)});
      pieces.push_back({true, DecodeBraces(source, {i + 1, after - 1})});
      i = after - 1;
    } else if (c == '}') {
      mistakes.push_back(
          {{i, i + 1}, "no { opens this; the brace itself is written \\}", ""});
    } else {
      plain.Add(c, i);
    }
  }
  if (!plain.empty()) pieces.push_back({false, plain.Take(end)});
  return pieces;
}

SourceText DecodePattern(const SourceText& source, ByteRange quoted) {
  Collector collector(source);
  for (std::size_t i = quoted.begin + 1; i < quoted.end - 1; ++i) {
    if (source.bytes[i] == '\\') {
      if (source.bytes[i + 1] != '"') collector.Add('\\', i);
      ++i;
    }
    collector.Add(source.bytes[i], i);
  }
  return collector.Take(quoted.end - 1);
}

std::size_t FindBadUtf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = CharacterLength(text, i);
    if (length == 0) return i;
    i += length;
  }
  return std::string_view::npos;
}

}  // namespace dcmscrub
