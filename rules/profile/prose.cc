#include "rules/profile/prose.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace dcmscrub {
namespace {

// How keywords of descriptions end.
constexpr std::array<std::string_view, 7> kEndings = {
    "Comment", "Comments", "Description", "Explanation",
    "Label",   "Meaning",  "Notes"};
// Of a name, where Table E.1-1 lists it: others are makers' and protocols'.
constexpr std::array<std::string_view, 2> kNames = {"Name", "Names"};

}  // namespace

bool IsProse(const DictionaryRow& known, const Profile::Row* row) {
  switch (known.vr) {
    case Vr::kLT:
    case Vr::kPN:
    case Vr::kST:
      return true;
    case Vr::kLO:
    case Vr::kSH:
      break;
    default:
      return false;
  }
  const std::string_view keyword = StandardText(known.keyword);
  const auto ends_keyword = [keyword](std::string_view ending) {
    return keyword.ends_with(ending);
  };
  return std::ranges::any_of(kEndings, ends_keyword) ||
         (row != nullptr &&
          (row->descriptor || std::ranges::any_of(kNames, ends_keyword)));
}

}  // namespace dcmscrub
