#include "kernels/text/text_codec.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/fuzz/seeds.h"
#include "tests/support/allocation_count.h"
#include "tests/support/text_check.h"
#include "tests/support/tsv.h"

namespace dcmscrub {
namespace {

// What a codec makes of a text: "= text", or "~ text" where it tells a loss.
std::string Decoded(std::string_view set, Vr vr, std::string_view bytes) {
  TextCodec codec;
  std::string utf8;
  const bool exact = codec.Decode(set, vr, bytes, utf8);
  return (exact ? "= " : "~ ") + utf8;
}

// The bytes, with ESC for an escape; "none" where there are none.
std::string Encoded(std::string_view set, Vr vr, std::string_view utf8) {
  TextCodec codec;
  std::string bytes = "|";
  if (!codec.Encode(set, vr, utf8, bytes)) {
    return bytes == "|" ? "none" : "none, but something is left";
  }
  return bytes.substr(1);
}

struct Example {
  const char* place;  // in PS3.5
  std::string_view set;
  Vr vr;
  std::string_view bytes;
  std::string_view utf8;
};

constexpr Example kExamples[] = {
    {"H.3.1", "\\ISO 2022 IR 87", Vr::kPN,
     "Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B="
     "\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B",
     "Yamada^Tarou=山田^太郎=やまだ^たろう"},
    {"H.3.2", "ISO 2022 IR 13\\ISO 2022 IR 87", Vr::kPN,
     "\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J="
     "\x1b$B$d$^$@\x1b(J^\x1b$B$?$m$&\x1b(J",
     "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう"},
    {"I.2", "\\ISO 2022 IR 149", Vr::kPN,
     "Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7="
     "\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf",
     "Hong^Gildong=洪^吉洞=홍^길동"},
    {"J.1", "ISO_IR 192", Vr::kPN,
     "Wang^XiaoDong=\xe7\x8e\x8b^\xe5\xb0\x8f\xe6\x9d\xb1=",
     "Wang^XiaoDong=王^小東="},
    {"J.3", "GB18030", Vr::kPN,
     "Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab=", "Wang^XiaoDong=王^小东="},
    {"J.3", "GBK", Vr::kPN,
     "Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab=", "Wang^XiaoDong=王^小东="},
    {"K.2", "\\ISO 2022 IR 58", Vr::kPN,
     "Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab= ",
     "Zhang^XiaoDong=张^小东= "},
    {"K.3", "\\ISO 2022 IR 58", Vr::kLT,
     "1.\x1b$)A\xb5\xda\xd2\xbb\xd0\xd0\xce\xc4\xd7\xd6\xa1\xa3\r\n"
     "2.\x1b$)A\xb5\xda\xb6\xfe\xd0\xd0\xce\xc4\xd7\xd6\xa1\xa3\r\n",
     "1.第一行文字。\r\n2.第二行文字。\r\n"},
};

TEST(TextCodec, ReadsAndWritesTheExamplesOfTheStandard) {
  for (const Example& example : kExamples) {
    SCOPED_TRACE(example.place);
    EXPECT_EQ(Decoded(example.set, example.vr, example.bytes),
              "= " + std::string(example.utf8));
    EXPECT_EQ(Encoded(example.set, example.vr, example.utf8), example.bytes);
  }
}

struct Reading {
  const char* fact;
  std::string_view set;
  Vr vr;
  std::string_view bytes;
  std::string_view utf8;  // behind "= " or "~ "
};

void ExpectReadings(std::span<const Reading> readings) {
  for (const Reading& reading : readings) {
    EXPECT_EQ(Decoded(reading.set, reading.vr, reading.bytes), reading.utf8)
        << reading.fact;
  }
}

TEST(TextCodec, ReadsCodeExtensionsThatOthersWriteInTheirOwnWay) {
  constexpr Reading kReadings[] = {
      {"I.3: designated at the beginning of a line", "\\ISO 2022 IR 149",
       Vr::kLT, "\x1b$)C1: \xb1\xe6\xb5\xbf.\r\n\x1b$)C2: \xb1\xe6\xb5\xbf.",
       "= 1: 길동.\r\n2: 길동."},
      {"the same set twice", "\\ISO 2022 IR 87", Vr::kLO,
       "\x1b$B;3\x1b$BED\x1b(B", "= 山田"},
      {"no return at the end", "\\ISO 2022 IR 87", Vr::kLO, "\x1b$B;3ED",
       "= 山田"},
      {"a return to ASCII where romaji come first",
       "ISO 2022 IR 13\\ISO 2022 IR 87", Vr::kLO, "\x1b$B;3\x1b(B~", "= 山~"},
      {"a space between kanji", "\\ISO 2022 IR 87", Vr::kLO,
       "\x1b$B;3 ED\x1b(B", "= 山 田"},
      {"ASCII and JIS X 0212", "\\ISO 2022 IR 87\\ISO 2022 IR 159", Vr::kLO,
       "a\x1b$(D\"/\x1b(B", "= a˘"},
      {"terms without code extensions beside one with them",
       "ISO_IR 100\\ISO 2022 IR 87", Vr::kLO, "\xfc\x1b$B;3\x1b(B\xfc",
       "= ü山ü"},
      {"a set of two bytes as the only one", "ISO 2022 IR 149", Vr::kLO,
       "a\x1b$)C\xb1\xe6", "= a길"},
  };
  ExpectReadings(kReadings);
}

TEST(TextCodec, ResetsCodeExtensionsAtDelimiters) {
  constexpr std::string_view kSet = "ISO 2022 IR 100\\ISO 2022 IR 144";
  // B6H is a pilcrow at first, and a Cyrillic letter once that is designated.
  constexpr Reading kReadings[] = {
      {"backslash", kSet, Vr::kLO, "\xb6\x1b-L\xb6\\\xb6", "= ¶Ж\\¶"},
      {"backslash of a PN", kSet, Vr::kPN, "\x1b-L\xb6\\\xb6", "= Ж\\¶"},
      {"backslash of a UC", kSet, Vr::kUC, "\x1b-L\xb6\\\xb6", "= Ж\\¶"},
      {"caret of a PN", kSet, Vr::kPN, "\x1b-L\xb6^\xb6", "= Ж^¶"},
      {"equals of a PN", kSet, Vr::kPN, "\x1b-L\xb6=\xb6", "= Ж=¶"},
      {"line feed", kSet, Vr::kLT, "\x1b-L\xb6\n\xb6", "= Ж\n¶"},
      {"carriage return", kSet, Vr::kST, "\x1b-L\xb6\r\xb6", "= Ж\r¶"},
      {"form feed", kSet, Vr::kUT, "\x1b-L\xb6\f\xb6", "= Ж\f¶"},
      {"tab", kSet, Vr::kLT, "\x1b-L\xb6\t\xb6", "= Ж\t¶"},
      {"no delimiter of an LT", kSet, Vr::kLT, "\x1b-L\xb6\\\xb6", "= Ж\\Ж"},
      {"no delimiter of an LO", kSet, Vr::kLO, "\x1b-L\xb6^=\xb6", "= Ж^=Ж"},
      {"low and high at once", "\\ISO 2022 IR 87\\ISO 2022 IR 100", Vr::kLT,
       "\x1b-A\xb6\x1b$B;3\n;3", "= ¶山\n;3"},
      // 5C5CH, 5E5EH and 3D3DH.
      {"not inside kanji", "\\ISO 2022 IR 87", Vr::kPN, "\x1b$B\\\\^^==\x1b(B^",
       "= 樛湎十^"},
      {"not inside GBK", "GBK", Vr::kLO, "\x81\\\\b", "= 乗\\b"},
      {"not inside GB 18030", "GB18030", Vr::kLO, "\x81\\\\b", "= 乗\\b"},
  };
  ExpectReadings(kReadings);
}

TEST(TextCodec, TellsWhatASetDoesNotDefineAndLosesNothing) {
  constexpr Reading kReadings[] = {
      {"high byte in ASCII", "", Vr::kLO, "a\xe4z", "~ aäz"},
      {"unknown term", "ISO_IR 999", Vr::kLO, "a\xe4z", "~ aäz"},
      {"a hole", "ISO_IR 109", Vr::kLO, "\xa5z", "~ ¥z"},
      {"a control of the high half", "ISO_IR 100", Vr::kLO, "\x85z",
       "~ \xc2\x85z"},
      {"katakana end at DFH", "ISO_IR 13", Vr::kLO, "\xe0z", "~ àz"},
      {"UTF-8 cut short", "ISO_IR 192", Vr::kLO, "\xe7\x8e", "~ ç\xc2\x8e"},
      {"Latin-1 among UTF-8", "ISO_IR 192", Vr::kLO, "\xc3\xa4\xe4z", "~ ääz"},
      {"overlong UTF-8", "ISO_IR 192", Vr::kLO, "\xc1\x81", "~ Á\xc2\x81"},
      {"surrogate", "ISO_IR 192", Vr::kLO, "\xed\xa0\x80",
       "~ í\xc2\xa0\xc2\x80"},
      {"GB 18030 cut short", "GB18030", Vr::kLO, "\xcd\xf5\xcd", "~ 王Í"},
      {"GB 18030 goes on", "GB18030", Vr::kLO, "\xff\xcd\xf5", "~ ÿ王"},
      {"kanji cut short", "\\ISO 2022 IR 87", Vr::kLO, "\x1b$B;", "~ ;"},
      {"half a kanji, then a line", "\\ISO 2022 IR 87", Vr::kLT, "\x1b$B;\n;",
       "~ ;\n;"},
      {"no such kanji, in step", "\\ISO 2022 IR 87", Vr::kLO,
       "\x1b$B)!;3\x1b(B", "~ )!山"},
      {"hangul cut short", "\\ISO 2022 IR 149", Vr::kLO, "\x1b$)C\xb1", "~ ±"},
      {"half a hangul, then ASCII", "\\ISO 2022 IR 149", Vr::kLO,
       "\x1b$)C\xb1z", "~ ±z"},
      {"unknown escape", "\\ISO 2022 IR 87", Vr::kLO, "\x1b[0mz", "~ \x1b[0mz"},
      {"escape at the end", "\\ISO 2022 IR 87", Vr::kLO, "z\x1b", "~ z\x1b"},
      {"a set that is not declared", "ISO_IR 100", Vr::kLO,
       "\xfc\x1b$B;3\x1b(B", "~ ü山"},
      {"nothing declared", "", Vr::kPN, "\x1b$B;3\x1b(B^", "~ 山^"},
      {"no designation behind a delimiter", "\\ISO 2022 IR 149", Vr::kPN,
       "\x1b$)C\xfb\xf3^\xd1\xce", "~ 洪^吉"},
      {"not a VR that follows the set", "ISO_IR 192", Vr::kCS, "\xc3\xa4",
       "~ ä"},
  };
  ExpectReadings(kReadings);
}

TEST(TextCodec, ReadsUtf8ThatIsNotDeclared) {
  constexpr std::string_view kText = "für Schädel";
  constexpr struct {
    const char* fact;
    std::string_view set;
    std::string_view bytes;
    std::string_view utf8;
  } kReadings[] = {
      {"nothing declared", "", kText, "~ für Schädel"},
      {"unknown term", "ISO_IR 999", kText, "~ für Schädel"},
      {"ASCII", "ISO_IR 6", kText, "~ für Schädel"},
      {"three bytes", "", "山田", "~ 山田"},
      {"Latin-1", "ISO_IR 100", kText, "~ für Schädel"},
      {"Latin-1, all bytes defined", "ISO_IR 100", "für", "~ für"},
      {"Latin-1 with code extensions", "ISO 2022 IR 100\\ISO 2022 IR 87", "für",
       "= fÃ¼r"},
      {"Latin-2, a byte undefined", "ISO_IR 101", "Ä", "~ Ä"},
      {"Latin-2, all bytes defined", "ISO_IR 101", "\xd3\xa3", "= ÓŁ"},
      {"katakana", "ISO_IR 13", "\xc4\xb3", "= ﾄｳ"},
      {"kanji by escapes", "\\ISO 2022 IR 87", "山田", "~ 山田"},
      {"GBK, a byte left over", "GBK", "€", "~ €"},
      {"not from end to end", "",
       "f\xc3\xbcr Sch\xe4"
       "del",
       "~ fÃ¼r Schädel"},
      {"Latin-1 as it is", "ISO_IR 100", "f\xfcr", "= für"},
      {"Latin-1, a capital and a symbol", "ISO_IR 100", "\xc3\xbcr \xfc",
       "= Ã¼r ü"},
      {"undeclared Latin-1", "", "f\xfcr", "~ für"},
  };
  for (const auto& [fact, set, bytes, utf8] : kReadings) {
    EXPECT_EQ(Decoded(set, Vr::kLO, bytes), utf8) << fact;
  }
  // What would be read as another text is not written.
  EXPECT_EQ(Encoded("ISO_IR 100", Vr::kLO, "Ã¼"), "none");
}

struct Writing {
  const char* fact;
  std::string_view set;
  Vr vr;
  std::string_view utf8;
  std::string_view bytes;
};

TEST(TextCodec, DesignatesAndReturnsBeforeDelimiters) {
  constexpr std::string_view kLatin = "ISO 2022 IR 100\\ISO 2022 IR 144";
  constexpr std::string_view kKanji = "\\ISO 2022 IR 87";
  constexpr Writing kWritings[] = {
      {"nothing to designate", kLatin, Vr::kLO, "ü", "\xfc"},
      {"at the end", kLatin, Vr::kLO, "¶Ж", "\xb6\x1b-L\xb6\x1b-A"},
      {"backslash", kLatin, Vr::kLO, "Ж\\¶", "\x1b-L\xb6\x1b-A\\\xb6"},
      {"no delimiter of an LT", kLatin, Vr::kLT, "Ж\\Ж",
       "\x1b-L\xb6\\\xb6\x1b-A"},
      {"caret of a PN", kLatin, Vr::kPN, "Ж^Ж",
       "\x1b-L\xb6\x1b-A^\x1b-L\xb6\x1b-A"},
      {"line end", kKanji, Vr::kLT, "山\r\n山",
       "\x1b$B;3\x1b(B\r\n\x1b$B;3\x1b(B"},
      {"ASCII between kanji", kKanji, Vr::kLO, "山 a山",
       "\x1b$B;3\x1b(B a\x1b$B;3\x1b(B"},
      {"hangul stay for a value", "\\ISO 2022 IR 149", Vr::kLO, "길 a동",
       "\x1b$)C\xb1\xe6 a\xb5\xbf"},
      {"hangul anew for each value", "\\ISO 2022 IR 149", Vr::kLO, "길\\동",
       "\x1b$)C\xb1\xe6\\\x1b$)C\xb5\xbf"},
      {"both halves", "\\ISO 2022 IR 87\\ISO 2022 IR 149", Vr::kLO, "あ길",
       "\x1b$B$\"\x1b$)C\xb1\xe6\x1b(B"},
      {"a set of two bytes as the only one", "ISO 2022 IR 149", Vr::kLO, "길",
       "\x1b$)C\xb1\xe6"},
      {"ASCII where romaji come first", "ISO 2022 IR 13", Vr::kLO, "~a",
       "\x1b(B~a\x1b(J"},
  };
  for (const Writing& writing : kWritings) {
    EXPECT_EQ(Encoded(writing.set, writing.vr, writing.utf8), writing.bytes)
        << writing.fact;
    EXPECT_EQ(Decoded(writing.set, writing.vr, writing.bytes),
              "= " + std::string(writing.utf8))
        << writing.fact;
  }
}

TEST(TextCodec, RefusesWhatASetCannotHold) {
  constexpr Writing kWritings[] = {
      {"ASCII", "", Vr::kLO, "ä", ""},
      {"unknown term", "ISO_IR 999", Vr::kLO, "ä", ""},
      {"behind what it holds", "ISO_IR 100", Vr::kLO, "äöü Ж", ""},
      {"high controls", "ISO_IR 100", Vr::kLO, "\xc2\x85", ""},
      {"not declared", "ISO_IR 100", Vr::kLO, "山", ""},
      {"no code extensions", "ISO_IR 13", Vr::kLO, "~", ""},
      {"skipped by iconv of glibc", "GBK", Vr::kLO, "a\xf3\xa0\x80\xa1", ""},
      {"behind kanji", "\\ISO 2022 IR 87", Vr::kLO, "山길", ""},
      {"GBK", "GBK", Vr::kLO, "王😀", ""},
      {"an escape in the text", "\\ISO 2022 IR 87", Vr::kLO, "\x1b$B", ""},
      {"not a VR that follows the set", "ISO_IR 192", Vr::kCS, "ä", ""},
      {"ill-formed UTF-8", "ISO_IR 192", Vr::kLO, "a\xe4", ""},
      {"ill-formed UTF-8", "GB18030", Vr::kLO, "a\xe4", ""},
      {"ill-formed UTF-8", "ISO_IR 100", Vr::kLO, "a\xe4", ""},
  };
  for (const Writing& writing : kWritings) {
    EXPECT_EQ(Encoded(writing.set, writing.vr, writing.utf8), "none")
        << writing.fact;
  }
}

TEST(TextCodec, TakesTheYenOfRomajiForADelimiterWhereThereIsOne) {
  EXPECT_EQ(Decoded("ISO_IR 13", Vr::kLO, "a\\\xb1~"), "= a\\ｱ‾");
  EXPECT_EQ(Decoded("ISO_IR 13", Vr::kLT, "a\\\xb1~"), "= a¥ｱ‾");
  EXPECT_EQ(Encoded("ISO_IR 13", Vr::kLO, "a\\b‾"), "a\\b~");
  EXPECT_EQ(Encoded("ISO_IR 13", Vr::kLT, "a¥b‾"), "a\\b~");
  EXPECT_EQ(Encoded("ISO_IR 13", Vr::kLO, "a¥b"), "none");
  EXPECT_EQ(Encoded("ISO_IR 13", Vr::kLT, "a\\b"), "none");
  // Another set has a yen.
  EXPECT_EQ(Encoded("ISO 2022 IR 13\\ISO 2022 IR 100", Vr::kLO, "¥"),
            "\x1b-A\xa5\x1b)I");
}

TEST(TextCodec, UnderstandsOtherSpellings) {
  constexpr struct {
    std::string_view spelled;
    std::string_view term;
    std::string_view bytes;
  } kSpellings[] = {
      {"ISO IR 144", "ISO_IR 144", "\xb6"},
      {"ISO-IR 144 ", "ISO_IR 144", "\xb6"},
      {"iso_ir 144", "ISO_IR 144", "\xb6"},
      {"ISO_IR_144", "ISO_IR 144", "\xb6"},
      {"ISO_IR144", "ISO_IR 144", "\xb6"},
      {" ISO_IR 144\\", "ISO_IR 144", "\xb6"},
      {"ISO_2022_IR_144", "ISO 2022 IR 144", "\xb6"},
      {"ISO-IR 192", "ISO_IR 192", "\xd0\x96"},
      {"UTF-8", "ISO_IR 192", "\xd0\x96"},
      {"\\ISO_IR 192", "ISO_IR 192", "\xd0\x96"},
      {"ISO_IR 192\\ISO 2022 IR 87", "ISO_IR 192", "\xd0\x96"},
      {"gb18030", "GB18030", "\xa7\xa8"},
      {"gbk ", "GBK", "\xa7\xa8"},
      {"\\iso 2022-ir 87", "\\ISO 2022 IR 87", "\x1b$B'(\x1b(B"},
      {"\\ISO_IR 87", "\\ISO 2022 IR 87", "\x1b$B'(\x1b(B"},
      {"ISO_IR 6\\ISO 2022 IR 87", "\\ISO 2022 IR 87", "\x1b$B'(\x1b(B"},
      {"ISO 2022 IR 6\\ISO 2022 IR 87", "\\ISO 2022 IR 87", "\x1b$B'(\x1b(B"},
      {"NONSENSE\\ISO 2022 IR 87", "\\ISO 2022 IR 87", "\x1b$B'(\x1b(B"},
      {"ISO 2022 IR 87", "\\ISO 2022 IR 87", "\x1b$B'(\x1b(B"},
  };
  for (const auto& [spelled, term, bytes] : kSpellings) {
    EXPECT_EQ(Decoded(term, Vr::kLO, bytes), "= Ж") << term;
    EXPECT_EQ(Decoded(spelled, Vr::kLO, bytes), "= Ж") << spelled;
    EXPECT_EQ(Encoded(spelled, Vr::kLO, "Ж"), bytes) << spelled;
  }
}

// The rows that name one byte a character, or two.
std::vector<TsvRow> Rows(std::string_view multi_byte) {
  std::vector<TsvRow> rows = ReadStandardTable("character_sets.tsv");
  std::erase_if(rows, [&](const TsvRow& row) {
    return row.at("multi_byte") != multi_byte;
  });
  return rows;
}

std::string FromHex(const std::string& digits) {
  std::string bytes;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

TEST(TextCodec, BringsBackEachCharacterOfEachSetOfOneByte) {
  TextCodec codec;
  for (const TsvRow& row : Rows("N")) {
    const std::string& set = row.at("defined_term");
    SCOPED_TRACE(set);
    const int most = std::stoi(row.at("characters"));
    int low = 0;
    int high = 0;
    std::set<std::string> seen;
    for (int code = 0x20; code < 0x100; ++code) {
      const std::string byte(1, static_cast<char>(code));
      std::string utf8;
      if (!codec.Decode(set, Vr::kLT, byte, utf8)) continue;
      ++(code < 0x80 ? low : high);
      EXPECT_TRUE(seen.insert(utf8).second) << code;
      std::string again;
      EXPECT_TRUE(codec.Encode(set, Vr::kLT, utf8, again)) << code;
      EXPECT_EQ(again, byte) << code;
    }
    EXPECT_EQ(low, 96);
    EXPECT_LE(high, most);
    EXPECT_EQ(high > 50,
              row.at("code_element") == "G1" || set == "ISO 2022 IR 13");
  }
}

TEST(TextCodec, BringsBackEachCharacterOfEachSetOfTwoBytes) {
  TextCodec codec;
  int sets = 0;
  for (const TsvRow& row : Rows("Y")) {
    if (row.at("code_extensions") == "N") continue;
    ++sets;
    const std::string set = "\\" + row.at("defined_term");
    SCOPED_TRACE(set);
    const int high = row.at("code_element") == "G1" ? 0x80 : 0;
    int characters = 0;
    for (int first = 0x21; first < 0x7F; ++first) {
      for (int second = 0x21; second < 0x7F; ++second) {
        std::string bytes = FromHex(row.at("escape_hex"));
        bytes += static_cast<char>(first | high);
        bytes += static_cast<char>(second | high);
        if (high == 0) bytes += "\x1b(B";
        std::string utf8;
        if (!codec.Decode(set, Vr::kPN, bytes, utf8)) continue;
        ++characters;
        EXPECT_GT(utf8.size(), 1U) << first << ' ' << second;
        std::string again;
        EXPECT_TRUE(codec.Encode(set, Vr::kPN, utf8, again));
        EXPECT_EQ(again, bytes) << first << ' ' << second;
      }
    }
    EXPECT_GT(characters, 6000);
  }
  EXPECT_EQ(sets, 4);
}

TEST(TextCodec, BringsBackAllOfUnicodeThatALargeSetHolds) {
  constexpr struct {
    std::string_view set;
    int least;
  } kSets[] = {
      {"ISO_IR 192", 1'112'064}, {"GB18030", 1'110'000}, {"GBK", 21'000}};
  TextCodec codec;
  for (const auto& [set, least] : kSets) {
    int held = 0;
    for (char32_t character = 0; character < 0x110000; ++character) {
      if (character >= 0xD800 && character < 0xE000) continue;
      std::string utf8;
      AppendCharacter(character, utf8);
      std::string bytes;
      if (!codec.Encode(set, Vr::kLO, utf8, bytes)) continue;
      ++held;
      std::string again;
      if (!codec.Decode(set, Vr::kLO, bytes, again) || again != utf8) {
        ADD_FAILURE() << set << ' ' << static_cast<unsigned>(character);
      }
    }
    EXPECT_GE(held, least) << set;
  }
}

TEST(TextCodec, KeepsItsWordForAnyBytes) {
  TextCodec codec;
  std::mt19937 random(20260101);
  // Escapes and delimiters are met more often than chance has it.
  constexpr std::string_view kPieces[] = {
      "\x1b",    "\x1b(B",  "\x1b(J", "\x1b)I", "\x1b$B",      "\x1b$(D",
      "\x1b$)C", "\x1b$)A", "\x1b-A", "\x1b-L", "\\",          "^",
      "=",       "\r\n",    " ",      "?",      "\xe7\x8e\x8b"};
  for (const std::string_view set : kTextSets) {
    for (const Vr vr : kTextVrs) {
      for (int round = 0; round < 400; ++round) {
        std::string bytes;
        for (std::size_t left = random() % 12; left > 0; --left) {
          if (random() % 3 == 0) {
            bytes += kPieces[random() % std::size(kPieces)];
          } else {
            bytes += static_cast<char>(random() % 256);
          }
        }
        ASSERT_EQ(TextProblem(codec, set, vr, bytes), "")
            << set << ' ' << VrName(vr) << ' '
            << ::testing::PrintToString(bytes);
      }
    }
  }
}

TEST(TextCodec, KeepsItsWordForTheSeedsOfItsFuzzer) {
  TextCodec codec;
  for (const Seed& seed : TextSeeds()) {
    const std::string_view text = AsText(seed.bytes);
    ASSERT_GT(text.size(), 2U) << seed.name;
    const std::size_t set = static_cast<std::uint8_t>(text[0]);
    ASSERT_LT(set, std::size(kTextSets)) << seed.name;
    for (const Vr vr : kTextVrs) {
      EXPECT_EQ(TextProblem(codec, kTextSets[set], vr, text.substr(2)), "")
          << seed.name;
    }
  }
}

TEST(TextCodec, MakesTheSameOfATextAfterAnyOther) {
  TextCodec warm;
  for (int round = 0; round < 2; ++round) {
    for (const Example& example : kExamples) {
      std::string utf8;
      EXPECT_TRUE(warm.Decode(example.set, example.vr, example.bytes, utf8));
      EXPECT_EQ(utf8, example.utf8) << example.place;
      std::string cut;
      warm.Decode(example.set, example.vr,
                  example.bytes.substr(0, example.bytes.size() - 3), cut);
    }
  }
}

TEST(TextCodec, AppendsToWhatIsThere) {
  TextCodec codec;
  std::string utf8 = "a";
  EXPECT_TRUE(codec.Decode("ISO_IR 100", Vr::kLO, "\xe4", utf8));
  EXPECT_TRUE(codec.Decode("ISO_IR 100", Vr::kLO, "z", utf8));
  EXPECT_EQ(utf8, "aäz");
}

TEST(TextCodec, AllocatesNothingOnceItIsWarm) {
  TextCodec codec;
  std::string utf8;
  std::string bytes;
  utf8.reserve(1000);
  bytes.reserve(1000);
  const auto run = [&] {
    for (const Example& example : kExamples) {
      utf8.clear();
      bytes.clear();
      codec.Decode(example.set, example.vr, example.bytes, utf8);
      codec.Encode(example.set, example.vr, utf8, bytes);
    }
  };
  run();
  const AllocationCount count;
  run();
  const std::uint64_t allocations = count.value();
  EXPECT_EQ(allocations, 0U);
}

TEST(PlainAscii, IsToldAtEveryPlace) {
  for (std::size_t size = 0; size < 20; ++size) {
    EXPECT_TRUE(IsPlainAscii(std::string(size, '\0')));
    EXPECT_TRUE(IsPlainAscii(std::string(size, '~')));
    for (std::size_t at = 0; at < size; ++at) {
      for (int code = 0; code < 0x100; ++code) {
        std::string text(size, '\x1c');
        text[at] = static_cast<char>(code);
        EXPECT_EQ(IsPlainAscii(text), code < 0x80 && code != 0x1B)
            << size << ' ' << at << ' ' << code;
      }
    }
  }
}

}  // namespace
}  // namespace dcmscrub
