#include "kernels/search/high_filter.h"

#include <algorithm>
#include <string>

#include "kernels/core/utf8.h"

namespace dcmscrub {
namespace {

// Letters that a match has on either side of another are no farther from it.
constexpr std::size_t kMargin = 12;
constexpr int kOthersBetweenWords = 2;

std::uint8_t ByteAt(std::string_view bytes, std::size_t i) {
  return static_cast<std::uint8_t>(bytes[i]);
}

}  // namespace

// The last four letters, and how far the last one beyond ASCII is behind.
class HighFilter::Row {
 public:
  explicit Row(const HighFilter& filter) : filter_(filter) {}

  bool Push(const Reading& reading, std::size_t size, bool high) {
    others_ = 0;
    for (std::size_t i = 0; i < size; ++i) {
      letters_ = letters_ >> 8 | (reading.letters >> (8 * i) & 0xFF) << 24;
      ++count_;
      since_high_ = high ? 0 : since_high_ + 1;
      if (since_high_ < kLongest && Tells()) return true;
    }
    return false;
  }
  // An accent by itself: the letter before it is beyond ASCII.
  bool Mark() {
    since_high_ = 0;
    return Tells();
  }
  void PushOther() {
    if (++others_ > kOthersBetweenWords) count_ = 0;
  }

 private:
  bool Tells() const {
    return (count_ >= 4 && filter_.Has(letters_, 4)) ||
           (count_ >= 3 && filter_.any_of_three_ &&
            filter_.Has(letters_ >> 8, 3));
  }

  const HighFilter& filter_;
  std::uint32_t letters_ = 0;
  std::size_t count_ = 0;
  std::size_t since_high_ = kLongest;
  int others_ = 0;
};

void HighFilter::SetCharacters(const HighCharacters& high, bool utf8) {
  utf8_ = utf8;
  FoldedText folded;
  for (std::size_t byte = 0; byte < readings_.size(); ++byte) {
    Reading& reading = readings_[byte];
    reading = {};
    std::string text = "x";  // for accents to stand on
    AppendCharacter(
        byte < 0x80 ? static_cast<char32_t>(byte) : high[byte - 0x80], text);
    folded.ReadText(text, Umlauts::kAsTwo);
    reading.umlaut = folded.has_umlauts();
    std::string_view letters = folded.letters();
    letters.remove_prefix(1);
    reading.size =
        static_cast<std::uint8_t>(std::min(kLongest, letters.size()));
    for (std::size_t i = 0; i < reading.size; ++i) {
      reading.letters |= std::uint32_t{ByteAt(letters, i)} << (8 * i);
    }
    reading.ignored = letters.empty() && folded.has_beyond_ascii();
  }
}

void HighFilter::Clear() {
  bits_.fill(0);
  any_of_three_ = any_shorter_ = beyond_ascii_ = false;
}

void HighFilter::Add(std::string_view letters) {
  beyond_ascii_ |=
      std::ranges::any_of(letters, [](char c) { return (c & 0x80) != 0; });
  any_of_three_ |= letters.size() == 3;
  any_shorter_ |= letters.size() < 3;
  std::uint32_t gram = 0;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    gram = gram >> 8 | std::uint32_t{ByteAt(letters, i)} << 24;
    if (i >= 3) Insert(gram, 4);
  }
  if (letters.size() == 3) Insert(gram >> 8, 3);
}

bool HighFilter::AnyIn(std::string_view letters) const {
  if (any_shorter_) return true;
  std::uint32_t gram = 0;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    gram = gram >> 8 | std::uint32_t{ByteAt(letters, i)} << 24;
    if (i >= 3 && Has(gram, 4)) return true;
    if (i >= 2 && any_of_three_ && Has(gram >> 8, 3)) return true;
  }
  return false;
}

bool HighFilter::MayHold(std::string_view bytes, std::size_t begin,
                         std::size_t end) const {
  if (any_shorter_) return true;
  bool umlauts = false;
  for (std::size_t i = begin; i < end; ++i) {
    if (ByteAt(bytes, i) < 0x80) continue;
    if (MayBeUtf8At(bytes, i)) return true;
    umlauts |= readings_[ByteAt(bytes, i)].umlaut;
  }
  begin = begin > kMargin ? begin - kMargin : 0;
  end = std::min(bytes.size(), end + kMargin);
  return MayHold(bytes, begin, end, Umlauts::kAsOne) ||
         (umlauts && MayHold(bytes, begin, end, Umlauts::kAsTwo));
}

bool HighFilter::MayHold(std::string_view bytes, std::size_t begin,
                         std::size_t end, Umlauts umlauts) const {
  Row row(*this);
  for (std::size_t i = begin; i < end; ++i) {
    const std::uint8_t byte = ByteAt(bytes, i);
    if (byte == 0x1B) return true;  // not what it looks like
    const Reading& reading = readings_[byte];
    if (reading.ignored) {
      if (row.Mark()) return true;
    } else if (reading.size == 0) {
      row.PushOther();
    } else {
      const bool one = reading.umlaut && umlauts == Umlauts::kAsOne;
      const std::size_t size = reading.size - (one ? 1u : 0u);
      if (row.Push(reading, size, byte >= 0x80)) return true;
    }
  }
  return false;
}

// A character that patterns may have in UTF-8: Latin letters with accents,
// signs that do not count, full width forms; others if some pattern has such.
bool HighFilter::MayBeUtf8At(std::string_view bytes, std::size_t at) const {
  const std::uint8_t lead = ByteAt(bytes, at);
  if (lead < 0xC2 || lead > 0xF4 || at + 1 >= bytes.size()) return false;
  const std::uint8_t next = ByteAt(bytes, at + 1);
  if (next < 0x80 || next > 0xBF) return false;
  std::string_view rest = bytes.substr(at, 4);
  if (utf8_ || beyond_ascii_) return TakeCharacter(rest) != kNoCharacter;
  if (lead == 0xC2) return next >= 0xA8;
  if (lead <= 0xC5 || lead == 0xCC || lead == 0xCD) return true;
  const bool may = lead == 0xE1 || lead == 0xE2 || lead == 0xEF;
  return may && TakeCharacter(rest) != kNoCharacter;
}

bool HighFilter::Has(std::uint32_t gram, std::size_t size) const {
  const std::uint64_t hash = (gram + size) * 0x9E3779B97F4A7C15;
  const auto has = [&](std::uint64_t bit) {
    return (bits_[bit / 64] >> (bit % 64) & 1) != 0;
  };
  return has(hash >> (64 - kBits)) && has(hash >> (48 - kBits) & 0xFFFF);
}

void HighFilter::Insert(std::uint32_t gram, std::size_t size) {
  const std::uint64_t hash = (gram + size) * 0x9E3779B97F4A7C15;
  for (const std::uint64_t bit :
       {hash >> (64 - kBits), hash >> (48 - kBits) & 0xFFFF}) {
    bits_[bit / 64] |= std::uint64_t{1} << (bit % 64);
  }
}

}  // namespace dcmscrub
