#include "kernels/core/uid.h"

#include <cstddef>

#include "kernels/core/ascii.h"
#include "kernels/core/short_text.h"
#include "kernels/core/text.h"
#include "kernels/core/values.h"

namespace dcmscrub {

bool IsValidUid(std::string_view uid) {
  if (uid.empty() || uid.size() > 64) return false;
  std::size_t component = 0;  // where it begins
  for (std::size_t i = 0; i <= uid.size(); ++i) {
    if (i == uid.size() || uid[i] == '.') {
      if (i == component) return false;
      if (uid[component] == '0' && i - component > 1) return false;
      component = i + 1;
    } else if (!IsDigit(uid[i])) {
      return false;
    }
  }
  return true;
}

bool LooksLikeUids(std::string_view value) {
  std::size_t size = 0;  // of the UID so far
  bool ended = false;    // by padding, which may stand around each
  for (const char c : value) {
    if (c == '\\') {
      size = 0;
      ended = false;
    } else if (c == ' ' || c == '\0') {
      ended = size > 0;
    } else {
      const bool fits = IsDigit(c) || c == '.';
      if (!fits || ended || ++size > ShortText::kCapacity) return false;
    }
  }
  return true;
}

std::string_view FirstUid(std::string_view value) {
  if (!LooksLikeUids(value)) return value;
  return TrimPadding(FirstValue(value));
}

}  // namespace dcmscrub
