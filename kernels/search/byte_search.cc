#include "kernels/search/byte_search.h"

#include <algorithm>
#include <bit>

#include "kernels/core/ascii.h"
#include "kernels/search/broken_word.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define DCMSCRUB_HAS_AVX2 1
#endif

namespace dcmscrub {
namespace {

constexpr int kLeastBits = 12;  // of the bitmap's size
constexpr int kMostBits = 24;
constexpr std::size_t kBitsForEach = 32;

// Digits, letters, others: which of them each byte is.
unsigned ShapeOf(Gram gram) {
  unsigned shape = 0;
  for (std::size_t i = 0; i < sizeof(Gram); ++i) {
    const auto c = static_cast<char>(gram >> (8 * i));
    shape = 4 * shape + (c == 0 ? 0u : IsDigit(c) ? 1u : IsLetter(c) ? 2u : 3u);
  }
  return shape;
}

bool IsSmallLetter(std::uint8_t byte) { return byte >= 'a' && byte <= 'z'; }

std::size_t SizeOf(Gram gram) {
  return (static_cast<std::size_t>(std::bit_width(gram)) + 7) / 8;
}

// Bytes of a header before its value, and of text in UTF-16, look alike but
// for the third zero.
bool IsWide(const std::uint8_t* bytes) {
  return bytes[0] >= 0x20 && bytes[1] == 0 && bytes[2] >= 0x20 &&
         bytes[3] == 0 && bytes[4] >= 0x20 && bytes[5] == 0;
}
constexpr std::size_t kWideSize = 6;

}  // namespace

ByteSearch::Machine ByteSearch::BestMachine() {
#if defined(DCMSCRUB_HAS_AVX2)
  static const bool kHasAvx2 = __builtin_cpu_supports("avx2") != 0;
  if (kHasAvx2) return Machine::kAvx2;
#endif
  return Machine::kPortable;
}

void ByteSearch::Clear() {
  SetGrams({});
  ClearExtra();
}

void ByteSearch::SetGrams(std::span<const Gram> grams) {
  ClearBuckets(0, kExtraBucket);
  sizes_ = 0;
  for (const Gram gram : grams) {
    sizes_ = static_cast<std::uint8_t>(sizes_ | 1 << SizeOf(gram));
  }
  SetBitmap(grams);
  tables_hold_all_ = grams.size() <= kMostInTables;
  if (!tables_hold_all_) return;
  // Strings of one shape that begin alike share a bucket: fewer others pass for
  // one of it.
  std::array<std::uint64_t, kMostInTables> alike;  // shapes, then strings
  const std::span<std::uint64_t> sorted = std::span(alike).first(grams.size());
  std::ranges::transform(grams, sorted.begin(), [](Gram gram) {
    return std::uint64_t{ShapeOf(gram)} << 32 | __builtin_bswap32(gram);
  });
  std::ranges::sort(sorted);
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    AddToTables(__builtin_bswap32(static_cast<Gram>(sorted[i])),
                i * kExtraBucket / sorted.size());
  }
}

void ByteSearch::ClearExtra() {
  if (extra_count_ == 0) return;
  ClearBuckets(kExtraBucket, kExtraBucket + 1);
  extra_count_ = 0;
  any_extra_ = false;
}

void ByteSearch::AddExtra(Gram gram) {
  const auto known = std::span(extra_).first(extra_count_);
  if (std::ranges::find(known, gram) != known.end()) return;
  AddToTables(gram, kExtraBucket);
  if (extra_count_ == extra_.size()) {
    any_extra_ = true;
  } else {
    extra_[extra_count_++] = gram;
  }
}

void ByteSearch::ClearBuckets(std::size_t first, std::size_t end) {
  const unsigned cleared = (1u << end) - (1u << first);
  for (std::size_t plane = 0; plane < kPlanes; ++plane) {
    const auto left = static_cast<std::uint8_t>(~(cleared >> 8 * plane));
    for (Table& table : planes_[plane]) {
      for (std::uint8_t& buckets : table.low) buckets &= left;
      for (std::uint8_t& buckets : table.high) buckets &= left;
    }
  }
}

void ByteSearch::AddToTables(Gram gram, std::size_t bucket) {
  const std::size_t size = SizeOf(gram);
  const auto bit = static_cast<std::uint8_t>(1 << bucket % 8);
  for (std::size_t i = 0; i < kDepth; ++i) {
    Table& table = planes_[bucket / 8][i];
    if (i >= size) {
      for (std::uint8_t& buckets : table.low) buckets |= bit;
      for (std::uint8_t& buckets : table.high) buckets |= bit;
      continue;
    }
    const auto byte = static_cast<std::uint8_t>(gram >> (8 * i));
    table.low[byte & 0xF] |= bit;
    table.high[byte >> 4] |= bit;
    if (IsSmallLetter(byte)) table.high[(byte - 0x20) >> 4] |= bit;
  }
}

void ByteSearch::SetBitmap(std::span<const Gram> grams) {
  const int bits =
      std::clamp(static_cast<int>(std::bit_width(grams.size() * kBitsForEach)),
                 kLeastBits, kMostBits);
  bitmap_.assign(std::size_t{1} << (bits - 6), 0);
  bitmap_shift_ = 32 - bits;
  for (const Gram gram : grams) {
    const std::size_t hash = HashOf(gram);
    bitmap_[hash / 64] |= std::uint64_t{1} << (hash % 64);
  }
  const bool all_have_prefix = (sizes_ & (1 << kPrefix) - 1) == 0;
  prefixes_.fill(all_have_prefix ? 0 : ~std::uint64_t{0});
  for (const Gram gram : grams) {
    const std::size_t hash = HashOfPrefix(gram);
    prefixes_[hash / 64] |= std::uint64_t{1} << (hash % 64);
  }
}

bool ByteSearch::MayBegin(const std::uint8_t* bytes) const {
  return std::ranges::any_of(planes_, [&](const Tables& tables) {
    unsigned buckets = 0xFF;
    for (std::size_t i = 0; i < kDepth; ++i) {
      buckets &= tables[i].low[bytes[i] & 0xF];
      buckets &= tables[i].high[bytes[i] >> 4];
    }
    return buckets != 0;
  });
}

// Most places are told by their first three bytes.
bool ByteSearch::Begins(Gram folded) const {
  const std::size_t hash = HashOfPrefix(folded);
  if ((prefixes_[hash / 64] >> (hash % 64) & 1) != 0 && IsOne(folded)) {
    return true;
  }
  if (any_extra_) return true;
  for (std::size_t i = 0; i < extra_count_; ++i) {
    if (extra_[i] == folded) return true;
  }
  return false;
}

bool ByteSearch::IsOne(Gram folded) const {
  for (std::size_t size = 4; size > 0; --size) {
    if ((sizes_ & 1 << size) == 0) continue;
    const std::size_t hash = HashOf(folded & GramMask(size));
    if ((bitmap_[hash / 64] >> (hash % 64) & 1) != 0) return true;
  }
  return false;
}

void ByteSearch::Place(Bytes bytes, std::size_t at, std::size_t begin,
                       Marks& marks) const {
  const std::size_t left = std::min(sizeof(Gram), bytes.size() - at);
  const Gram gram = left == sizeof(Gram)
                        ? Load<Gram>(bytes.data() + at, ByteOrder::kLittle)
                        : GramAt(bytes.data() + at, left);
  marks.places[marks.place_count] = static_cast<std::uint16_t>(at - begin);
  marks.place_count += Begins(FoldedAscii(gram)) ? 1 : 0;
}

void ByteSearch::Scan(Bytes bytes, std::size_t begin,
                      [[maybe_unused]] Machine machine, Marks& marks) const {
  marks.place_count = marks.high_count = marks.wide_count = 0;
  // What is looked at by blocks begins behind its first byte.
  marks.broken = MayBreakWordAt(bytes, begin);
  const std::size_t end = std::min(bytes.size(), begin + kPiece);
  std::size_t at = begin;
#if defined(DCMSCRUB_HAS_AVX2)
  if (machine == Machine::kAvx2) at = ScanAvx2(bytes, begin, end, marks);
#endif
  ScanPortable(bytes, begin, at, end, marks);
}

void ByteSearch::ScanPortable(Bytes bytes, std::size_t begin, std::size_t at,
                              std::size_t end, Marks& marks) const {
  for (; at < end; at += kBlock) {
    const std::size_t stop = std::min(end, at + kBlock);
    const Bytes block = bytes.subspan(at, stop - at);
    if (std::ranges::any_of(block, [](std::uint8_t b) { return b >= 0x80; })) {
      marks.high[marks.high_count++] =
          static_cast<std::uint16_t>((at - begin) / kBlock);
    }
    for (std::size_t i = at; i < stop; ++i) {
      const std::size_t left = bytes.size() - i;
      if (!tables_hold_all_ || left < kDepth || MayBegin(&bytes[i])) {
        Place(bytes, i, begin, marks);
      }
      marks.broken |= MayBreakWordAt(bytes, i);
      if (left >= kWideSize && IsWide(&bytes[i])) {
        marks.wide[marks.wide_count++] = static_cast<std::uint16_t>(i - begin);
      }
    }
  }
}

#if defined(DCMSCRUB_HAS_AVX2)

namespace {

__attribute__((target("avx2"))) inline __m256i LoadBlock(
    const std::uint8_t* from) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
}

__attribute__((target("avx2"))) inline __m256i LoadTable(
    const std::array<std::uint8_t, 16>& table) {
  return _mm256_broadcastsi128_si256(
      _mm_load_si128(reinterpret_cast<const __m128i*>(table.data())));
}

}  // namespace

// FFH where a letter of ASCII stands.
__attribute__((target("avx2"))) inline __m256i Letters(__m256i bytes) {
  const __m256i small = _mm256_or_si256(bytes, _mm256_set1_epi8(0x20));
  const __m256i from_a = _mm256_sub_epi8(small, _mm256_set1_epi8('a'));
  return _mm256_cmpeq_epi8(_mm256_min_epu8(from_a, _mm256_set1_epi8(25)),
                           from_a);
}

// FFH where MayBreakWord holds of three bytes in a row.
__attribute__((target("avx2"))) inline __m256i Breaks(__m256i before,
                                                      __m256i bytes,
                                                      __m256i after) {
  const __m256i control =
      _mm256_cmpeq_epi8(_mm256_min_epu8(bytes, _mm256_set1_epi8(0x1F)), bytes);
  const __m256i sign =
      _mm256_or_si256(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(kApostrophe)),
                      _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(kGraveAccent)));
  const __m256i within =
      _mm256_and_si256(_mm256_or_si256(control, sign),
                       _mm256_and_si256(Letters(before), Letters(after)));
  return _mm256_or_si256(
      within, _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(kEscapeByte)));
}

__attribute__((target("avx2"))) std::size_t ByteSearch::ScanAvx2(
    Bytes bytes, std::size_t begin, std::size_t end, Marks& marks) const {
  const __m256i nibble = _mm256_set1_epi8(0xF);
  const __m256i printable = _mm256_set1_epi8(0x20);
  const __m256i zero = _mm256_setzero_si256();
  __m256i low[kPlanes][kDepth];
  __m256i high[kPlanes][kDepth];
  for (std::size_t plane = 0; plane < kPlanes; ++plane) {
    for (std::size_t i = 0; i < kDepth; ++i) {
      low[plane][i] = LoadTable(planes_[plane][i].low);
      high[plane][i] = LoadTable(planes_[plane][i].high);
    }
  }
  std::size_t at = begin;
  for (; at + kBlock <= end && at + kBlock + kWideSize <= bytes.size();
       at += kBlock) {
    const std::uint8_t* const from = bytes.data() + at;
    __m256i block[kWideSize];
    for (std::size_t i = 0; i < kWideSize; ++i) block[i] = LoadBlock(from + i);
    __m256i buckets[kPlanes] = {_mm256_set1_epi8(-1), _mm256_set1_epi8(-1)};
    for (std::size_t i = 0; i < kDepth; ++i) {
      const __m256i lows = _mm256_and_si256(block[i], nibble);
      const __m256i highs =
          _mm256_and_si256(_mm256_srli_epi16(block[i], 4), nibble);
      for (std::size_t plane = 0; plane < kPlanes; ++plane) {
        buckets[plane] = _mm256_and_si256(
            buckets[plane],
            _mm256_and_si256(_mm256_shuffle_epi8(low[plane][i], lows),
                             _mm256_shuffle_epi8(high[plane][i], highs)));
      }
    }
    const __m256i begins = _mm256_or_si256(buckets[0], buckets[1]);
    __m256i wide = _mm256_set1_epi8(-1);
    for (std::size_t i = 0; i < kWideSize; i += 2) {
      const __m256i shown =
          _mm256_cmpeq_epi8(_mm256_max_epu8(block[i], printable), block[i]);
      wide = _mm256_and_si256(
          wide, _mm256_and_si256(shown, _mm256_cmpeq_epi8(block[i + 1], zero)));
    }
    auto breaks = static_cast<std::uint32_t>(
        _mm256_movemask_epi8(Breaks(block[0], block[1], block[2])));
    for (; breaks != 0 && !marks.broken; breaks &= breaks - 1) {
      marks.broken = MayBreakWordAt(
          bytes, at + 1 + static_cast<std::size_t>(std::countr_zero(breaks)));
    }
    marks.high[marks.high_count] =
        static_cast<std::uint16_t>((at - begin) / kBlock);
    marks.high_count += _mm256_movemask_epi8(block[0]) != 0 ? 1 : 0;
    auto places = static_cast<std::uint32_t>(
        ~_mm256_movemask_epi8(_mm256_cmpeq_epi8(begins, zero)));
    if (!tables_hold_all_) places = ~std::uint32_t{0};
    for (; places != 0; places &= places - 1) {
      Place(bytes, at + static_cast<std::size_t>(std::countr_zero(places)),
            begin, marks);
    }
    auto wides = static_cast<std::uint32_t>(_mm256_movemask_epi8(wide));
    for (; wides != 0; wides &= wides - 1) {
      marks.wide[marks.wide_count++] = static_cast<std::uint16_t>(
          at - begin + static_cast<std::size_t>(std::countr_zero(wides)));
    }
  }
  return at;
}

#endif

}  // namespace dcmscrub
