#include "app/talk/size.h"

#include <gtest/gtest.h>

namespace dcmscrub {
namespace {

TEST(ParseSize, ReadsEveryUnit) {
  const struct {
    std::string_view text;
    std::uint64_t size;
  } cases[] = {
      {"1", 1},
      {"65536", 65536},
      {"7B", 7},
      {"1K", 1024},
      {"1k", 1024},
      {"2KiB", 2048},
      {"2KB", 2000},
      {"3M", std::uint64_t{3} << 20},
      {"3MiB", std::uint64_t{3} << 20},
      {"3MB", 3000000},
      {"4G", std::uint64_t{4} << 30},
      {"4gib", std::uint64_t{4} << 30},
      {"5T", std::uint64_t{5} << 40},
      {"9223372036854775807", 9223372036854775807u},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(ParseSize(c.text), c.size) << c.text;
  }
}

TEST(ParseSize, RefusesWhatIsNoSize) {
  for (const std::string_view text :
       {"", "0", "0K", "-1", "+1", " 1", "1 ", "1 K", "K", "1.5G", "1X", "1Ki",
        "1KiBB", "0x10", "8388608T", "9223372036854775808",
        "99999999999999999999"}) {
    EXPECT_EQ(ParseSize(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace dcmscrub
