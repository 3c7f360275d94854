// Places in the text that is imported, for people.
#pragma once

#include <absl/status/status.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dcmscrub {

// Lines and columns from 1; columns in bytes.
struct ImportPlace {
  std::uint64_t line = 1, column = 1;
};

ImportPlace PlaceOf(std::string_view text, std::size_t offset);

// "line 4, column 9: why".
absl::Status ImportMistake(ImportPlace place, std::string_view why);

}  // namespace dcmscrub
