#include "kernels/text/character_set.h"

#include <iconv.h>

#include <algorithm>
#include <iterator>
#include <string>

#include "kernels/core/ascii.h"
#include "kernels/core/utf8.h"
#include "kernels/core/values.h"

namespace dcmscrub {
namespace {

constexpr CharacterSet kSets[] = {
#include "kernels/text/character_set_data.inc"
};
static_assert(std::size(kSets) <= kMaxCharacterSets);

constexpr CharacterSetId kDefaultRepertoire = [] {
  std::size_t id = 0;
  while (kSets[id].name != "6") ++id;
  return static_cast<CharacterSetId>(id);
}();

// A defined term taken apart.
class Term {
 public:
  explicit Term(std::string_view spelled) {
    for (char c : spelled) {
      c = ToUpper(c);
      if (!IsLetterOrDigit(c)) continue;
      if (size_ == letters_.size()) {  // longer than any
        size_ = 0;
        break;
      }
      letters_[size_++] = c;
    }
    empty_ = size_ == 0;
    name_ = {letters_.data(), size_};
    Skip("ISO");
    extended_ = Skip("2022");
    Skip("IR");
    if (name_ == "UTF8") name_ = "192";
  }
  Term(const Term&) = delete;
  Term& operator=(const Term&) = delete;

  std::string_view name() const { return name_; }
  bool empty() const { return empty_; }
  bool extended() const { return extended_; }  // spelled ISO 2022

 private:
  bool Skip(std::string_view word) {
    if (!name_.starts_with(word)) return false;
    name_.remove_prefix(word.size());
    return true;
  }

  std::array<char, 16> letters_;
  std::size_t size_ = 0;
  std::string_view name_;
  bool empty_ = false;
  bool extended_ = false;
};

template <typename Function>
void ForEachSet(std::string_view name, Function function) {
  for (std::size_t i = 0; i < std::size(kSets); ++i) {
    if (kSets[i].name == name) function(static_cast<CharacterSetId>(i));
  }
}

void Declare(CharacterSetId id, Repertoire& repertoire) {
  if (repertoire.Declares(id)) return;
  repertoire.declared[repertoire.declared_count++] = id;
}

// PS3.5 6.1.3: each half has its controls. The corners are characters of sets
// of 96 only, and these stand in G1; the space is a set of 94's own.
bool IsGraphic(const CharacterSet& set, unsigned code) {
  const bool corners = set.element == CodeElement::kG1 && !set.wide;
  if (code == 0x20) return !set.wide;
  return code > 0x20 && (code < 0x7F || (corners && code == 0x7F));
}

}  // namespace

std::span<const CharacterSet> CharacterSets() { return kSets; }
CharacterSetId DefaultRepertoire() { return kDefaultRepertoire; }

bool Repertoire::Declares(CharacterSetId id) const {
  return std::ranges::find(extensions(), id) != extensions().end();
}

Repertoire ReadRepertoire(std::string_view specific_character_set) {
  Repertoire repertoire;
  repertoire.g0 = kDefaultRepertoire;
  bool extended = false;
  bool first = true;
  bool any = false;  // a term was named
  for (const std::string_view value : Values(specific_character_set)) {
    const Term term(value);
    extended |= term.extended() || (!first && !term.empty());
    ForEachSet(term.name(), [&](CharacterSetId id) {
      const CharacterSet& set = kSets[id];
      if (set.element == CodeElement::kWhole) {
        if (!any) repertoire.whole = id;
        return;
      }
      // Sets of two bytes may not be the first (PS3.3 C.12.1.1.2). Written so
      // all the same they are meant as extensions of the default.
      extended |= set.wide;
      if (first && !set.wide) {
        (set.element == CodeElement::kG0 ? repertoire.g0 : repertoire.g1) = id;
      }
      Declare(id, repertoire);
    });
    any |= !term.empty();
    first = false;
  }
  if (!extended) {
    repertoire.declared_count = 0;
  } else {
    // Every reader takes the way back to ASCII, declared or not.
    Declare(kDefaultRepertoire, repertoire);
  }
  return repertoire;
}

CodeTable::CodeTable(const CharacterSet& set) {
  const iconv_t converter = iconv_open("UTF-8", set.encoding);
  if (converter == reinterpret_cast<iconv_t>(-1)) return;
  const unsigned high = set.element == CodeElement::kG1 || set.wide ? 0x80 : 0;
  characters_.assign(set.wide ? 0x4000 : 0x80, u'\0');
  std::string bytes;
  for (unsigned code = 0; code < characters_.size(); ++code) {
    const unsigned last = code & 0x7F;
    if (!IsGraphic(set, last)) continue;
    bytes = set.prefix;
    if (set.wide) {
      if (!IsGraphic(set, code >> 7)) continue;
      bytes += static_cast<char>(code >> 7 | high);
    }
    bytes += static_cast<char>(last | high);
    char utf8[8];
    char* in = bytes.data();
    std::size_t in_left = bytes.size();
    char* out = utf8;
    std::size_t out_left = sizeof utf8;
    iconv(converter, nullptr, nullptr, nullptr, nullptr);
    if (iconv(converter, &in, &in_left, &out, &out_left) != 0) continue;
    std::string_view text(utf8, static_cast<std::size_t>(out - utf8));
    const char32_t character = TakeCharacter(text);
    if (character > 0xFFFF || !text.empty()) continue;
    characters_[code] = static_cast<char16_t>(character);
    codes_.push_back({characters_[code], static_cast<std::uint16_t>(code)});
  }
  iconv_close(converter);
  std::ranges::stable_sort(codes_, {}, &Entry::character);
}

std::uint16_t CodeTable::CodeOf(char32_t character) const {
  const auto found = std::ranges::lower_bound(
      codes_, character, {},
      [](const Entry& entry) { return char32_t{entry.character}; });
  const bool known = found != codes_.end() && found->character == character;
  return known ? found->code : kNoCode;
}

}  // namespace dcmscrub
