#include "kernels/search/romanised.h"

#include <gtest/gtest.h>

namespace dcmscrub {
namespace {

std::string Of(std::string_view text, Romanisation romanisation) {
  std::string latin;
  return AppendRomanised(text, romanisation, latin) ? latin : "none";
}

TEST(Romanised, AsPassportsAndAsEnglishHaveIt) {
  constexpr struct {
    std::string_view name, passport, english;
  } kCases[] = {
      {"Иванов^Пётр", "ivanov^petr", "ivanov^pyotr"},
      {"ЮЛИЯ", "iuliia", "yuliya"},
      {"Щербакова^Наталья", "shcherbakova^natalia", "shcherbakova^natalya"},
      {"Зеленський", "zelenskii", "zelenskiy"},
      {"Γεωργίου^Ελευθερία", "georgiou^elevtheria", "georgiou^elevtheria"},
      {"ヤマダ^タロウ", "yamada^taro", "yamada^tarou"},
      {"ﾔﾏﾀﾞ^ﾀﾛｳ", "yamada^taro", "yamada^tarou"},
      {"さとう^じゅんいち", "sato^junichi", "satou^junichi"},
      {"キョウコ", "kyoko", "kyouko"},
      {"しょうた^ひゃく", "shota^hyaku", "shouta^hyaku"},
      {"ホッタ^イッチ", "hotta^itchi", "hotta^itchi"},
      {"ピーター", "pita", "piitaa"},
      {"ハ\u3099", "ba", "ba"},
      {"っ", "", ""},
      {"Smith^Анна", "Smith^anna", "Smith^anna"},
      {"Smith^Jörg", "none", "none"},
      {"山田^タロウ", "none", "none"},
      {"김^희중", "none", "none"},
      {"\u3099\u30FC\u3083", "ya", "ya"},
      {"", "none", "none"},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(Of(c.name, Romanisation::kPassport), c.passport) << c.name;
    EXPECT_EQ(Of(c.name, Romanisation::kEnglish), c.english) << c.name;
  }
}

}  // namespace
}  // namespace dcmscrub
