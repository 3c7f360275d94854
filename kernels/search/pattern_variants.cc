#include "kernels/search/pattern_variants.h"

#include <algorithm>

#include "kernels/core/ascii.h"

namespace dcmscrub {
namespace {

// What is left of a number or a name has to be as long to count.
constexpr std::size_t kLeastNumber = 6;
constexpr std::size_t kLeastGrouped = 9;  // of one that is written in one
constexpr std::size_t kLeastNumberOfCode = 4;
constexpr std::size_t kLongestPadded = 8;  // digits, with zeros before them
constexpr std::size_t kLeastWithoutAccents = 5;
constexpr std::size_t kLeastRunWithoutAccents = 3;

constexpr std::string_view kDigits = "0123456789";

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
  if (as_it_is.ends.empty()) AddCode(index, as_it_is.letters, flags);
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
  if (!ends_.empty() || !IsNumber(letters_)) return;
  AddSplit(index, letters_, zeros == 1 ? Number::kPhone : Number::kAny, flags);
}

// One delimiter among the digits, wherever it stands, or groups of them.
void PatternVariants::AddSplit(PatternIndex& index, std::string_view digits,
                               Number number, std::uint8_t flags) {
  if (digits.size() < kLeastNumber) return;
  index.AddSplit(digits, flags);
  if (digits.size() >= kLeastGrouped)
    AddGrouped(index, digits, {}, number, flags);
}

// Zeros before the first group count as part of it, as in any number.
void PatternVariants::AddGrouped(PatternIndex& index, std::string_view digits,
                                 std::span<const std::uint32_t> ends,
                                 Number number, std::uint8_t flags) {
  if (digits.size() < kLeastNumber) return;
  const auto size = static_cast<std::uint32_t>(digits.size());
  const auto add = [&] {
    while (!ends_.empty() && ends_.back() >= size) ends_.pop_back();
    if (ends_.size() > 1) index.Add(digits, ends_, flags);
  };
  const auto cut_from = [&](std::uint32_t first, std::uint32_t group) {
    ends_.clear();
    for (std::uint32_t i = first == 0 ? group : first; i < size; i += group) {
      ends_.push_back(i);
    }
    add();
  };
  for (const std::uint32_t group : {3u, 2u}) {
    if (group == 2 && number != Number::kPhone) break;
    cut_from(0, group);
    cut_from(size % group, group);
    CutWords(ends, size, group);
    add();
  }
  // North America: 3-3-4, behind a code or none.
  constexpr std::uint32_t kNational = 10;
  if (size < kNational) return;
  ends_.clear();
  for (const std::uint32_t end : {size - 10, size - 7, size - 4}) {
    if (end > 0) ends_.push_back(end);
  }
  add();
}

// Each word by itself, from its end on.
void PatternVariants::CutWords(std::span<const std::uint32_t> ends,
                               std::uint32_t size, std::uint32_t group) {
  ends_.clear();
  std::uint32_t begin = 0;
  for (std::size_t word = 0; word <= ends.size(); ++word) {
    const std::uint32_t end = word < ends.size() ? ends[word] : size;
    for (std::uint32_t i = begin + (end - begin) % group; i < end; i += group) {
      if (i > begin) ends_.push_back(i);
    }
    ends_.push_back(end);
    begin = end;
  }
}

// Letters and a number behind them: the number by itself where it is long,
// else with a delimiter between them, and with more zeros or fewer.
void PatternVariants::AddCode(PatternIndex& index, std::string_view code,
                              std::uint8_t flags) {
  const std::size_t letters =
      std::min(code.find_first_of(kDigits), code.size());
  std::string_view digits = code.substr(letters);
  if (letters == 0 || !IsNumber(digits)) return;
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  if (digits.size() >= kLeastNumber) {
    const auto number = static_cast<std::uint8_t>(flags | Pattern::kNumber);
    index.Add(digits, {}, number);
    return AddSplit(index, digits, Number::kAny, number);
  }
  if (digits.size() < kLeastNumberOfCode) return;
  const auto end = static_cast<std::uint32_t>(letters);
  letters_.assign(code, 0, letters);
  letters_.append(digits);
  for (std::size_t size = digits.size(); size <= kLongestPadded; ++size) {
    index.Add(letters_, std::span(&end, 1), flags);
    letters_.insert(letters, 1, '0');
  }
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
