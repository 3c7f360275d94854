// Where something may stand in a word, and where a header only looks like it.
#include "kernels/search/broken_word.h"

#include <gtest/gtest.h>

#include <string_view>

namespace dcmscrub {
namespace {

using namespace std::string_view_literals;

bool MayBreakSomewhere(std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (MayBreakWordAt(AsBytes(bytes), i)) return true;
  }
  return false;
}

TEST(BrokenWord, IsNoHeader) {
  constexpr struct {
    std::string_view bytes;
    bool may_break;
  } kCases[] = {
      {"KLAUS", false},
      {"KLA\tUS", true},
      {"KLA\x1BUS", true},
      {"K'US", true},
      // (0018,1043), US and SQ: what follows is a length.
      {"\x18\0\x43\x10US\x02\0\x05\0"sv, false},
      {"\x18\0\x43\x10SQ\0\0\x05\0\0\0"sv, false},
      {"\x18\0\x43\0US\x02\0\x05\0"sv, false},
      // The end of a value, with letters that are a VR, and the next group.
      {"KLA\tUS\x10\0\x20\0LO\x04\0"sv, true},
      {"KLA\x10US\x10\0\x20\0LO\x04\0"sv, true},
      {"\x06\0KLA\0US\x10\0\x20\0LO"sv, true},
      {"\x06\0K\tUSS\0\x10\0"sv, true},
      {"\x08\0E\0USTACE\x10\0"sv, true},
  };
  for (const auto& test : kCases) {
    EXPECT_EQ(MayBreakSomewhere(test.bytes), test.may_break) << test.bytes;
  }
}

}  // namespace
}  // namespace dcmscrub
