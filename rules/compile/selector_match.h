// How far a selector reaches into what one chain of statements serves: an
// attribute of PS3.6, a family of private attributes, or all unknown ones.
#pragma once

#include <cstdint>
#include <string_view>

#include "rules/language/rule_file.h"
#include "rules/standard/standard.h"

namespace dcmscrub {

enum class Reach : std::uint8_t { kNever, kSometimes, kAlways };

// Private attributes of one creator, in one group, with one low byte.
struct PrivateFamily {
  static constexpr std::uint16_t kAny = 0xFFFF;

  std::string_view creator;  // empty: one that no selector names, or none
  std::uint16_t group = kAny;
  std::uint16_t element = kAny;
};

// By tag, keyword and PS3.6's VR; kSometimes where an element's own VR, tag or
// surroundings decide. Exceptions are left out: they are selectors themselves.
Reach ReachOf(const Selector& selector, const DictionaryRow& row);
Reach ReachOf(const Selector& selector, const PrivateFamily& family);
Reach ReachIntoUnknown(const Selector& selector);

}  // namespace dcmscrub
