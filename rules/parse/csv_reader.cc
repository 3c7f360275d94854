#include "rules/parse/csv_reader.h"

#include <algorithm>
#include <array>

#include "kernels/core/ascii.h"
#include "kernels/core/utf8.h"
#include "rules/parse/lexer.h"
#include "rules/parse/text_file.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kBlanks = " \t";
constexpr std::string_view kLineEnds = "\r\n";
constexpr std::string_view kSeparators = ",;\t";

// Windows-1252 where Latin-1 has controls, 80 to 9F; 0: nothing there either.
constexpr std::array<char32_t, 32> kGapOfLatin1 = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

// kNoCharacter of what no text has.
char32_t CharacterOfLatin1(char c) {
  const auto byte = static_cast<std::uint8_t>(c);
  const bool control = byte < 0x20 || byte == 0x7F;
  if (control && c != '\t' && c != '\n' && c != '\r' && c != '\f') {
    return kNoCharacter;
  }
  if (byte < 0x80 || byte >= 0xA0) return byte;
  const char32_t character = kGapOfLatin1[byte - 0x80];
  return character == 0 ? kNoCharacter : character;
}

// Whether a line of it is UTF-8 and more than ASCII.
bool HasLineOfUtf8(std::string_view text) {
  while (!text.empty()) {
    const std::string_view line = TakeLine(text);
    const bool ascii = std::ranges::all_of(
        line, [](char c) { return static_cast<std::uint8_t>(c) < 0x80; });
    if (!ascii && IsUtf8(line)) return true;
  }
  return false;
}

// Of text that is no UTF-8. Why it cannot be had, or "".
std::string_view DecodeLatin1(std::string_view text, std::string& utf8) {
  if (HasLineOfUtf8(text)) {
    return "some lines are UTF-8 and others are not; save the file as UTF-8";
  }
  for (const char c : text) {
    const char32_t character = CharacterOfLatin1(c);
    if (character == kNoCharacter) return "this is neither UTF-8 nor Latin-1";
    AppendCharacter(character, utf8);
  }
  return "";
}

std::array<std::size_t, kSeparators.size()> CountSeparators(
    std::string_view text) {
  std::array<std::size_t, kSeparators.size()> counts{};
  bool quoted = false, blank = true;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    const bool ends = !quoted && kLineEnds.find(c) != std::string_view::npos;
    if (ends && !blank) break;
    blank = blank && (ends || kBlanks.find(c) != std::string_view::npos);
    const std::size_t which = kSeparators.find(c);
    if (!quoted && which != std::string_view::npos) ++counts[which];
  }
  return counts;
}

}  // namespace

CsvReader::CsvReader(std::string_view text) : rest_(text) {
  why_not_ = WhyNoText(text.substr(0, 2));  // UTF-16
  const bool marked = text.starts_with("\xEF\xBB\xBF");
  TakeByteOrderMark(rest_);
  if (why_not_.empty() && !IsUtf8(rest_)) {
    why_not_ = marked ? "this begins as UTF-8 and is none; save it as UTF-8"
                      : DecodeLatin1(rest_, decoded_);
    rest_ = decoded_;
  }
  if (why_not_.empty()) why_not_ = WhyNoText(rest_);
  const auto counts = CountSeparators(rest_);
  const auto most = std::ranges::max_element(counts);
  separator_ = kSeparators[static_cast<std::size_t>(most - counts.begin())];
  if (why_not_.empty() && *most != 0 && std::ranges::count(counts, *most) > 1) {
    why_not_ =
        "the first row does not tell commas, semicolons or tabs; put cells in "
        "quotes that hold what does not part them";
  }
  if (!why_not_.empty()) rest_ = {};
}

bool CsvReader::Next(std::vector<std::string>& cells, std::uint32_t& line,
                     std::string_view& fault) {
  cells.clear();
  fault = {};
  if (rest_.empty()) return false;
  line = line_;
  while (true) {
    fault = ReadCell(cells.emplace_back());
    if (!fault.empty()) SkipLine();
    if (EndsRow() || !fault.empty()) return true;
    rest_.remove_prefix(1);  // the separator
  }
}

// What is wrong with the cell; empty when nothing is. Leaves `rest_` at the
// separator or line end behind it.
std::string_view CsvReader::ReadCell(std::string& cell) {
  const auto ends = [this](char c) {
    return c == separator_ || kLineEnds.find(c) != std::string_view::npos;
  };
  const auto* const end = std::ranges::find_if(rest_, ends);
  std::string_view text(rest_.begin(), end);
  if (Trimmed(text, kBlanks).starts_with('"')) {
    rest_.remove_prefix(text.find('"') + 1);
    return ReadQuoted(cell);
  }
  rest_.remove_prefix(text.size());
  if (text.find('"') != std::string_view::npos) {
    return "has a quote inside a cell that does not begin with one";
  }
  cell = Trimmed(text, kBlanks);
  return {};
}

std::string_view CsvReader::ReadQuoted(std::string& cell) {
  while (true) {
    const std::size_t quote = rest_.find('"');
    if (quote == std::string_view::npos) {
      rest_ = {};
      return "has a quote that is never closed";
    }
    std::string_view piece = rest_.substr(0, quote);
    cell += piece;
    rest_.remove_prefix(quote + 1);
    while (piece.find_first_of(kLineEnds) != std::string_view::npos) {
      TakeLine(piece);
      ++line_;
    }
    if (!rest_.starts_with('"')) break;
    cell += '"';
    rest_.remove_prefix(1);
  }
  cell = std::string(Trimmed(cell, kBlanks));
  while (!rest_.empty() && rest_[0] != separator_ &&
         kBlanks.find(rest_[0]) != std::string_view::npos) {
    rest_.remove_prefix(1);
  }
  if (!rest_.empty() && rest_[0] != separator_ &&
      kLineEnds.find(rest_[0]) == std::string_view::npos) {
    return "has something behind a closing quote";
  }
  return {};
}

bool CsvReader::EndsRow() {
  if (!rest_.empty() && rest_[0] == separator_) return false;
  if (!rest_.empty()) {
    TakeLine(rest_);
    ++line_;
  }
  return true;
}

void CsvReader::SkipLine() {
  rest_.remove_prefix(std::min(rest_.find_first_of(kLineEnds), rest_.size()));
}

bool IsBlankRow(const std::vector<std::string>& cells) {
  return std::ranges::all_of(cells, &std::string::empty);
}

}  // namespace dcmscrub
