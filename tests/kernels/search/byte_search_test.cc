#include "kernels/search/byte_search.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace dcmscrub {
namespace {

using Machine = ByteSearch::Machine;

struct Found {
  std::vector<std::size_t> places;
  std::vector<std::size_t> high;
  std::vector<std::size_t> wide;
  friend bool operator==(const Found&, const Found&) = default;
};

Found ScanAll(const ByteSearch& search, Bytes bytes, Machine machine) {
  const auto marks = std::make_unique<ByteSearch::Marks>();
  Found found;
  for (std::size_t at = 0; at < bytes.size(); at += ByteSearch::kPiece) {
    search.Scan(bytes, at, machine, *marks);
    for (std::size_t i = 0; i < marks->place_count; ++i) {
      found.places.push_back(at + marks->places[i]);
    }
    for (std::size_t i = 0; i < marks->high_count; ++i) {
      found.high.push_back(at / ByteSearch::kBlock + marks->high[i]);
    }
    for (std::size_t i = 0; i < marks->wide_count; ++i) {
      found.wide.push_back(at + marks->wide[i]);
    }
  }
  return found;
}

std::vector<std::uint8_t> RandomBytes(std::mt19937& random, std::size_t size) {
  constexpr std::string_view kOften = "abcABC12.\0\0 x";
  std::vector<std::uint8_t> bytes(size);
  for (std::uint8_t& byte : bytes) {
    const auto chance = static_cast<std::uint32_t>(random());
    byte = static_cast<std::uint8_t>(
        chance % 8 == 0 ? chance >> 8 : kOften[(chance >> 8) % kOften.size()]);
  }
  return bytes;
}

TEST(ByteSearch, FoldsFourBytesAtOnce) {
  for (unsigned byte = 0; byte < 256; ++byte) {
    const bool capital = byte >= 'A' && byte <= 'Z';
    const Gram want = capital ? byte | 0x20 : byte;
    EXPECT_EQ(FoldedAscii(Gram{0x01010101} * byte), Gram{0x01010101} * want);
  }
}

// However many strings there are, and whichever way is taken.
TEST(ByteSearch, FindsEveryPlaceOnEveryMachine) {
  std::mt19937 random(3);
  for (int round = 0; round < 300; ++round) {
    const std::vector<std::uint8_t> bytes =
        RandomBytes(random, random() % 9000);
    std::set<Gram> grams;
    const std::size_t count = round % 3 == 0 ? 200 : random() % 50;
    for (std::size_t i = 0; i < count && bytes.size() > 4; ++i) {
      const std::size_t size = 1 + random() % 4;
      const std::size_t at = random() % (bytes.size() - 4);
      const Gram gram = FoldedAscii(GramAt(&bytes[at], size));
      if (gram >> (8 * (size - 1)) != 0) grams.insert(gram);
    }
    ByteSearch search;
    search.SetGrams(std::vector<Gram>(grams.begin(), grams.end()));
    std::set<Gram> extra;
    for (std::size_t i = random() % 12; i > 0 && bytes.size() > 4; --i) {
      const std::size_t at = random() % (bytes.size() - 4);
      const Gram gram = GramAt(&bytes[at], 4);
      if (FoldedAscii(gram) != gram || gram >> 24 == 0) continue;
      extra.insert(gram);
      search.AddExtra(gram);
    }
    const Found portable = ScanAll(search, bytes, Machine::kPortable);
    EXPECT_EQ(ScanAll(search, bytes, ByteSearch::BestMachine()), portable);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      const std::size_t left = std::min<std::size_t>(4, bytes.size() - at);
      const Gram gram = FoldedAscii(GramAt(&bytes[at], left));
      bool begins = extra.contains(gram);
      for (std::size_t size = 1; size <= left; ++size) {
        begins |= grams.contains(gram & GramMask(size)) &&
                  (gram & GramMask(size)) >> (8 * (size - 1)) != 0;
      }
      if (!begins) continue;
      EXPECT_TRUE(std::ranges::binary_search(portable.places, at)) << at;
    }
  }
}

TEST(ByteSearch, MarksWhatIsNoPlainText) {
  std::string bytes(5000, ' ');
  bytes[70] = '\x80';
  bytes[4100] = '\xFF';
  bytes.replace(4090, 8, std::string("J\0o\0h\0n\0", 8));
  for (const Machine machine :
       {Machine::kPortable, ByteSearch::BestMachine()}) {
    const Found found = ScanAll(ByteSearch(), AsBytes(bytes), machine);
    EXPECT_EQ(found.places, std::vector<std::size_t>{});
    EXPECT_EQ(found.high, (std::vector<std::size_t>{2, 128}));
    EXPECT_EQ(found.wide, (std::vector<std::size_t>{4090, 4092}));
  }
}

TEST(ByteSearch, ForgetsExtraStrings) {
  ByteSearch search;
  for (Gram gram = 0; gram < 20; ++gram) {
    search.AddExtra(GramAt("1.2.", 4) + gram);
  }
  search.ClearExtra();
  search.AddExtra(GramAt("2.16", 4));
  const std::string bytes = "1.2.3 2.16 1.2.3" + std::string(60, ' ');
  for (const Machine machine :
       {Machine::kPortable, ByteSearch::BestMachine()}) {
    EXPECT_EQ(ScanAll(search, AsBytes(bytes), machine).places,
              std::vector<std::size_t>{6});
  }
}

}  // namespace
}  // namespace dcmscrub
