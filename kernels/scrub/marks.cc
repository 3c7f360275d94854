#include "kernels/scrub/marks.h"

#include "kernels/core/text.h"
#include "kernels/core/values.h"
#include "kernels/emit/seal.h"

namespace dcmscrub {
namespace {

// Those of (0012,0063): none in an empty text, and no empty one at its end.
template <typename Use>
void ForEachMethod(std::string_view text, Use use) {
  if (text.empty()) return;
  if (text.ends_with('\\')) text.remove_suffix(1);
  for (const std::string_view method : Values(text)) use(TrimPadding(method));
}

// The values of `before` but seals, then those of `method` that are not among
// them, then the seal.
std::size_t AppendMethod(Arena& arena, std::string_view before,
                         const RuleTable& rules, Encoding encoding) {
  const std::size_t begin = arena.size();
  const auto append = [&](std::string_view value) {
    if (arena.size() != begin) arena.push_back('\\');
    AppendBytes(arena, AsBytes(value));
  };
  ForEachMethod(before, [&](std::string_view value) {
    if (!value.starts_with(kSealPrefix)) append(value);
  });
  ForEachMethod(rules.marks.method, [&](std::string_view value) {
    if (!HasValue(before, value)) append(value);
  });
  std::size_t seal = kNoSeal;
  if (rules.marks.sealed) {
    append(kSealPrefix);
    seal = arena.size();
    arena.insert(arena.end(), kSealCharacters, '0');
  }
  const std::size_t header = PutHeaderBefore(
      arena, begin, tags::kDeidentificationMethod, Vr::kLO, encoding);
  return seal == kNoSeal ? kNoSeal : seal + header;
}

void AppendMethodCodes(Arena& arena, const RuleTable& rules,
                       Encoding encoding) {
  AppendHeader(arena, tags::kDeidentificationMethodCodeSequence, Vr::kSQ,
               kUndefinedLength, encoding);
  for (const MarkTable::Code& code : rules.marks.method_codes) {
    AppendMethodCode(arena, code, encoding);
  }
  AppendHeader(arena, tags::kSequenceDelimitation, Vr::kNone, 0, encoding);
}

}  // namespace

bool HasValue(std::string_view values, std::string_view value) {
  bool has = false;
  ForEachMethod(values,
                [&](std::string_view one) { has = has || one == value; });
  return has;
}

std::size_t AppendMark(Arena& arena, Tag tag, const RuleTable& rules,
                       std::string_view before, Encoding encoding) {
  switch (tag.value) {
    case tags::kPatientIdentityRemoved.value:
      AppendElement(arena, tag, Vr::kCS, "YES", encoding);
      break;
    case tags::kDeidentificationMethod.value:
      return AppendMethod(arena, before, rules, encoding);
    case tags::kDeidentificationMethodCodeSequence.value:
      AppendMethodCodes(arena, rules, encoding);
      break;
    default:
      AppendElement(arena, tag, Vr::kCS, rules.marks.temporal_information,
                    encoding);
  }
  return kNoSeal;
}

void AppendMethodCode(Arena& arena, const MarkTable::Code& code,
                      Encoding encoding) {
  AppendHeader(arena, tags::kItem, Vr::kNone, kUndefinedLength, encoding);
  AppendElement(arena, tags::kCodeValue, Vr::kSH, code.value, encoding);
  AppendElement(arena, tags::kCodingSchemeDesignator, Vr::kSH, "DCM", encoding);
  AppendElement(arena, tags::kCodeMeaning, Vr::kLO, code.meaning, encoding);
  AppendHeader(arena, tags::kItemDelimitation, Vr::kNone, 0, encoding);
}

}  // namespace dcmscrub
