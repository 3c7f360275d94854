// The quick look of ResiduePatterns at bytes of any kind: over-approximates.
#include <algorithm>

#include "kernels/search/broken_word.h"
#include "kernels/search/raw_match.h"
#include "kernels/search/residue_patterns.h"
#include "kernels/search/residue_readings.h"

namespace dcmscrub {
namespace {

// Of text with bytes from 80H on, MayBeIn.
constexpr std::size_t kLongestText = 0x2000;

bool IsBeyondAscii(const FoldedText& folded, const PatternIndex::Match& match) {
  for (std::size_t i = match.begin; i < match.end; ++i) {
    if (folded.place(i).beyond_ascii) return true;
  }
  return false;
}

bool IsHigh(char c) { return (c & 0x80) != 0; }

// The next byte from 80H on that may be text; `end`: there is none.
std::size_t NextHigh(std::string_view bytes, std::size_t at, std::size_t end) {
  while (at < end) {
    if (!IsHigh(bytes[at])) {
      ++at;
    } else if (const std::size_t size = ItemHeaderSize(bytes, at); size > 0) {
      at += size;
    } else {
      return at;
    }
  }
  return end;
}

}  // namespace

bool ResiduePatterns::MayBeIn(Bytes bytes, Holds holds) const {
  const Glance glance = LookAt(bytes, /*beyond_ascii=*/true);
  if (glance == Glance::kNothing || glance == Glance::kMayBeIn) {
    return glance == Glance::kMayBeIn;
  }
  return MayHoldBrokenWord(bytes, holds == Holds::kBytes) &&
         MayBeInBroken(AsText(bytes), holds);
}

ResiduePatterns::Glance ResiduePatterns::GlanceAt(Bytes bytes) const {
  return LookAt(bytes, /*beyond_ascii=*/false);
}

ResiduePatterns::Glance ResiduePatterns::LookAt(Bytes bytes,
                                                bool beyond_ascii) const {
  if (empty()) return Glance::kNothing;
  const std::string_view text = AsText(bytes);
  const ByteSearch::Machine machine = ByteSearch::BestMachine();
  ByteSearch::Marks& marks = OwnScratch().marks;
  std::size_t high_done = 0;
  std::size_t wide_done[2] = {0, 0};
  Glance most = Glance::kNothing;
  for (std::size_t begin = 0; begin < bytes.size();
       begin += ByteSearch::kPiece) {
    bytes_.Scan(bytes, begin, machine, marks);
    for (std::size_t i = 0; i < marks.place_count; ++i) {
      if (MayMatchAt(text, begin + marks.places[i])) return Glance::kMayBeIn;
    }
    if (AnyWideText(text, begin, marks, wide_done, [&](TextRange range) {
          return MayBeInWide(text, range);
        })) {
      return Glance::kMayBeIn;
    }
    if (index_.empty()) continue;
    if (marks.high_count != 0) most = std::max(most, Glance::kReadHigh);
    if (marks.broken) most = Glance::kReadText;
    for (std::size_t i = 0; beyond_ascii && i < marks.high_count; ++i) {
      const std::size_t block = begin + marks.high[i] * ByteSearch::kBlock;
      if (MayBeInHighBlock(text, block, high_done)) return Glance::kMayBeIn;
    }
  }
  return most;
}

// `done`: up to where bytes from 80H on were seen to.
bool ResiduePatterns::MayBeInHighBlock(std::string_view bytes,
                                       std::size_t block,
                                       std::size_t& done) const {
  const std::size_t end = std::min(block + ByteSearch::kBlock, bytes.size());
  std::size_t at = NextHigh(bytes, std::max(block, done), end);
  if (at >= end || !filter_.MayHold(bytes, at, end)) return false;
  for (; at < end; at = NextHigh(bytes, std::max(at + 1, done), end)) {
    const TextRange near = LettersAroundHigh(bytes, at);
    if (!MayHoldLetters(bytes.substr(near.begin, near.end - near.begin))) {
      done = at + 1;
      while (done < near.end && IsHigh(bytes[done])) ++done;
      continue;
    }
    const TextRange range =
        TextAroundHigh(bytes, at, span_, kLongestText + span_);
    if (MayBeInHigh(bytes.substr(range.begin, range.end - range.begin))) {
      return true;
    }
    const bool cut = range.end >= at + kLongestText + span_;
    done = cut ? range.end - span_ : range.end;
  }
  return false;
}

bool ResiduePatterns::MayMatchAt(std::string_view bytes, std::size_t at) const {
  const std::size_t left = std::min(sizeof(Gram), bytes.size() - at);
  const Gram gram = FoldedAscii(GramAt(bytes.data() + at, left));
  for (std::size_t size = left; size > 0; --size) {
    if ((index_.anchor_sizes() & 1 << size) == 0) continue;
    const Pattern* pattern = index_.With(gram & GramMask(size));
    for (; pattern != nullptr; pattern = index_.NextOf(*pattern)) {
      if ((pattern->flags & Pattern::kBeyondAscii) == 0 &&
          pattern->anchor_size == size &&
          MayStandAt(index_, *pattern, bytes, at)) {
        return true;
      }
    }
  }
  return IsSpelledAt(bytes, at) ||
         (!uids_.empty() && MayBeUidAt(uids_, bytes, at)) ||
         (!days_.empty() && days_.MayBeAt(bytes, at));
}

bool ResiduePatterns::IsSpelledAt(std::string_view bytes,
                                  std::size_t at) const {
  if (spelled_.empty()) return false;
  const std::size_t left = std::min(sizeof(Gram), bytes.size() - at);
  const Gram gram = FoldedAscii(GramAt(bytes.data() + at, left));
  for (std::size_t size = left; size > 0; --size) {
    const Pattern* pattern = spelled_.With(gram & GramMask(size));
    for (; pattern != nullptr; pattern = spelled_.NextOf(*pattern)) {
      if (dcmscrub::IsSpelledAt(spelled_, *pattern, bytes, at)) return true;
    }
  }
  return false;
}

// Borders do not count: nobody says where the text begins.
bool ResiduePatterns::MayBeInWide(std::string_view bytes,
                                  TextRange range) const {
  SearchScratch& scratch = OwnScratch();
  Narrow(bytes, {range.begin, std::min(range.end + 1, bytes.size())},
         scratch.narrow);
  const std::string_view narrow = scratch.narrow;
  for (std::size_t i = 0; !uids_.empty() && i < narrow.size(); ++i) {
    if (MayBeUidAt(uids_, narrow, i)) return true;
  }
  for (std::size_t i = 0; !days_.empty() && i < narrow.size(); ++i) {
    if (days_.MayBeAt(narrow, i)) return true;
  }
  return InEitherReading(
      scratch.folded,
      [&](Umlauts umlauts) {
        scratch.folded.ReadHigh(narrow, kLatin1, umlauts);
      },
      [&] {
        return index_.Find(scratch.folded,
                           [](const PatternIndex::Match&) { return true; });
      });
}

// Words in ASCII alone were searched already. Nor do borders count.
bool ResiduePatterns::MayBeInHigh(std::string_view bytes) const {
  FoldedText& folded = OwnScratch().folded;
  return InAnyReading(folded, bytes, set_.high, [&] {
    return folded.has_beyond_ascii() &&
           index_.Find(folded, [&](const PatternIndex::Match& match) {
             return IsBeyondAscii(folded, match);
           });
  });
}

// Words that nothing stands in were searched already.
bool ResiduePatterns::MayBeInBroken(std::string_view bytes, Holds holds) const {
  FoldedText& folded = OwnScratch().folded;
  const auto find = [&] {
    return index_.Find(folded, [&](const PatternIndex::Match& match) {
      for (std::size_t i = match.begin + 1; i < match.end; ++i) {
        if (folded.place(i).joins) return true;
      }
      return false;
    });
  };
  const auto read_text = [&](Umlauts umlauts) {
    folded.ReadText(bytes, umlauts);
  };
  const auto read_high = [&](Umlauts umlauts) {
    folded.ReadHigh(bytes, set_.high, umlauts, /*nul_in_words=*/true);
  };
  if (holds == Holds::kAnything && (InEitherReading(folded, read_text, find) ||
                                    InEitherReading(folded, read_high, find))) {
    return true;
  }
  return InAnyReading(folded, bytes, set_.high, find);
}

// Whether letters in a row are of some pattern.
bool ResiduePatterns::MayHoldLetters(std::string_view bytes) const {
  FoldedText& folded = OwnScratch().folded;
  return InAnyReading(folded, bytes, set_.high, [&] {
    return folded.has_beyond_ascii() && filter_.AnyIn(folded.letters());
  });
}

}  // namespace dcmscrub
