// The values of an element value, PS3.5 6.4.
#pragma once

#include <string_view>

namespace dcmscrub {

// Calls `use` with each of the values of `text` that backslashes separate, or
// with all of it where it is not `multiple` (Traits). Not for encodings in
// which a byte of a character may be a backslash: decode first.
template <typename Use>
void ForEachValue(std::string_view text, bool multiple, Use use) {
  while (true) {
    const std::size_t end = multiple ? text.find('\\') : std::string_view::npos;
    use(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

}  // namespace dcmscrub
