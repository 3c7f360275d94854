#include "kernels/pattern_index.h"

#include <algorithm>
#include <array>

namespace dcmscrub {
namespace {

constexpr std::size_t kLeastSlots = 256;

// How common a letter or digit is in headers: high for what DICOM is full of.
constexpr std::array<std::uint8_t, 256> kCommonness = [] {
  std::array<std::uint8_t, 256> commonness{};
  commonness.fill(1);
  const std::string_view ascending = "zqjxkwvybfghpumdlcsnroiat";
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    commonness[static_cast<std::uint8_t>(ascending[i])] =
        static_cast<std::uint8_t>(2 + i);
  }
  commonness['e'] = 28;
  for (std::uint8_t c = '3'; c <= '9'; ++c) commonness[c] = 24;
  commonness['0'] = 60;
  commonness['1'] = commonness['2'] = 40;
  return commonness;
}();

// The rarest four bytes of `letters` that stand in one word; the place of
// others within them depends on the text.
std::pair<std::uint32_t, std::uint8_t> ChooseAnchor(
    std::string_view letters, std::span<const std::uint32_t> ends) {
  std::uint32_t best = 0;
  std::uint32_t best_size = 0;
  unsigned best_score = 0;
  std::uint32_t begin = 0;
  for (std::size_t word = 0; word <= ends.size(); ++word) {
    const auto end = word < ends.size()
                         ? ends[word]
                         : static_cast<std::uint32_t>(letters.size());
    const std::uint32_t size = std::min<std::uint32_t>(4, end - begin);
    for (std::uint32_t at = begin; at + size <= end; ++at) {
      unsigned score = 0;
      for (std::uint32_t i = at; i < at + size; ++i) {
        score += kCommonness[static_cast<std::uint8_t>(letters[i])];
      }
      if (size < best_size || (size == best_size && score >= best_score)) {
        continue;
      }
      best = at;
      best_size = size;
      best_score = score;
    }
    begin = end;
  }
  return {best, static_cast<std::uint8_t>(best_size)};
}

}  // namespace

void PatternIndex::Clear() {
  patterns_.assign(1, {});
  letters_.clear();
  ends_.clear();
  slots_.assign(kLeastSlots, {});
  taken_ = 0;
  anchor_sizes_ = 0;
}

void PatternIndex::Add(std::string_view letters,
                       std::span<const std::uint32_t> ends,
                       std::uint8_t flags) {
  const auto [anchor, anchor_size] = ChooseAnchor(letters, ends);
  if (anchor_size == 0) return;
  const Gram gram = GramAt(letters.data() + anchor, anchor_size);
  if (Pattern* same = Same(gram, letters, ends, flags)) {
    const auto common =
        static_cast<std::uint8_t>(same->flags & flags & Pattern::kCommon);
    same->flags = static_cast<std::uint8_t>(
        ((same->flags | flags) & ~Pattern::kCommon) | common);
    return;
  }
  if (2 * (taken_ + 1) > slots_.size()) Grow();
  Slot& slot = slots_[SlotOf(gram)];
  taken_ += slot.first == 0 ? 1 : 0;
  Pattern pattern{.begin = static_cast<std::uint32_t>(letters_.size()),
                  .size = static_cast<std::uint32_t>(letters.size()),
                  .ends_begin = static_cast<std::uint32_t>(ends_.size()),
                  .ends_size = static_cast<std::uint32_t>(ends.size()),
                  .anchor = anchor,
                  .anchor_size = anchor_size,
                  .flags = flags,
                  .next = slot.first};
  slot = {gram, static_cast<std::uint32_t>(patterns_.size())};
  patterns_.push_back(pattern);
  letters_.append(letters);
  ends_.insert(ends_.end(), ends.begin(), ends.end());
  anchor_sizes_ = static_cast<std::uint8_t>(anchor_sizes_ | 1 << anchor_size);
}

const Pattern* PatternIndex::With(Gram gram) const {
  const std::uint32_t first = slots_[SlotOf(gram)].first;
  return first == 0 ? nullptr : &patterns_[first];
}

bool PatternIndex::Stands(const Pattern& pattern, const FoldedText& text,
                          std::size_t begin) const {
  if (begin + pattern.size > text.size() || !text.place(begin).first) {
    return false;
  }
  const std::string_view letters = LettersOf(pattern);
  if (text.letters().substr(begin, letters.size()) != letters) return false;
  std::span<const std::uint32_t> ends = EndsOf(pattern);
  const std::uint8_t least = (pattern.flags & Pattern::kApart) != 0 ? 1 : 0;
  for (std::uint32_t i = 1; i < pattern.size; ++i) {
    const std::uint8_t gap = text.place(begin + i).gap;
    if (ends.empty() || i != ends.front()) {
      if (gap > 0) return false;
      continue;
    }
    if (gap < least || gap >= FoldedText::kFar) return false;
    ends = ends.subspan(1);
  }
  return true;
}

std::size_t PatternIndex::SlotOf(Gram gram) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = (gram * std::uint64_t{0x9E3779B97F4A7C15} >> 32) & mask;
  while (slots_[at].first != 0 && slots_[at].gram != gram) {
    at = (at + 1) & mask;
  }
  return at;
}

Pattern* PatternIndex::Same(Gram gram, std::string_view letters,
                            std::span<const std::uint32_t> ends,
                            std::uint8_t flags) {
  std::uint32_t i = slots_[SlotOf(gram)].first;
  for (; i != 0; i = patterns_[i].next) {
    const Pattern& pattern = patterns_[i];
    if (((pattern.flags ^ flags) & (Pattern::kApart | Pattern::kDate)) == 0 &&
        LettersOf(pattern) == letters &&
        std::ranges::equal(EndsOf(pattern), ends)) {
      return &patterns_[i];
    }
  }
  return nullptr;
}

void PatternIndex::Grow() {
  const std::vector<Slot> old = std::move(slots_);
  slots_.assign(2 * old.size(), {});
  for (const Slot& slot : old) {
    if (slot.first != 0) slots_[SlotOf(slot.gram)] = slot;
  }
}

bool HasBorders(const FoldedText& text, const PatternIndex::Match& match) {
  if (text.SplitsNumber(match.begin) || text.SplitsNumber(match.end)) {
    return false;
  }
  constexpr std::uint8_t kAnywhere = Pattern::kInside | Pattern::kNumber;
  return (match.pattern->flags & kAnywhere) != 0 ||
         (text.IsBorder(match.begin) && text.IsBorder(match.end));
}

}  // namespace dcmscrub
