#include "rules/language/selector.h"

#include <algorithm>

#include "rules/language/keywords.h"

namespace dcmscrub {

bool Means(const AttributePattern& pattern, Tag tag, std::string_view keyword) {
  switch (pattern.kind) {
    case AttributePattern::Kind::kTag:
      return ((pattern.tag.value ^ tag.value) & pattern.mask) == 0;
    case AttributePattern::Kind::kGlob:
      return MatchesGlob(pattern.text, keyword);
    case AttributePattern::Kind::kKnown:
    case AttributePattern::Kind::kAll:
      return true;
    case AttributePattern::Kind::kCreator:
    case AttributePattern::Kind::kPrivate:
    case AttributePattern::Kind::kUnknown:
      break;
  }
  return false;
}

bool Means(const Selector& selector, Tag tag, Vr vr, std::string_view keyword) {
  const bool vr_fits =
      selector.vrs.empty() ||
      std::ranges::find(selector.vrs, vr) != selector.vrs.end();
  return vr_fits && Means(selector.attribute, tag, keyword) &&
         std::ranges::none_of(selector.except, [&](const Selector& except) {
           return Means(except, tag, vr, keyword);
         });
}

bool MeansPrivate(const AttributePattern& pattern, std::string_view creator,
                  Tag tag) {
  switch (pattern.kind) {
    case AttributePattern::Kind::kPrivate:
    case AttributePattern::Kind::kAll:
      return true;
    case AttributePattern::Kind::kCreator:
      if (pattern.text != creator) return false;
      [[fallthrough]];
    case AttributePattern::Kind::kTag:
      return ((pattern.tag.value ^ tag.value) & pattern.mask) == 0;
    case AttributePattern::Kind::kGlob:
    case AttributePattern::Kind::kKnown:
    case AttributePattern::Kind::kUnknown:
      break;
  }
  return false;
}

const DictionaryRow* RowOf(const AttributePattern& pattern) {
  if (pattern.kind != AttributePattern::Kind::kTag) return nullptr;
  const bool repeating = pattern.tag.is_overlay() || pattern.tag.is_curve();
  const std::uint32_t whole = repeating ? 0xFFE1FFFF : 0xFFFFFFFF;
  if ((pattern.mask & whole) != whole) return nullptr;
  return FindDictionaryRow(pattern.tag);
}

std::span<const DictionaryRow> CandidateRows(const AttributePattern& pattern) {
  const DictionaryRow* row = RowOf(pattern);
  if (row == nullptr) return StandardDictionary();
  return {row, 1};
}

}  // namespace dcmscrub
