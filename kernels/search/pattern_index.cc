#include "kernels/search/pattern_index.h"

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

// With more patterns than this, rare letters no longer tell them apart.
constexpr std::size_t kManyPatterns = 512;

}  // namespace

void PatternIndex::Clear() {
  patterns_.assign(1, {});
  letters_.clear();
  ends_.clear();
  slots_.assign(kLeastSlots, {});
  contents_.assign(kLeastSlots, 0);
  anchor_sizes_ = 0;
}

void PatternIndex::Add(std::string_view letters,
                       std::span<const std::uint32_t> ends,
                       std::uint8_t flags) {
  AddWith(ChooseAnchor(letters, ends), false, letters, ends, flags);
}

void PatternIndex::AddSplit(std::string_view letters, std::uint8_t flags) {
  const std::size_t half = letters.size() / 2;
  AddWith(ChooseAnchor(letters.substr(0, half), {}), true, letters, {}, flags);
  Anchor last = ChooseAnchor(letters.substr(half), {});
  last.begin += static_cast<std::uint32_t>(half);
  AddWith(last, true, letters, {}, flags);
}

void PatternIndex::AddWith(const Anchor& anchor, bool split,
                           std::string_view letters,
                           std::span<const std::uint32_t> ends,
                           std::uint8_t flags) {
  if (2 * (patterns_.size() + 1) > slots_.size()) Grow();
  std::uint32_t& equal = Equal(anchor, split, letters, ends);
  if (equal != 0) {
    std::uint8_t& merged = patterns_[equal].flags;
    constexpr unsigned kOfBoth = Pattern::kCommon | Pattern::kAlone;
    const unsigned both = merged & flags & kOfBoth;
    merged = static_cast<std::uint8_t>(((merged | flags) & ~kOfBoth) | both);
    return;
  }
  if (anchor.size == 0) return;
  Slot& slot = slots_[SlotOf(anchor.gram)];
  equal = static_cast<std::uint32_t>(patterns_.size());
  patterns_.push_back(
      {.begin = static_cast<std::uint32_t>(letters_.size()),
       .size = static_cast<std::uint32_t>(letters.size()),
       .ends_begin = split ? Pattern::kAnywhere
                           : static_cast<std::uint32_t>(ends_.size()),
       .ends_size = static_cast<std::uint32_t>(ends.size()),
       .anchor = anchor.begin,
       .anchor_size = anchor.size,
       .flags = flags,
       .next = slot.first});
  slot = {anchor.gram, equal, slot.count + 1};
  letters_.append(letters);
  ends_.insert(ends_.end(), ends.begin(), ends.end());
  anchor_sizes_ = static_cast<std::uint8_t>(anchor_sizes_ | 1 << anchor.size);
}

// The rarest four bytes of `letters` that stand in one word; how far words are
// apart depends on the text.
PatternIndex::Anchor PatternIndex::ChooseAnchor(
    std::string_view letters, std::span<const std::uint32_t> ends) const {
  const bool many = patterns_.size() > kManyPatterns;
  Anchor best;
  std::uint64_t best_score = 0;
  std::uint32_t begin = 0;
  for (std::size_t word = 0; word <= ends.size(); ++word) {
    const auto end = word < ends.size()
                         ? ends[word]
                         : static_cast<std::uint32_t>(letters.size());
    const std::uint32_t size = std::min<std::uint32_t>(4, end - begin);
    for (std::uint32_t at = begin; size >= best.size && at + size <= end;
         ++at) {
      if (letters[at + size - 1] == '\0') continue;  // of UTF-16; see Gram
      std::uint64_t score = 0;
      for (std::uint32_t i = at; i < at + size; ++i) {
        score += kCommonness[static_cast<std::uint8_t>(letters[i])];
      }
      if (many) {
        const Gram gram = FoldedAscii(GramAt(letters.data() + at, size));
        score += std::uint64_t{slots_[SlotOf(gram)].count} << 16;
      }
      if (size == best.size && score >= best_score) continue;
      best = {.begin = at, .size = static_cast<std::uint8_t>(size)};
      best_score = score;
    }
    begin = end;
  }
  best.gram = FoldedAscii(GramAt(letters.data() + best.begin, best.size));
  return best;
}

void PatternIndex::AppendGrams(bool all, std::vector<Gram>& grams) const {
  for (const Slot& slot : slots_) {
    for (std::uint32_t i = slot.first; i != 0; i = patterns_[i].next) {
      if (!all && (patterns_[i].flags & Pattern::kBeyondAscii) != 0) continue;
      grams.push_back(slot.gram);
      break;
    }
  }
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
  if (pattern.split()) return StandsSplit(pattern, text, begin);
  std::span<const std::uint32_t> ends = EndsOf(pattern);
  for (std::uint32_t i = 1; i < pattern.size; ++i) {
    const FoldedText::Place& place = text.place(begin + i);
    if (ends.empty() || i != ends.front()) {
      if (place.gap > 0 && !place.joins) return false;
      continue;
    }
    if (place.gap >= FoldedText::kFar) return false;
    ends = ends.subspan(1);
  }
  return true;
}

bool PatternIndex::StandsSplit(const Pattern& pattern, const FoldedText& text,
                               std::size_t begin) const {
  bool split = false;
  for (std::size_t i = begin + 1; i < begin + pattern.size; ++i) {
    const FoldedText::Place& place = text.place(i);
    if (place.gap == 0 || place.joins) continue;
    if (split || place.gap >= FoldedText::kFar) return false;
    split = true;
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

// The place in contents_ of an equal pattern, or a free one.
std::uint32_t& PatternIndex::Equal(const Anchor& anchor, bool split,
                                   std::string_view letters,
                                   std::span<const std::uint32_t> ends) {
  const std::size_t mask = contents_.size() - 1;
  std::size_t at = HashOf(letters) & mask;
  for (; contents_[at] != 0; at = (at + 1) & mask) {
    const Pattern& pattern = patterns_[contents_[at]];
    if (LettersOf(pattern) == letters && pattern.split() == split &&
        (!split || pattern.anchor == anchor.begin) &&
        std::ranges::equal(EndsOf(pattern), ends)) {
      break;
    }
  }
  return contents_[at];
}

std::size_t PatternIndex::HashOf(std::string_view letters) {
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < letters.size(); i += 4) {
    const std::size_t size = std::min<std::size_t>(4, letters.size() - i);
    hash = (hash ^ GramAt(letters.data() + i, size)) * 0x9E3779B97F4A7C15;
    hash ^= hash >> 32;
  }
  return hash;
}

void PatternIndex::Grow() {
  const std::vector<Slot> old = std::move(slots_);
  slots_.assign(2 * old.size(), {});
  for (const Slot& slot : old) {
    if (slot.first != 0) slots_[SlotOf(slot.gram)] = slot;
  }
  contents_.assign(slots_.size(), 0);
  const std::size_t mask = contents_.size() - 1;
  for (std::size_t i = 1; i < patterns_.size(); ++i) {
    std::size_t at = HashOf(LettersOf(patterns_[i])) & mask;
    while (contents_[at] != 0) at = (at + 1) & mask;
    contents_[at] = static_cast<std::uint32_t>(i);
  }
}

bool HasBorders(const FoldedText& text, const PatternIndex::Match& match) {
  const std::size_t begin = text.NumberStart(match.begin);
  if (text.SplitsNumber(begin) || text.SplitsNumber(match.end)) return false;
  // A number that is no other by chance.
  constexpr std::uint32_t kLongNumber = 6;
  const Pattern& pattern = *match.pattern;
  const bool number =
      (pattern.flags & Pattern::kNumber) != 0 && pattern.size >= kLongNumber;
  return number || (pattern.flags & Pattern::kInside) != 0 ||
         (text.IsBorder(begin) && text.IsBorder(match.end));
}

}  // namespace dcmscrub
