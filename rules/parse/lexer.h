// One line of rule text → tokens. The rules layer's own: parser.h is what
// others use.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dcmscrub {

// Text that remembers where in its line each byte stood, also after escapes
// were resolved or a part was cut out.
struct SourceText {
  std::string bytes;
  std::vector<std::uint32_t> columns;  // of each byte, and of the end; from 1

  static SourceText OfLine(std::string_view line);
  SourceText Part(std::size_t begin, std::size_t end) const;
};

// Bytes [begin, end) of a SourceText.
struct ByteRange {
  std::size_t begin = 0, end = 0;
};

struct LexMistake {
  ByteRange range;
  std::string message;
  std::string suggestion;
};

struct Token {
  enum class Kind : std::uint8_t {
    kWord,    // letters, digits, - _ . * ? and what is not ASCII
    kQuoted,  // with its quotes
    kSign,    // ( ) [ ] , / // = != < <= > >= ~ +
    kEnd,
  };
  Kind kind = Kind::kEnd;
  ByteRange range;
  std::string_view text;  // of the SourceText
};

// Ends with one kEnd. What is no token is reported and left out. A comment
// ends the line.
std::vector<Token> Tokenize(const SourceText& source,
                            std::vector<LexMistake>& mistakes);

// Where a comment begins; the size of the line when there is none.
std::size_t CommentStart(std::string_view line);

// A piece of text between quotes: plain, or what stood between { and }.
struct TextPiece {
  bool braced = false;
  SourceText text;
};

// The pieces of a kQuoted token with escapes resolved.
std::vector<TextPiece> DecodeText(const SourceText& source, ByteRange quoted,
                                  std::vector<LexMistake>& mistakes);

// The same for patterns of regular expressions, where \" alone is an escape.
SourceText DecodePattern(const SourceText& source, ByteRange quoted);

// Offset of the first byte that is no UTF-8, or npos.
std::size_t FindBadUtf8(std::string_view text);

}  // namespace dcmscrub
