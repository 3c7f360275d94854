#include "pipeline/selftest/content.h"

#include <array>
#include <utility>

#include "kernels/core/dictionary.h"

namespace dcmscrub {

std::optional<Tag> ValueOfContent(std::string_view value_type) {
  constexpr std::array<std::pair<std::string_view, Tag>, 6> kValues = {{
      {"TEXT", Tag(0x0040, 0xA160)},
      {"DATETIME", Tag(0x0040, 0xA120)},
      {"DATE", Tag(0x0040, 0xA121)},
      {"TIME", Tag(0x0040, 0xA122)},
      {"PNAME", Tag(0x0040, 0xA123)},
      {"UIDREF", Tag(0x0040, 0xA124)},
  }};
  for (const auto& [type, tag] : kValues) {
    if (type == value_type) return tag;
  }
  return std::nullopt;
}

TestElement ContentOf(const ContentItemRow& row, std::string value) {
  const std::string type(StandardText(row.value_type));
  const Tag tag = *ValueOfContent(type);
  TestItem concept_name = {
      {tags::kCodeValue, Vr::kSH, std::string(StandardText(row.code)), {}},
      {tags::kCodingSchemeDesignator,
       Vr::kSH,
       std::string(StandardText(row.scheme)),
       {}},
      {tags::kCodeMeaning, Vr::kLO, "Concept", {}}};
  TestItem item;
  Put(item, {Tag(0x0040, 0xA010), Vr::kCS, "CONTAINS", {}});
  Put(item, {Tag(0x0040, 0xA040), Vr::kCS, type, {}});
  Put(item, {Tag(0x0040, 0xA043), Vr::kSQ, "", {std::move(concept_name)}});
  Put(item, {tag, DictionaryVr(tag), std::move(value), {}});
  return {kContentSequence, Vr::kSQ, "", {std::move(item)}};
}

}  // namespace dcmscrub
