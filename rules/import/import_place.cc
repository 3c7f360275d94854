#include "rules/import/import_place.h"

#include <absl/strings/str_format.h>

#include <algorithm>

namespace dcmscrub {

ImportPlace PlaceOf(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const std::size_t line_end = before.rfind('\n');
  const std::size_t line_begin =
      line_end == std::string_view::npos ? 0 : line_end + 1;
  return {static_cast<std::uint64_t>(std::ranges::count(before, '\n')) + 1,
          before.size() - line_begin + 1};
}

absl::Status ImportMistake(ImportPlace place, std::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrFormat("line %d, column %d: %s", place.line, place.column, why));
}

}  // namespace dcmscrub
