// An attribute that a condition or a value reads → where it stands in an
// object.
#pragma once

#include <cstdint>

#include "kernels/parse/object_view.h"
#include "rules/language/rule_file.h"

namespace dcmscrub {

// kNoElement where the object has no such attribute.
std::uint32_t FindReferenced(const ObjectView& object,
                             const AttributeReference& reference);

}  // namespace dcmscrub
