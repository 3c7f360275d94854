#include "kernels/search/pattern_variants.h"

#include <algorithm>

#include "kernels/core/ascii.h"

namespace dcmscrub {
namespace {

// What is left of a number or a name has to be as long to count.
constexpr std::size_t kLeastNumber = 6;
constexpr std::size_t kLeastWithoutAccents = 5;
constexpr std::size_t kLeastRunWithoutAccents = 3;

bool IsNumber(std::string_view letters) {
  return std::ranges::all_of(letters, IsDigit);
}

}  // namespace

void PatternVariants::Spelling::Append(const FoldedText& text,
                                       std::size_t begin, std::size_t size) {
  letters.append(text.letters(), begin, size);
  for (std::size_t i = begin; i < begin + size; ++i) {
    beyond_ascii.push_back(text.place(i).beyond_ascii);
  }
}

void PatternVariants::Spelling::EndWord() {
  ends.push_back(static_cast<std::uint32_t>(letters.size()));
}

void PatternVariants::AddTo(PatternIndex& index, const Spelling& as_it_is,
                            std::uint8_t flags, std::size_t least) {
  index.Add(as_it_is.letters, as_it_is.ends, flags);
  if (std::ranges::find(as_it_is.beyond_ascii, true) !=
      as_it_is.beyond_ascii.end()) {
    AddWithoutAccents(index, as_it_is, flags);
  }
  if ((flags & Pattern::kOfName) != 0) return;
  if (IsDigit(as_it_is.letters.front())) {
    AddWithoutZeros(index, as_it_is, flags, least);
  }
  if (as_it_is.ends.empty()) AddNumberOf(index, as_it_is.letters, flags);
}

// Zeros before a match count as part of it: FoldedText::NumberStart.
void PatternVariants::AddWithoutZeros(PatternIndex& index, const Spelling& from,
                                      std::uint8_t flags, std::size_t least) {
  const std::size_t zeros =
      std::min(from.letters.find_first_not_of('0'), from.letters.size());
  letters_.assign(from.letters, zeros);
  if (letters_.empty() || !IsDigit(letters_.front())) return;
  ends_.clear();
  for (const std::uint32_t end : from.ends) {
    if (end > zeros) ends_.push_back(end - static_cast<std::uint32_t>(zeros));
  }
  if (zeros != 0 && letters_.size() >= least) {
    unsigned left = flags;
    if (letters_.size() < kLeastNumber) {
      left &= ~unsigned{Pattern::kInside | Pattern::kInBytes};
    }
    index.Add(letters_, ends_, static_cast<std::uint8_t>(left));
  }
  if (ends_.empty() && IsNumber(letters_)) AddSplit(index, letters_, flags);
}

// One delimiter among the digits, wherever it stands.
void PatternVariants::AddSplit(PatternIndex& index, std::string_view digits,
                               std::uint8_t flags) {
  if (digits.size() < kLeastNumber) return;
  for (std::uint32_t i = 1; i < digits.size(); ++i) {
    index.Add(digits, std::span(&i, 1), flags);
  }
}

// The number that letters stand before.
void PatternVariants::AddNumberOf(PatternIndex& index, std::string_view code,
                                  std::uint8_t flags) {
  const auto number = std::ranges::find_if(code, IsDigit);
  std::string_view digits(number, code.end());
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  if (number == code.begin() || digits.size() < kLeastNumber ||
      !IsNumber(digits)) {
    return;
  }
  index.Add(digits, {}, static_cast<std::uint8_t>(flags | Pattern::kNumber));
}

// As programs that know ASCII alone write it: without such letters, or with one
// or two others in place of each.
void PatternVariants::AddWithoutAccents(PatternIndex& index,
                                        const Spelling& from,
                                        std::uint8_t flags) {
  letters_.clear();
  ends_.clear();
  std::size_t run = 0, longest_run = 0;
  auto end = from.ends.begin();
  for (std::uint32_t i = 0; i < from.letters.size(); ++i) {
    const bool word_ends = end != from.ends.end() && *end == i;
    if (word_ends) ++end;
    if ((word_ends || from.beyond_ascii[i]) && !letters_.empty() &&
        (ends_.empty() || ends_.back() != letters_.size())) {
      ends_.push_back(static_cast<std::uint32_t>(letters_.size()));
      run = 0;
    }
    if (from.beyond_ascii[i]) continue;
    letters_ += from.letters[i];
    longest_run = std::max(longest_run, ++run);
  }
  if (!ends_.empty() && ends_.back() == letters_.size()) ends_.pop_back();
  if (letters_.size() < kLeastWithoutAccents ||
      longest_run < kLeastRunWithoutAccents) {
    return;
  }
  constexpr unsigned kNot = Pattern::kInside | Pattern::kBeyondAscii;
  index.Add(letters_, ends_, static_cast<std::uint8_t>(flags & ~kNot));
}

}  // namespace dcmscrub
