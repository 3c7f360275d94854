// What the fast search of ResiduePatterns must never miss: whatever the exact
// ones find, in any encoding, behind and before any header.
#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/core/utf8.h"
#include "kernels/search/residue_patterns.h"
#include "kernels/search/spellings.h"

namespace dcmscrub {
namespace {

using Random = std::mt19937;

std::size_t Below(Random& random, std::size_t end) { return random() % end; }

template <typename T, std::size_t kSize>
const T& OneOf(Random& random, const T (&values)[kSize]) {
  return values[Below(random, kSize)];
}

// Letters that a person's name may have in the sets below.
constexpr std::u32string_view kAlphabets[] = {
    U"abdeijlmnorstuvwxyz",   U"ABDEIJLMNORST",      U"aoueniAOUäöüÄÖÜéèçñßøåÆ",
    U"aelnousząćęłńóśźżčřšž", U"αβγδεζηάέήίσςΑΒΓΔΕ", U"абвгдежзийёАБВГДЕЁ"};
constexpr std::string_view kSets[] = {"",           "ISO_IR 100", "ISO_IR 101",
                                      "ISO_IR 126", "ISO_IR 144", "ISO_IR 192"};
// What may stand in a word.
const std::string kJoints[] = {"'",  "`",      "\u2019",
                               "\t", "\x1B(B", std::string(1, '\0')};
constexpr std::string_view kSeparators[] = {
    "^", " ", ", ", "", "-", ".", "_", "^^", "\n", "·", "\u00A0", "^ ^"};

std::string Word(Random& random, std::u32string_view alphabet,
                 std::size_t least, std::size_t most) {
  std::string word;
  for (std::size_t i = least + Below(random, most - least + 1); i > 0; --i) {
    AppendCharacter(alphabet[Below(random, alphabet.size())], word);
  }
  return word;
}

std::string Digits(Random& random, std::size_t size) {
  std::string digits;
  while (digits.size() < size) digits += static_cast<char>('0' + random() % 10);
  return digits;
}

constexpr std::string_view kBeforeNumbers[] = {"0",  "000",   "+49", "0049",
                                               "+1", "00353", "A",   " 0"};

struct Sought {
  IdentifierKind kind;
  std::string value;
};

Sought RandomValue(Random& random) {
  const std::u32string_view alphabet = OneOf(random, kAlphabets);
  switch (Below(random, 7)) {
    case 4:
      return {IdentifierKind::kText, Digits(random, 4 + random() % 9)};
    case 5:
      return {IdentifierKind::kText,
              std::string(OneOf(random, kBeforeNumbers)) +
                  Digits(random, 7 + random() % 4)};
    case 6:
      return {IdentifierKind::kName, Word(random, alphabet, 1, 2) + "'" +
                                         Word(random, alphabet, 3, 6)};
    case 0:
      return {IdentifierKind::kText, Word(random, alphabet, 1, 9)};
    case 1:
      return {IdentifierKind::kText, Word(random, alphabet, 1, 4) + " " +
                                         Digits(random, 1 + random() % 8)};
    case 2: {
      char date[9];
      std::snprintf(date, sizeof date, "19%02u%02u%02u",
                    unsigned(random() % 100), unsigned(1 + random() % 12),
                    unsigned(1 + random() % 28));
      return {IdentifierKind::kDate, date};
    }
    default:
      return {IdentifierKind::kName, Word(random, alphabet, 1, 6) + "^" +
                                         Word(random, alphabet, 1, 6)};
  }
}

// Another spelling, now and then, of what a value says.
std::string Respelled(Random& random, std::string_view value) {
  std::string text;
  const std::size_t style = Below(random, 4);
  for (std::string_view rest = value; !rest.empty();) {
    const char32_t c = TakeCharacter(rest);
    const std::size_t chance = Below(random, 40);
    if (c == U'^' || c == U' ') {
      text += OneOf(random, kSeparators);
    } else if (chance == 0) {
      text += "\u00AD";
      AppendCharacter(c, text);
    } else if (chance == 2 && Below(random, 2) == 0) {
      AppendCharacter(c, text);
      text += OneOf(random, kJoints);
    } else if (chance < 8 && c >= '0' && c <= '9') {
      AppendCharacter(c, text);
      text += chance < 4 ? "." : chance < 6 ? " " : "";
    } else if (chance == 1 && c >= 'a' && c <= 'z') {
      AppendCharacter(c, text);
      text += "\u0301";
    } else if (chance < 5 && (c | 0x20) == 'u') {
      text += chance == 2 ? "ü" : chance == 3 ? "UE" : "U";
    } else if (chance < 5 && (c | 0x20) == 'e') {
      text += chance == 2 ? "é" : "Ê";
    } else {
      AppendCharacter(style == 0   ? AsCapital(c)
                      : style == 1 ? AsSmall(c)
                                   : c,
                      text);
    }
  }
  if (Below(random, 4) == 0) {
    const std::size_t caret = value.find('^');
    if (caret != std::string_view::npos) {
      text.assign(value.substr(caret + 1))
          .append(OneOf(random, kSeparators))
          .append(value.substr(0, caret));
    }
  }
  return text;
}

std::string RandomText(Random& random, std::string_view value) {
  std::string text;
  const auto pad = [&] {
    switch (Below(random, 5)) {
      case 0:
        text += Word(random, OneOf(random, kAlphabets), 1, 5);
        break;
      case 1:
        text += Digits(random, 1 + random() % 3);
        break;
      case 2:
        text += OneOf(random, kSeparators);
        break;
      default:
        break;
    }
  };
  pad();
  if (Below(random, 8) == 0) text += OneOf(random, kBeforeNumbers);
  text += Respelled(random, value);
  pad();
  return text;
}

void AppendUnit(bool big, std::uint32_t value, std::size_t size,
                std::string& bytes) {
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t shift = 8 * (big ? size - 1 - i : i);
    bytes.push_back(static_cast<char>(value >> shift));
  }
}

// An element as it stands in a file, of a VR whose length has two bytes.
void AppendElement(Random& random, bool big, bool implicit, std::string_view vr,
                   std::string value, std::string& bytes) {
  if (value.size() % 2 != 0) value += Below(random, 2) == 0 ? ' ' : '\0';
  constexpr std::uint32_t kGroups[] = {0x08, 0x10, 0x20,   0x32,
                                       0x33, 0x54, 0x2045, 0x5533};
  AppendUnit(big, OneOf(random, kGroups), 2, bytes);
  AppendUnit(big, random() & 0xFFFF, 2, bytes);
  const auto size = static_cast<std::uint32_t>(value.size());
  if (implicit) {
    AppendUnit(false, size, 4, bytes);
  } else if (vr == "OB" || vr == "UT") {
    bytes.append(vr).append(2, '\0');
    AppendUnit(big, size, 4, bytes);
  } else {
    bytes.append(vr);
    AppendUnit(big, size, 2, bytes);
  }
  bytes += value;
}

std::string InHeader(Random& random, std::string_view vr, std::string value) {
  const bool big = Below(random, 4) == 0;
  const bool implicit = !big && Below(random, 3) == 0;
  std::string bytes;
  AppendElement(random, big, implicit, "CS", "ABCD", bytes);
  // Not always a pad byte, so that what follows stands beside the text.
  if (value.size() % 2 != 0) value.insert(0, " ");
  AppendElement(random, big, implicit, vr, std::move(value), bytes);
  AppendElement(random, big, implicit, "UI", "1.2", bytes);
  AppendElement(random, big, implicit, "OB", std::string(20, '\x07'), bytes);
  return bytes;
}

TEST(ResiduePatterns, FastSearchMissesNoText) {
  Random random(1);
  TextCodec codec;
  int found_count = 0;
  for (int round = 0; round < 4000; ++round) {
    ResiduePatterns patterns;
    std::vector<Sought> values(1 + random() % 4);
    for (Sought& sought : values) {
      sought = RandomValue(random);
      patterns.Add(sought.kind, sought.value);
    }
    const std::string_view set = OneOf(random, kSets);
    patterns.Build({}, codec, set);
    const std::string uid = "1.2.826.0." + Digits(random, 6);
    patterns.AddUid(uid);
    for (int i = 0; i < 10; ++i) {
      const Sought& sought = values[Below(random, values.size())];
      std::string text = RandomText(random, sought.value);
      if (i == 0) text = uid + (Below(random, 2) == 0 ? ".7" : " x");
      std::string encoded;
      if (!codec.Encode(set, Vr::kLT, text, encoded)) continue;
      std::vector<TextRange> found;
      if (!patterns.FindInText(text, found) && !patterns.IsValue(text, false)) {
        continue;
      }
      ++found_count;
      const std::string bytes = InHeader(random, "LT", encoded);
      ASSERT_TRUE(patterns.MayBeIn(AsBytes(bytes)))
          << "round " << round << " " << text << " in " << set;
    }
  }
  EXPECT_GT(found_count, 14000);
}

std::string Wide(std::string_view utf8, bool big) {
  std::string bytes;
  while (!utf8.empty()) AppendUnit(big, TakeCharacter(utf8), 2, bytes);
  return bytes;
}

TEST(ResiduePatterns, FastSearchMissesNothingInBlobs) {
  Random random(2);
  TextCodec codec;
  int found_count = 0;
  for (int round = 0; round < 4000; ++round) {
    ResiduePatterns patterns;
    std::vector<Sought> values(1 + random() % 4);
    for (Sought& sought : values) {
      sought = RandomValue(random);
      patterns.Add(sought.kind, sought.value);
    }
    patterns.Build({}, codec, OneOf(random, kSets));
    for (int i = 0; i < 10; ++i) {
      const Sought& sought = values[Below(random, values.size())];
      const std::string text = RandomText(random, sought.value);
      std::string encoded;
      switch (Below(random, 4)) {
        case 0:
          encoded = Wide(text, false);
          break;
        case 1:
          encoded = Wide(text, true);
          break;
        case 2:
          encoded = text;
          break;
        default:
          codec.Encode(OneOf(random, kSets), Vr::kLT, text, encoded);
      }
      std::string blob;
      for (std::size_t n = Below(random, 9); n > 0; --n) {
        blob += static_cast<char>(random());
      }
      blob += encoded;
      for (std::size_t n = Below(random, 9); n > 0; --n) {
        blob += static_cast<char>(random());
      }
      if (!patterns.IsInBytes(AsBytes(blob))) continue;
      ++found_count;
      const std::string bytes = InHeader(random, "OB", blob);
      ASSERT_TRUE(patterns.MayBeIn(AsBytes(bytes)))
          << "round " << round << " " << text;
    }
  }
  EXPECT_GT(found_count, 8000);
}

}  // namespace
}  // namespace dcmscrub
