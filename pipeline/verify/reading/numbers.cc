#include "pipeline/verify/reading/numbers.h"

#include <re2/re2.h>

#include <algorithm>

#include "kernels/core/ascii.h"
#include "pipeline/verify/reading/words.h"

namespace dcmscrub {
namespace {

re2::StringPiece PieceOf(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

bool IsAllDigits(std::string_view word) {
  return std::ranges::all_of(word, IsDigit);
}

std::string WithoutPlus(std::string_view text) {
  static const RE2 kPlus(R"(\+([0-9]))", RE2::Latin1);
  std::string without(text);
  RE2::GlobalReplace(&without, kPlus, R"( 00\1)");
  return without;
}

std::size_t NumberBegin(std::string_view text, std::size_t at) {
  static const RE2 kBefore("0*|00[0-9]{1,3}0*", RE2::Latin1);
  if (at == text.size() || !IsDigit(text[at])) return at;
  std::size_t begin = at;
  while (begin > 0 && IsDigit(text[begin - 1])) --begin;
  const std::string_view before = text.substr(begin, at - begin);
  return RE2::FullMatch(PieceOf(before), kBefore) ? begin : at;
}

std::size_t EndOfDigits(std::string_view digits, std::string_view text,
                        std::size_t at) {
  constexpr std::size_t kDelimiter = 2;
  bool parted = false;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && !parted) {
      std::size_t others = 0;
      while (at + others < text.size() && text[at + others] == kNoLetter) {
        ++others;
      }
      if (others > kDelimiter) return std::string_view::npos;
      at += others;
      parted = others > 0;
    }
    if (at >= text.size() || text[at] != digits[i]) {
      return std::string_view::npos;
    }
    ++at;
  }
  return at;
}

std::vector<std::string> WithoutZeros(std::vector<std::string> words) {
  while (!words.empty()) {
    std::string& word = words.front();
    word.erase(0, std::min(word.find_first_not_of('0'), word.size()));
    if (!word.empty()) break;
    words.erase(words.begin());
  }
  if (!words.empty() && !IsDigit(words.front().front())) words.clear();
  return words;
}

std::string NumberOfCode(std::string_view word) {
  static const RE2 kCode("[^0-9]+0*([1-9][0-9]*)", RE2::Latin1);
  std::string number;
  RE2::FullMatch(PieceOf(word), kCode, &number);
  return number.size() < kLongNumber ? "" : number;
}

std::vector<std::string> WithoutCountry(const std::vector<std::string>& words) {
  static const RE2 kCountry(
      "00(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]"
      "|[2-9][0-9]{2})",
      RE2::Latin1);
  std::string digits;
  for (const std::string& word : words) digits += word;
  re2::StringPiece rest = PieceOf(digits);
  if (!IsAllDigits(digits) || !RE2::Consume(&rest, kCountry)) return {};
  std::size_t code = digits.size() - rest.size();
  std::vector<std::string> left;
  for (const std::string& word : words) {
    const std::size_t cut = std::min(code, word.size());
    if (cut < word.size()) left.push_back(word.substr(cut));
    code -= cut;
  }
  return left;
}

}  // namespace dcmscrub
