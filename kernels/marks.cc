#include "kernels/marks.h"

#include "kernels/text.h"

namespace dcmscrub {
namespace {

// Whether one of the values in `text` is `value`.
bool HasValue(std::string_view text, std::string_view value) {
  while (true) {
    const std::size_t cut = text.find('\\');
    if (TrimPadding(text.substr(0, cut)) == value) return true;
    if (cut == std::string_view::npos) return false;
    text.remove_prefix(cut + 1);
  }
}

void AppendMethod(Arena& arena, std::string_view before,
                  std::string_view method, Encoding encoding) {
  const Tag tag = tags::kDeidentificationMethod;
  if (before.empty() || HasValue(before, method)) {
    AppendElement(arena, tag, Vr::kLO, before.empty() ? method : before,
                  encoding);
    return;
  }
  const std::size_t size = before.size() + 1 + method.size();
  AppendHeader(arena, tag, Vr::kLO, static_cast<std::uint32_t>(size + size % 2),
               encoding);
  AppendBytes(arena, AsBytes(before));
  arena.push_back('\\');
  AppendBytes(arena, AsBytes(method));
  if (size % 2 != 0) arena.push_back(' ');
}

void AppendMethodCodes(Arena& arena, const RuleTable& rules,
                       Encoding encoding) {
  AppendHeader(arena, tags::kDeidentificationMethodCodeSequence, Vr::kSQ,
               kUndefinedLength, encoding);
  for (const RuleTable::Code& code : rules.method_codes) {
    AppendMethodCode(arena, code, encoding);
  }
  AppendHeader(arena, tags::kSequenceDelimitation, Vr::kNone, 0, encoding);
}

}  // namespace

void AppendMark(Arena& arena, Tag tag, const RuleTable& rules,
                std::string_view before, Encoding encoding) {
  switch (tag.value) {
    case tags::kPatientIdentityRemoved.value:
      AppendElement(arena, tag, Vr::kCS, "YES", encoding);
      break;
    case tags::kDeidentificationMethod.value:
      AppendMethod(arena, before, rules.method, encoding);
      break;
    case tags::kDeidentificationMethodCodeSequence.value:
      AppendMethodCodes(arena, rules, encoding);
      break;
    default:
      AppendElement(arena, tag, Vr::kCS, rules.temporal_information, encoding);
  }
}

void AppendMethodCode(Arena& arena, const RuleTable::Code& code,
                      Encoding encoding) {
  AppendHeader(arena, tags::kItem, Vr::kNone, kUndefinedLength, encoding);
  AppendElement(arena, tags::kCodeValue, Vr::kSH, code.value, encoding);
  AppendElement(arena, tags::kCodingSchemeDesignator, Vr::kSH, "DCM", encoding);
  AppendElement(arena, tags::kCodeMeaning, Vr::kLO, code.meaning, encoding);
  AppendHeader(arena, tags::kItemDelimitation, Vr::kNone, 0, encoding);
}

}  // namespace dcmscrub
