#include "kernels/clean/cut_text.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "kernels/core/bytes.h"
#include "kernels/core/short_text.h"
#include "kernels/core/text.h"
#include "kernels/core/utf8.h"
#include "kernels/core/values.h"
#include "kernels/text/character_set.h"

namespace dcmscrub {
namespace {

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

// How the characters of a text stand among its bytes.
enum class Layout : std::uint8_t {
  kBytes,   // each a character
  kUtf8,    // or nearly
  kUnsure,  // one to four bytes each, and which ones cannot be told
};

// `text` cut to `limit` code points; bytes that are no UTF-8 count as
// characters where they do not go on with one.
std::string_view CutUtf8(std::string_view text, std::size_t limit) {
  std::size_t points = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool goes_on = (text[at] & 0xC0) == 0x80;
    if (!goes_on && ++points > limit) return text.substr(0, at);
  }
  return text;
}

bool IsNumber(Vr vr) { return vr == Vr::kDS || vr == Vr::kIS; }

// One value, without padding.
std::string_view Cut(std::string_view text, Vr vr, Layout layout) {
  const std::size_t limit = LongestValue(vr);
  if (text.size() <= limit) return text;
  if (IsNumber(vr)) {
    // A number with too many digits is still right; cut, it is another one.
    const bool number =
        text.size() <= ShortText::kCapacity &&
        text.find_first_not_of("0123456789+-.eE ") == std::string_view::npos;
    return number ? text : std::string_view();
  }
  switch (layout) {
    case Layout::kBytes:
      return text.substr(0, limit);
    case Layout::kUtf8:
      return CutUtf8(text, limit);
    case Layout::kUnsure:
      return text.size() <= 4 * limit ? text : std::string_view();
  }
  return {};
}

// Calls `append` with what is left of each value and, between them, the
// backslash. Padding does not count, and stays where nothing else goes.
template <typename Append>
bool CutEach(Vr vr, std::string_view value, Layout layout, Append append) {
  bool cut_any = false;
  bool first = true;
  for (const std::string_view text : Values(value, Traits(vr).multiple)) {
    if (!first) append("\\");
    first = false;
    const std::string_view bare = TrimPadding(text);
    const std::string_view kept = Cut(bare, vr, layout);
    const bool cut = kept.size() != bare.size();
    cut_any = cut_any || cut;
    append(cut ? kept : text);
  }
  return cut_any;
}

// What can be told of text that does not follow its character set. Text that
// is UTF-8 is so by no accident: many writers leave (0008,0005) out.
Layout LayoutOf(std::string_view value, Vr vr, std::string_view set) {
  std::string_view rest = value;
  while (!rest.empty() && TakeCharacter(rest) != kNoCharacter) continue;
  if (rest.empty()) return Layout::kUtf8;
  if (!Traits(vr).character_set) return Layout::kBytes;
  const Repertoire repertoire = ReadRepertoire(set);
  const auto sets = CharacterSets();
  if (repertoire.whole != kNoCharacterSet) {
    return sets[repertoire.whole].name == "192" ? Layout::kUtf8
                                                : Layout::kUnsure;
  }
  const bool wide =
      std::ranges::any_of(repertoire.extensions(),
                          [&](CharacterSetId id) { return sets[id].wide; });
  return wide ? Layout::kUnsure : Layout::kBytes;
}

}  // namespace

bool MayBeOverlong(Vr vr, std::size_t size) {
  const std::size_t limit = LongestValue(vr);
  return Traits(vr).text && vr != Vr::kUI && limit != 0 && size > limit;
}

bool AppendCutText(Arena& arena, Vr vr, std::string_view value,
                   std::string_view set, TextCodec& codec) {
  const auto to_arena = [&](std::string_view text) {
    AppendBytes(arena, AsBytes(text));
  };
  std::string utf8;
  if (IsPlainAscii(value) || !codec.Decode(set, vr, value, utf8)) {
    return CutEach(vr, value, LayoutOf(value, vr, set), to_arena);
  }
  std::string left;
  const bool cut = CutEach(vr, utf8, Layout::kUtf8,
                           [&](std::string_view text) { left += text; });
  std::string encoded;
  if (cut && codec.Encode(set, vr, left, encoded)) {
    to_arena(encoded);
  } else {
    to_arena(value);
  }
  return cut;
}

}  // namespace dcmscrub
