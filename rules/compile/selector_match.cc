#include "rules/compile/selector_match.h"

#include <algorithm>

#include "rules/language/selector.h"

namespace dcmscrub {
namespace {

using Kind = AttributePattern::Kind;

// What is left to an element to decide.
Reach Narrow(const Selector& selector) {
  return IsAnywhere(selector) && selector.vrs.empty() ? Reach::kAlways
                                                      : Reach::kSometimes;
}

Reach ReachOf(const AttributePattern& pattern, const PrivateFamily& family) {
  if (pattern.kind == Kind::kAll || pattern.kind == Kind::kPrivate) {
    return Reach::kAlways;
  }
  const bool group_open = (pattern.mask & 0xFFFF0000) == 0;
  const bool element_open = (pattern.mask & 0xFF) == 0;
  const bool named = pattern.kind == Kind::kCreator;
  if (named ? pattern.text != family.creator
            : pattern.kind != Kind::kTag || !pattern.tag.is_private()) {
    return Reach::kNever;
  }
  bool open = false;
  if (!group_open && pattern.tag.group() != family.group) {
    if (family.group != PrivateFamily::kAny) return Reach::kNever;
    open = true;
  }
  if (!element_open && (pattern.tag.element() & 0xFF) != family.element) {
    if (family.element != PrivateFamily::kAny) return Reach::kNever;
    open = true;
  }
  return open ? Reach::kSometimes : Reach::kAlways;
}

}  // namespace

Reach ReachOf(const Selector& selector, const DictionaryRow& row) {
  if (!Means(selector.attribute, row.tag, StandardText(row.keyword))) {
    return Reach::kNever;
  }
  // Tags decide, not VRs: a name that calls itself a date is a name. Where
  // PS3.6 leaves a choice the file makes it.
  if (!selector.vrs.empty() && !row.ambiguous &&
      std::ranges::find(selector.vrs, row.vr) == selector.vrs.end()) {
    return Reach::kNever;
  }
  return Narrow(selector);
}

Reach ReachOf(const Selector& selector, const PrivateFamily& family) {
  return std::min(ReachOf(selector.attribute, family), Narrow(selector));
}

Reach ReachIntoUnknown(const Selector& selector) {
  const Kind kind = selector.attribute.kind;
  return kind == Kind::kAll || kind == Kind::kUnknown ? Narrow(selector)
                                                      : Reach::kNever;
}

}  // namespace dcmscrub
