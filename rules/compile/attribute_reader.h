// An attribute that a condition or a value reads → where it stands in an
// object.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kernels/parse/object_view.h"
#include "rules/language/rule_file.h"

namespace dcmscrub {

// kNoElement where the object has no such attribute.
std::uint32_t FindReferenced(const ObjectView& object,
                             const AttributeReference& reference);

// Whether it is one of the top level, by its tag alone.
bool IsPlain(const AttributeReference& reference);

// The same for equal references, whatever their spans, and only for those.
std::string KeyOf(const AttributeReference& reference);

// Whether backslashes separate values of `vr` as ObjectView tells them.
bool HasValues(Vr vr);

// The value before the next backslash of `rest`, without padding, and `rest`
// without it; all of it where `several` is false. Call until `more` is false.
std::string_view NextValue(std::string_view& rest, bool several, bool& more);

}  // namespace dcmscrub
