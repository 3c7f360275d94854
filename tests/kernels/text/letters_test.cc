#include "kernels/text/letters.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace dcmscrub {
namespace {

std::string Fold(std::string_view text) {
  std::string folded;
  AppendFolded(text, folded);
  return folded;
}

TEST(Letters, FoldCaseAndAccents) {
  constexpr struct {
    std::string_view text;
    std::string_view want;
  } kCases[] = {
      {"Chest 5mm", "chest 5mm"},
      {"ÄÖÜäöüß", "aouaouss"},
      {"ÉÈÊÇÑ éèêçñ", "eeecn eeecn"},
      {"Œuvre ÆØÅ", "oeuvre aeoa"},
      {"ŁÓDŹ Đorđe Şeker", "lodz dorde seker"},
      {"Nguyễn Ḥasan", "nguyen hasan"},
      {"Ștefănescu Ioniță", "stefanescu ionita"},
      {"HƯƠNG Trương Ǧamal ǆ", "huong truong gamal dz"},
      {"Əliyeva əliyeva", "eliyeva eliyeva"},
      {"ﬁnkel ﬄ", "finkel ffl"},
      {"ΆΘΉΝΑ ς", "αθηνα σ"},
      {"ЁЛКА Їжак", "елка їжак"},
      {"ＣＴ１２", "ct12"},
      {"mm² µm", "mm2 um"},
      {"E\xCC\x81t\xC2\xADude", "etude"},
      {"脳 胸", "脳 胸"},
      {"\xE9t\xE9", "ete"},
  };
  for (const auto& c : kCases) EXPECT_EQ(Fold(c.text), c.want);
}

TEST(Letters, FoldedTextStaysAsItIs) {
  for (char32_t character = 1; character < 0x3000; ++character) {
    std::string once;
    AppendFolded(character, once);
    EXPECT_EQ(Fold(once), once) << static_cast<std::uint32_t>(character);
  }
}

TEST(Letters, KnowWhatSeparates) {
  EXPECT_EQ(KindOf(U' '), CharacterKind::kSpace);
  EXPECT_EQ(KindOf(U'\0'), CharacterKind::kSpace);
  EXPECT_EQ(KindOf(0xA0), CharacterKind::kSpace);
  EXPECT_EQ(KindOf(U'\\'), CharacterKind::kBreak);
  EXPECT_EQ(KindOf(U'\n'), CharacterKind::kBreak);
  EXPECT_EQ(KindOf(U'_'), CharacterKind::kPunctuation);
  EXPECT_EQ(KindOf(0x2013), CharacterKind::kPunctuation);  // en dash
  EXPECT_EQ(KindOf(U'7'), CharacterKind::kDigit);
  EXPECT_EQ(KindOf(U'x'), CharacterKind::kLetter);
  EXPECT_EQ(KindOf(0x1B), CharacterKind::kLetter);
  EXPECT_EQ(KindOf(0x2075), CharacterKind::kLetter);  // superscript 5
  EXPECT_EQ(KindOf(0x301), CharacterKind::kIgnored);
  EXPECT_EQ(KindOf(0x200B), CharacterKind::kIgnored);
}

TEST(Letters, TakeBytesThatAreNoUtf8AsLatin) {
  std::string_view text = "\xE9\xC3\xA9";
  EXPECT_EQ(TakeAnyCharacter(text), 0xE9u);
  EXPECT_EQ(TakeAnyCharacter(text), 0xE9u);
  EXPECT_TRUE(text.empty());
}

}  // namespace
}  // namespace dcmscrub
