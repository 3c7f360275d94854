#include "kernels/search/vocabulary.h"

#include <bit>
#include <cassert>

namespace dcmscrub {
namespace {

// FNV-1a; the words are public, so nobody gains by making them collide.
std::size_t HashOf(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325;
  for (const char c : text) {
    hash = (hash ^ static_cast<std::uint8_t>(c)) * 0x100000001B3;
  }
  return static_cast<std::size_t>(hash ^ (hash >> 32));
}

}  // namespace

Vocabulary::Vocabulary(std::span<const VocabularyWord> words)
    : slots_(std::bit_ceil(2 * words.size() + 2)) {
  for (const VocabularyWord& word : words) {
    assert(!word.word.empty() && word.word.size() <= 0xFFFF);
    Slot& slot = slots_[Find(word.word)];
    if (slot.size == 0) {
      slot.begin = static_cast<std::uint32_t>(text_.size());
      slot.size = static_cast<std::uint16_t>(word.word.size());
      text_.append(word.word);
      ++size_;
    }
    slot.kinds |= word.kinds;
  }
}

WordKinds Vocabulary::KindsOf(std::string_view folded) const {
  constexpr WordKinds kWords = static_cast<WordKinds>(~kMakersWord);
  return slots_[Find(folded)].kinds & kWords;
}

bool Vocabulary::IsOfMakers(std::string_view folded) const {
  return (slots_[Find(folded)].kinds & kMakersWord) != 0;
}

std::vector<VocabularyWord> Vocabulary::Words() const {
  std::vector<VocabularyWord> words;
  words.reserve(size_);
  for (const Slot& slot : slots_) {
    if (slot.size != 0) words.push_back({TextOf(slot), slot.kinds});
  }
  return words;
}

std::size_t Vocabulary::Find(std::string_view folded) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = HashOf(folded) & mask;
  while (slots_[at].size != 0 && TextOf(slots_[at]) != folded) {
    at = (at + 1) & mask;
  }
  return at;
}

}  // namespace dcmscrub
