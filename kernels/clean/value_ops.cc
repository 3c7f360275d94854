#include "kernels/clean/value_ops.h"

#include <algorithm>

#include "kernels/core/text.h"

namespace dcmscrub {
namespace {

std::string_view DummyText(Vr vr) {
  switch (vr) {
    case Vr::kAS:
      return "000Y";
    case Vr::kDA:
      return "19000101";
    case Vr::kDT:
      return "19000101000000";
    case Vr::kTM:
      return "000000";
    case Vr::kDS:
    case Vr::kIS:
      return "0";
    case Vr::kPN:
      return "ANON^ANON";
    case Vr::kAE:
    case Vr::kCS:
    case Vr::kSH:
      return "ANON";
    case Vr::kUR:
      return "urn:x-anonymized";
    default:
      return "ANONYMIZED";
  }
}

// The most characters that one value of `vr` may have. Dates and times get
// room for the ranges and old spellings met in files.
std::size_t LongestValue(Vr vr) {
  switch (vr) {
    case Vr::kDA:
      return 18;
    case Vr::kTM:
      return 28;
    case Vr::kDT:
      return 54;
    case Vr::kPN:
      return 3 * std::size_t{Traits(vr).max_length} + 2;
    default:
      return Traits(vr).max_length;
  }
}

// Calls `use` with each of the values that backslashes separate.
template <typename Use>
void ForEachValue(std::string_view text, bool multiple, Use use) {
  while (true) {
    const std::size_t cut = multiple ? text.find('\\') : std::string_view::npos;
    use(text.substr(0, cut));
    if (cut == std::string_view::npos) return;
    text.remove_prefix(cut + 1);
  }
}

bool IsUtf8Continuation(char c) { return (c & 0xC0) == 0x80; }

// `text` cut to `limit` code points.
std::string_view CutUtf8(std::string_view text, std::size_t limit) {
  std::size_t points = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!IsUtf8Continuation(text[at]) && ++points > limit) {
      return text.substr(0, at);
    }
  }
  return text;
}

std::string_view Cut(std::string_view text, Vr vr, std::size_t limit,
                     CharacterWidth width) {
  if (text.size() <= limit) return text;
  if (vr == Vr::kDS || vr == Vr::kIS) {
    // A number with too many digits is still right; cut, it is another one.
    const bool number =
        text.size() <= ShortText::kCapacity &&
        text.find_first_not_of("0123456789+-.eE ") == std::string_view::npos;
    return number ? text : std::string_view();
  }
  switch (width) {
    case CharacterWidth::kSingle:
      return text.substr(0, limit);
    case CharacterWidth::kUtf8:
      return CutUtf8(text, limit);
    case CharacterWidth::kMulti:
      return text.size() <= 4 * limit ? text : std::string_view();
  }
  return {};
}

}  // namespace

void AppendDummyValue(Arena& arena, Vr vr, int values) {
  const VrTraits& traits = Traits(vr);
  if (!traits.text) {
    const auto unit = std::max<std::size_t>(traits.unit, 2);
    arena.insert(arena.end(), unit * static_cast<std::size_t>(values), 0);
    return;
  }
  for (int i = 0; i < values; ++i) {
    if (i > 0) arena.push_back('\\');
    AppendBytes(arena, AsBytes(DummyText(vr)));
  }
}

bool AppendMappedUids(Arena& arena, std::string_view value,
                      const Identity& identity, UidMemo& memo) {
  if (!LooksLikeUids(value)) {
    AppendBytes(arena, AsBytes(memo.Map(identity, value).view()));
    return false;
  }
  bool valid = true;
  bool first = true;
  ForEachValue(value, true, [&](std::string_view uid) {
    if (!first) arena.push_back('\\');
    first = false;
    uid = TrimPadding(uid);
    if (uid.empty()) return;
    valid = IsValidUid(uid) && valid;
    AppendBytes(arena, AsBytes(memo.Map(identity, uid).view()));
  });
  return valid;
}

CharacterWidth WidthOf(std::string_view specific_character_set) {
  const auto has = [&](std::string_view term) {
    return specific_character_set.find(term) != std::string_view::npos;
  };
  if (has("ISO_IR 192")) return CharacterWidth::kUtf8;
  if (has("ISO 2022") || has("GB")) return CharacterWidth::kMulti;
  return CharacterWidth::kSingle;
}

bool MayBeOverlong(Vr vr, std::size_t size) {
  const std::size_t limit = LongestValue(vr);
  return Traits(vr).text && vr != Vr::kUI && limit != 0 && size > limit;
}

bool AppendCutText(Arena& arena, Vr vr, std::string_view value,
                   CharacterWidth width) {
  const VrTraits& traits = Traits(vr);
  const CharacterWidth counted =
      traits.character_set ? width : CharacterWidth::kSingle;
  const std::size_t limit = LongestValue(vr);
  bool cut_any = false;
  bool first = true;
  ForEachValue(value, traits.multiple, [&](std::string_view text) {
    if (!first) arena.push_back('\\');
    first = false;
    // Padding does not count.
    const std::string_view kept = Cut(TrimPadding(text), vr, limit, counted);
    const bool cut = kept.size() != TrimPadding(text).size();
    cut_any = cut_any || cut;
    AppendBytes(arena, AsBytes(cut ? kept : text));
  });
  return cut_any;
}

}  // namespace dcmscrub
