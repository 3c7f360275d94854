// What a selector of a rule file means among the attributes of PS3.6.
#pragma once

#include <span>
#include <string_view>

#include "kernels/core/tag.h"
#include "kernels/core/vr.h"
#include "rules/language/rule_file.h"
#include "rules/standard/standard.h"

namespace dcmscrub {

// Whether `pattern` means the attribute with that tag (canonical) and keyword.
// Private and unknown ones are none of PS3.6.
bool Means(const AttributePattern& pattern, Tag tag, std::string_view keyword);

// The same for the attribute of a selector, its VRs and exceptions counted but
// not its path.
bool Means(const Selector& selector, Tag tag, Vr vr, std::string_view keyword);

// Whether `pattern` means a private attribute; `tag` is its group and the low
// byte of its element.
bool MeansPrivate(const AttributePattern& pattern, std::string_view creator,
                  Tag tag);

// A single attribute of PS3.6, else nullptr.
const DictionaryRow* RowOf(const AttributePattern& pattern);
// Where to look for the attributes that a pattern means: that row, or all.
std::span<const DictionaryRow> CandidateRows(const AttributePattern& pattern);

// Whether it stands for an attribute wherever that stands.
inline bool IsAnywhere(const Selector& selector) {
  return selector.steps.empty() && selector.gap_before;
}

// Whether it is an attribute of the top level, by its tag alone.
inline bool IsPlain(const AttributeReference& reference) {
  return reference.steps.empty() &&
         reference.attribute.kind == AttributePattern::Kind::kTag;
}

}  // namespace dcmscrub
