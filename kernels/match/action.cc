#include "kernels/match/action.h"

#include <array>

namespace dcmscrub {

std::string_view ActionName(Action action) {
  static constexpr std::array<std::string_view, kActionCount> kNames = {
      "keep",         "remove", "empty",   "dummy", "uid",     "patient-id",
      "patient-name", "shift",  "cap-age", "clean", "compute",
  };
  return kNames[static_cast<std::size_t>(action)];
}

}  // namespace dcmscrub
