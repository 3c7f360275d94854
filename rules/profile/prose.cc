#include "rules/profile/prose.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace dcmscrub {
namespace {

// How keywords of descriptions end.
constexpr std::array<std::string_view, 9> kEndings = {
    "Comment", "Comments", "Description", "Explanation", "Label",
    "Meaning", "Name",     "Names",       "Notes"};

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
  return (row != nullptr && row->descriptor) ||
         std::ranges::any_of(kEndings, [keyword](std::string_view ending) {
           return keyword.ends_with(ending);
         });
}

}  // namespace dcmscrub
