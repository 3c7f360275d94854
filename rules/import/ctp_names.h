// Attributes as CTP's scripts name them → selectors of ours.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace dcmscrub {

// How a script calls what it names.
struct CtpNames {
  std::map<std::string, std::string, std::less<>> parameters;  // → ours
  std::map<std::string, std::string, std::less<>> tags;  // n of <e> → its t
  std::map<std::string, std::string, std::less<>> creators;  // ggggbb → text
};

// The selector for a tag as CTP writes it: ggggeeee, (gggg,eeee),
// gggg[CREATOR]ee, a keyword. Empty with a reason: there is none.
std::string CtpSelector(std::string_view tag, const CtpNames& names,
                        std::string& why);

}  // namespace dcmscrub
