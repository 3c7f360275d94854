// Tags as other tools write them → selectors of ours.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kernels/core/vr.h"

namespace dcmscrub {

// Four digits each, with capital letters; x stands for any digit.
struct TagText {
  std::string group, element;

  bool exact() const;       // no x in it
  bool is_private() const;  // an odd group
};

// (gggg,eeee), gggg,eeee, ggggeeee, also with 0x before each half and blanks
// around. Nothing for what is no tag.
std::optional<TagText> ReadTagText(std::string_view text);

// Whether the profile removes it without being told, as PS3.6 does not have it.
bool IsAlwaysRemoved(const TagText& tag);

// The selector: a keyword where there is one, all overlays for one of them.
// Empty with a reason: no rule names such a tag.
std::string TagSelector(const TagText& tag, std::string& why);

// The same for what may also be a keyword, which is taken as it stands.
std::string TagOrKeyword(std::string_view text, std::string& why);

// (gggg,"CREATOR",ee), where the element is two digits, or xx. Empty with a
// reason where it is none.
std::string CreatorSelector(std::string_view group, std::string_view creator,
                            std::string_view element, std::string& why);

// Whether letters and digits of a keyed hash can be a value of it.
bool TakesHash(Vr vr);

std::string Upper(std::string_view text);  // ASCII

}  // namespace dcmscrub
