#include "kernels/search/residue_patterns.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/support/allocation_count.h"

namespace dcmscrub {
namespace {

using Kind = IdentifierKind;

constexpr VocabularyWord kWords[] = {
    {"ct", kPlainWord},
    {"mr", kPlainWord | kTitleWord},
    {"head", kPlainWord},
    {"general", kPlainWord},
    {"hospital", kPlainWord},
    {"radiology", kPlainWord},
    {"gray", kPlainWord | kAmbiguousWord},
    {"frau", kTitleWord | kNotAWord},
    {"jones", kPlainWord | kNotAWord},
    {"universitat", kPlainWord},
};
constexpr std::string_view kIgnored[] = {"anonymous", "phantom", "test"};

const Vocabulary& Words() {
  static const Vocabulary vocabulary(kWords);
  return vocabulary;
}

ResiduePatterns PatternsOf(Kind kind, std::string_view value,
                           std::string_view set = "ISO_IR 192") {
  ResiduePatterns patterns;
  TextCodec codec;
  if (kind == Kind::kUid) {
    patterns.AddUid(value);
  } else {
    patterns.Add(kind, value);
  }
  patterns.Build({.common = &Words(), .ignored = kIgnored}, codec, set);
  return patterns;
}

std::string Without(const ResiduePatterns& patterns, std::string_view text) {
  std::vector<TextRange> found;
  patterns.FindInText(text, found);
  std::string rest;
  std::size_t at = 0;
  for (const TextRange& range : found) {
    rest.append(text.substr(at, range.begin - at)).append("_");
    at = range.end;
  }
  return rest.append(text.substr(at));
}

struct TextCase {
  Kind kind;
  std::string_view value;
  std::string_view text;
  std::string_view want;  // "_" where something goes
};

void ExpectAll(std::span<const TextCase> cases) {
  for (const TextCase& c : cases) {
    const ResiduePatterns patterns = PatternsOf(c.kind, c.value);
    EXPECT_EQ(Without(patterns, c.text), c.want) << c.value;
    if (c.text == c.want) continue;
    EXPECT_TRUE(patterns.MayBeIn(AsBytes(c.text))) << c.value << ": " << c.text;
    EXPECT_TRUE(patterns.IsInName(c.text)) << c.value << ": " << c.text;
  }
}

TEST(ResiduePatterns, FindNames) {
  constexpr TextCase kCases[] = {
      {Kind::kName, "DOE^JOHN", "CT for Doe, John done", "CT for _ done"},
      {Kind::kName, "DOE^JOHN", "john doe", "_"},
      {Kind::kName, "DOE^JOHN", "johndoe", "_"},
      {Kind::kName, "DOE^JOHN", "xjohndoex 1", "_ 1"},
      {Kind::kName, "DOE^JOHN", "doe  and  john", "_  and  _"},
      {Kind::kName, "DOE^JOHN", "johnson adoe", "johnson adoe"},
      {Kind::kName, "DOE^JOHN", "John's", "_'s"},
      {Kind::kName, "SMITH^A", "blacksmith SMITHX", "_ _"},
      {Kind::kName, "SMITH^A", "a 1", "a 1"},
      {Kind::kName, "LI^WU", "Wu Li, liwu, l i w u", "_, _, l i w u"},
      {Kind::kName, "LI^WU", "li", "li"},
      {Kind::kName, "LI^WU", "Li - Wu / Li ... Wu", "Li - Wu / Li ... Wu"},
      {Kind::kName, "DOE^JO^Q^Dr^III", "Jo Doe", "_"},
      {Kind::kName, "DOE^JO^Q^Dr^III", "Doe Jo Q Dr III", "_"},
      {Kind::kName, "Ann Lee Po", "Lee Po Ann", "_"},
      {Kind::kName, "DOE^JOHN=ROE^RICHARD", "Roe", "_"},
      {Kind::kName, "DOE\\ROE", "roe + doe", "_ + _"},
      {Kind::kName, "Jones^Gray", "Gray jones", "_"},
      {Kind::kName, "Frau^Mr", "Frau mr", "_"},
      {Kind::kName, "Frau^Mr", "Frau X", "Frau X"},
      {Kind::kName, "CT^MR", "CT MR", "CT MR"},
      {Kind::kName, "PHANTOM^TEST", "phantom test", "phantom test"},
      {Kind::kName, "ANONYMIZED", "anonymized", "anonymized"},
      {Kind::kName, "", "text", "text"},
      {Kind::kName, "^^^^", "^^^^", "^^^^"},
      {Kind::kName, "...", "...", "..."},
  };
  ExpectAll(kCases);
}

TEST(ResiduePatterns, FindLettersBeyondAscii) {
  constexpr TextCase kCases[] = {
      {Kind::kName, "Müller^Jörg", "MUELLER", "_"},
      {Kind::kName, "Müller^Jörg", "Muller jorg", "_"},
      {Kind::kName, "Müller^Jörg", "JOERG", "_"},
      {Kind::kName, "Mueller^X", "Müller", "_"},
      {Kind::kName, "Muller^X", "Mu\u0308ller", "_"},
      {Kind::kName, "Mueller^X", "Mu\u0308ller", "_"},
      {Kind::kName, "Søren^Ågård", "soeren aagaard", "_"},
      {Kind::kName, "Søren^Ågård", "soren agard", "_"},
      {Kind::kName, "Groß^A", "gross", "_"},
      {Kind::kName, "Dupre^A", "(Dupré)", "(_)"},
      {Kind::kName, "Dupré^A", "Dupre\u0301!", "_!"},
      {Kind::kName, "Dupré^A", "Du\u00ADpre", "_"},
      {Kind::kName, "Иванов^Пётр", "ИВАНОВ петр", "_"},
      {Kind::kName, "Αθηνά^Σ", "ΑΘΗΝΑ", "_"},
      {Kind::kName, "Yamada^Tarou", "ＹＡＭＡＤＡ", "_"},
      {Kind::kText, "Tübinghaus", "TUEBINGHAUS", "_"},
  };
  ExpectAll(kCases);
}

TEST(ResiduePatterns, FindIdeographsAnywhere) {
  constexpr TextCase kCases[] = {
      {Kind::kName, "山田^太郎", "胸部山田様CT", "胸部_様CT"},
      {Kind::kName, "山田^太郎", "太郎と山田", "_と_"},
      {Kind::kName, "山田^太郎", "山と田", "山と田"},
      {Kind::kName, "李^明", "李明 明", "_ 明"},
      {Kind::kName, "李^明", "明 李", "_"},
      {Kind::kName, "Kim^Hee=金^喜中=김^희중", "희중의 CT", "_의 CT"},
      {Kind::kText, "東大", "東大病院", "_病院"},
      {Kind::kText, "東", "東大病院", "東大病院"},
      {Kind::kName, "ジョン・スミス", "スミス", "_"},
  };
  ExpectAll(kCases);
}

TEST(ResiduePatterns, FindTextsAndNumbers) {
  constexpr TextCase kCases[] = {
      {Kind::kText, "PAT-00123", "id pat00123", "id _"},
      {Kind::kText, "PAT-00123", "PAT 00123.", "_."},
      {Kind::kText, "PAT-00123", "PAT-001234", "PAT-001234"},
      {Kind::kText, "PAT-00123", "PAT", "PAT"},
      {Kind::kText, "4711", "A4711 4711", "A4711 _"},
      {Kind::kText, "4711", "14711 47110", "14711 47110"},
      {Kind::kText, "471", "471", "471"},
      {Kind::kText, "1", "1", "1"},
      {Kind::kText, "089 123 456", "Tel. 089-123456", "Tel. _"},
      {Kind::kText, "12 34", "12 34", "12 34"},
      {Kind::kText, "Elm Street 5, Springfield", "springfield", "_"},
      {Kind::kText, "Elm Street 5, Springfield", "elm 5", "elm 5"},
      {Kind::kText, "GENERAL HOSPITAL", "a general hospital", "a _"},
      {Kind::kText, "GENERAL HOSPITAL", "general", "general"},
      {Kind::kText, "GENERAL", "GENERAL", "GENERAL"},
      {Kind::kText, "RADIOLOGY", "radiology", "radiology"},
      {Kind::kText, "CT 1", "CT 1", "CT 1"},
      {Kind::kText, "ANONYMOUS 1", "anonymous 1", "anonymous 1"},
      {Kind::kText, "ST4", "ST4", "ST4"},
      {Kind::kText, "STN4", "STN4 XSTN4", "_ XSTN4"},
      {Kind::kText, "A\\WINCHESTER", "winchester", "_"},
  };
  ExpectAll(kCases);
}

// The same thing as others spell it.
TEST(ResiduePatterns, FindOtherSpellings) {
  using namespace std::string_view_literals;
  constexpr TextCase kCases[] = {
      // Zeros before a number.
      {Kind::kText, "0004711815", "id 4711815", "id _"},
      {Kind::kText, "4711815", "id 0004711815.", "id _."},
      {Kind::kText, "0004711", "4711", "_"},
      {Kind::kText, "4711", "0004711 104711", "_ 104711"},
      {Kind::kText, "0000471", "471", "471"},
      {Kind::kText, "4711815", "14711815", "14711815"},
      // A number behind letters, on either side.
      {Kind::kText, "4711815", "ACC4711815", "_"},
      {Kind::kText, "4711815", "P0004711815", "_"},
      {Kind::kText, "HX4711815", "nr 4711815", "nr _"},
      {Kind::kText, "HX4711815", "nr 47118150", "nr 47118150"},
      {Kind::kText, "HX47118", "nr 47118", "nr 47118"},
      // One delimiter among digits.
      {Kind::kText, "4711815", "4711.815", "_"},
      {Kind::kText, "4711815", "4 711815", "_"},
      {Kind::kText, "4711815", "471181 5", "_"},
      {Kind::kText, "4711815", "47.118.15", "47.118.15"},
      {Kind::kText, "47118", "47.118", "47.118"},
      {Kind::kText, "HX4711815", "nr 4711.815 HX471-1815", "nr _ _"},
      // Groups of digits.
      {Kind::kText, "471181523", "471.181.523 471 181 523", "_ _"},
      {Kind::kText, "4711815231", "4.711.815.231 471-181-5231", "_ _"},
      {Kind::kText, "4711815", "4.711.815", "4.711.815"},
      {Kind::kText, "471181523-9", "471.181.523-9", "_"},
      {Kind::kText, "471181523-9", "471-1-815239", "471-1-815239"},
      // A short number behind letters.
      {Kind::kText, "PAT47118", "pat-47118 PAT 0047118", "_ _"},
      {Kind::kText, "PAT0047118", "PAT47118 pat_47118", "_ _"},
      {Kind::kText, "PAT47118", "PAT471180 PATH 47118", "PAT471180 PATH 47118"},
      {Kind::kText, "PAT471", "PAT 471", "PAT 471"},
      // Phone numbers.
      {Kind::kText, "+49 89 123456", "Tel 089/123456", "Tel _"},
      {Kind::kText, "+49 89 123456", "Tel 89 123456", "Tel _"},
      {Kind::kText, "+4989123456", "089123456", "_"},
      {Kind::kText, "0049 (0)89-123456", "(089) 123456", "(_"},
      {Kind::kText, "089 123456", "+49 89 123456!", "+49 _!"},
      {Kind::kText, "089 123456", "+4989123456", "+_"},
      {Kind::kText, "089123456", "004989123456", "_"},
      {Kind::kText, "089123456", "124989123456", "124989123456"},
      {Kind::kText, "+1 212 5550123", "(212) 555-0123", "(_"},
      {Kind::kText, "+33123456789", "01 23 45 67 89", "_"},
      {Kind::kText, "01 23 45 67 89", "+33 1 23 45 67 89", "+33 _"},
      {Kind::kText, "089/123456", "089-12 34 56", "_"},
      {Kind::kText, "2125550123", "212-555-0123", "_"},
      {Kind::kText, "+353861234567", "0861234567", "_"},
      // Apostrophes.
      {Kind::kName, "O'BRIEN^M", "obrien", "_"},
      {Kind::kName, "OBRIEN^M", "O'Brien O\u2019BRIEN O`Brien", "_ _ _"},
      {Kind::kName, "O'SHEA^M", "OSHEA", "_"},
      {Kind::kName, "OSHEA^M", "o'shea", "_"},
      {Kind::kName, "O'SHEA^M", "O' Shea", "O' _"},
      {Kind::kName, "ROI^M", "l'Roi", "l'_"},
      // What programs leave in a word.
      {Kind::kName, "DOENITZ^K", "DOE\tNITZ", "_"},
      {Kind::kName, "DOENITZ^K", "DOE\0NITZ 1"sv, "_ 1"},
      {Kind::kName, "DOENITZ^K", "DOE\x1B(BNITZ 1", "_ 1"},
      {Kind::kName, "DOENITZ^K", "DOE\nNITZ", "DOE\nNITZ"},
      {Kind::kName, "DOENITZ^K", "DOE-NITZ", "DOE-NITZ"},
      {Kind::kText, "4711815", "4711\x1B(B815", "_"},
      // Letters that ASCII lacks.
      {Kind::kName, "Jürgenhard^M", "JRGENHARD", "_"},
      {Kind::kName, "Jürgenhard^M", "J?RGENHARD J_RGENHARD", "_ _"},
      {Kind::kName, "Jürgenhard^M", "J??RGENHARD", "_"},
      {Kind::kName, "Müller^X", "m ller xmllerx", "_ xmllerx"},
      {Kind::kName, "Löw^X", "lw l?w", "lw l?w"},
      {Kind::kName, "Ågren^X", "gren ?gren", "gren ?gren"},
      {Kind::kName, "Đorđević^X", "DJORDJEVIC dordevic", "_ _"},
      {Kind::kName, "Öztürk^Ayşe", "zt?rk Ay?e", "zt?rk Ay?e"},
      {Kind::kText, "Tübinghaus", "T?binghaus", "_"},
      // Other scripts in Latin letters.
      {Kind::kName, "Щербакова^Юлия", "YULIYA 1 shcherbakova 2 IULIIA",
       "_ 1 _ 2 _"},
      {Kind::kName, "ﾔﾏﾀﾞ^ﾀﾛｳ", "Yamada Tarou, TARO", "_, _"},
  };
  ExpectAll(kCases);
}

TEST(ResiduePatterns, FindDates) {
  constexpr TextCase kCases[] = {
      {Kind::kDate, "19610312", "19610312 12031961 03121961", "_ _ _"},
      {Kind::kDate, "19610312", "1961-03-12", "_"},
      {Kind::kDate, "19610312", "born 12.3.1961!", "born _!"},
      {Kind::kDate, "19610312", "3/12/1961", "_"},
      {Kind::kDate, "19610312", "12-MAR-1961", "_"},
      {Kind::kDate, "19610312", "12Mar1961", "_"},
      {Kind::kDate, "19610312", "March 12, 1961", "_"},
      {Kind::kDate, "19610312", "12MAR61 61-03-12 12 III 1961", "_ _ _"},
      {Kind::kDate, "19610312", "1961", "1961"},
      {Kind::kDate, "19610312", "1231961", "1231961"},
      {Kind::kDate, "19610312", "112.3.1961", "112.3.1961"},
      {Kind::kDate, "19610312", "12.13.1961", "12.13.1961"},
      {Kind::kDate, "19610312", "196103121", "196103121"},
      {Kind::kDate, "1961.03.12", "19610312", "_"},
      {Kind::kDate, "1961", "1961 born", "1961 born"},
      {Kind::kDate, "196103", "196103", "196103"},
      {Kind::kDate, "", "x", "x"},
      {Kind::kDate, "19611399", "19611399", "_"},
  };
  ExpectAll(kCases);
}

TEST(ResiduePatterns, AreNotThePartsOfOtherWords) {
  constexpr TextCase kCases[] = {
      // An initial is not the beginning of a word.
      {Kind::kName, "Zqorn^M", "Zqorn mode 5", "_ mode 5"},
      {Kind::kName, "Zqorn^M", "ZQORN_M mode", "_ mode"},
      {Kind::kName, "M^Zqorn", "ram zqorn 5", "ram _ 5"},
      // Short numbers stand in names of sequences.
      {Kind::kText, "1000", "ep_b1000t", "ep_b1000t"},
      {Kind::kText, "1000", "ep 1000 t", "ep _ t"},
      {Kind::kText, "471181", "ep_b471181t", "ep__"},
  };
  ExpectAll(kCases);
}

TEST(ResiduePatterns, FindUids) {
  constexpr TextCase kCases[] = {
      {Kind::kUid, "1.2.826.0.5", "see 1.2.826.0.5.", "see _"},
      {Kind::kUid, "1.2.826.0.5", "(1.2.826.0.5.17.2)", "(_)"},
      {Kind::kUid, "1.2.826.0.5", "1.2.826.0.55", "1.2.826.0.55"},
      {Kind::kUid, "1.2.826.0.5", "11.2.826.0.5", "11.2.826.0.5"},
      {Kind::kUid, "1.2.826.0.5", "1.2.826.0", "1.2.826.0"},
      {Kind::kUid, "1.2.826.0.5", "x1.2.826.0.5", "x_"},
      {Kind::kUid, "1.2.3.4", "1.2.3.4", "1.2.3.4"},
      {Kind::kUid, "1.2.840.10008.1.2", "1.2.840.10008.1.2",
       "1.2.840.10008.1.2"},
  };
  ExpectAll(kCases);
}

TEST(ResiduePatterns, OnlyWholeValuesCountInCodes) {
  constexpr struct {
    Kind kind;
    std::string_view value;
    std::string_view text;
    bool is_value;
    bool is_code;
  } kCases[] = {
      {Kind::kName, "DOE^JOHN", "DOE", true, true},
      {Kind::kName, "DOE^JOHN", "DOE_JOHN ", true, true},
      {Kind::kName, "DOE^JOHN", "DOE 1", false, false},
      {Kind::kText, "4711", "4711", false, false},
      {Kind::kText, "47115", "47115", true, true},
      {Kind::kText, "4711", "4711.0", false, false},
      {Kind::kText, "471", "471", false, false},
      {Kind::kText, "GENERAL HOSPITAL", "GENERAL_HOSPITAL", true, false},
      {Kind::kDate, "19610312", "19610312", true, true},
      {Kind::kDate, "19610312", "19610312101500.00+0100", true, true},
      {Kind::kDate, "19610312", "-196103121", false, false},
      {Kind::kDate, "19610312", "1961", false, false},
      {Kind::kUid, "1.2.826.0.5", "1.2.826.0.5", true, true},
      {Kind::kUid, "1.2.826.0.5", "1.2.826.0.5.1", true, true},
      {Kind::kUid, "1.2.826.0.5", "1.2.826.0.51", false, false},
  };
  for (const auto& c : kCases) {
    const ResiduePatterns patterns = PatternsOf(c.kind, c.value);
    EXPECT_EQ(patterns.IsValue(c.text, false), c.is_value) << c.text;
    EXPECT_EQ(patterns.IsValue(c.text, true), c.is_code) << c.text;
    if (!c.is_value) continue;
    EXPECT_TRUE(patterns.MayBeIn(AsBytes(c.text))) << c.text;
  }
}

TEST(ResiduePatterns, FindInBytes) {
  using namespace std::string_view_literals;
  const struct {
    Kind kind;
    std::string_view value;
    std::string_view set;
    std::string_view bytes;
    bool want;
  } kCases[] = {
      {Kind::kName, "DOE^JOHN", "", "\x01\xFFJOHN\x02", true},
      {Kind::kName, "DOE^JOHN", "",
       "\x01\xFF"
       "DOE\x02",
       false},
      {Kind::kName, "DOE^JOHN", "", "J\0O\0H\0N\0"sv, true},
      {Kind::kName, "DOE^JOHN", "", "\0J\0o\0h\0n"sv, true},
      {Kind::kName, "DOE^JOHN", "", "xJ\0o\0h\0n\0!"sv, true},
      {Kind::kName, "Müller^J", "ISO_IR 100", "\x01M\xFCLLER\x02", true},
      {Kind::kName, "Müller^J", "ISO_IR 100", "M\xC3\xBCller", true},
      {Kind::kName, "Müller^J", "", "M\0\xFC\0l\0l\0e\0r\0"sv, true},
      {Kind::kName, "Иванов^П", "ISO_IR 144", "\xB8\xB2\xB0\xBD\xBE\xB2", true},
      {Kind::kName, "Иванов^П", "ISO_IR 144",
       "\x18\x04\x32\x04\x30\x04\x3D\x04\x3E\x04\x32\x04", true},
      {Kind::kName, "山田^太郎", "ISO 2022 IR 6\\ISO 2022 IR 87",
       "x\x1B$B;3ED\x1B(B", true},
      {Kind::kName, "王^小东", "GB18030", "\xD0\xA1\xB6\xAB", true},
      {Kind::kName, "王^小东", "GB18030", "\xCD\xF5^\xD0\xA1\xB6\xAB", true},
      {Kind::kText, "4711", "", "4711", false},
      {Kind::kText, "471100", "", "x471100y", true},
      {Kind::kText, "00471100", "", "x471100y", true},
      {Kind::kText, "471100", "", "\x01+49471100\x02", true},
      {Kind::kName, "OBRIEN^M", "", "\x01O'Brien\x02", true},
      {Kind::kName, "OBRIEN^M", "", "\x01O\x1B(BBrien\x02", true},
      {Kind::kName, "OBRIEN^M", "", "\x01O\0Brien\x02"sv, false},
      {Kind::kDate, "19610312", "",
       "\x03"
       "1961-03-12\x04",
       true},
      {Kind::kUid, "1.2.826.0.5", "",
       "\x01"
       "1.2.826.0.5\x02",
       true},
      {Kind::kUid, "1.2.826.0.5", "",
       "\0001\0.\0002\0.\0008\0002\0006\0.\0000\0.\0005\0"sv, true},
  };
  for (const auto& c : kCases) {
    const ResiduePatterns patterns = PatternsOf(c.kind, c.value, c.set);
    EXPECT_EQ(patterns.IsInBytes(AsBytes(c.bytes)), c.want) << c.value;
    if (!c.want) continue;
    EXPECT_TRUE(patterns.MayBeIn(AsBytes(c.bytes))) << c.value;
  }
}

TEST(ResiduePatterns, FastSearchIsSeldomWrong) {
  ResiduePatterns patterns;
  TextCodec codec;
  patterns.Add(Kind::kName, "LEE^ANN");
  patterns.Add(Kind::kDate, "19610312");
  patterns.Add(Kind::kText, "4711");
  patterns.AddUid("1.2.826.0.5");
  patterns.Build({.common = &Words()}, codec, "ISO_IR 100");
  constexpr std::string_view kHarmless[] = {
      "SCANNER SLEEP ANNULUS", "year 1961, 47110",
      "1.2.826.0.1.3680043",   "1.2.840.10008.5.1.4.1.1.2",
      "T\xEAte et \xE9paule",  "Leeds scans annotated",
  };
  for (const std::string_view text : kHarmless) {
    const std::string bytes =
        "\x08\x01" + std::string(text) + "\n\n\n\n\n\n\n\n";
    EXPECT_FALSE(patterns.MayBeIn(AsBytes(bytes))) << text;
  }
}

TEST(ResiduePatterns, LongValuesAreSearchedWordByWord) {
  std::string value;
  for (int i = 0; i < 1000; ++i) value += "ab" + std::to_string(i % 10) + ' ';
  const ResiduePatterns patterns =
      PatternsOf(Kind::kText, value + "winchester");
  EXPECT_EQ(Without(patterns, "at winchester"), "at _");
  EXPECT_EQ(Without(patterns, value), value);
}

TEST(ResiduePatterns, ManyValuesAreFoundAllTheSame) {
  ResiduePatterns patterns;
  TextCodec codec;
  for (int i = 0; i < 5000; ++i) {
    patterns.Add(Kind::kText, "Q" + std::to_string(7000000 + 13 * i));
    patterns.AddUid("1.2.826.0." + std::to_string(7000000 + 13 * i));
  }
  patterns.Build({.common = &Words()}, codec, "");
  EXPECT_EQ(Without(patterns, "Q7000013 Q7000014"), "_ Q7000014");
  EXPECT_EQ(Without(patterns, "1.2.826.0.7064987.1"), "_");
  EXPECT_TRUE(patterns.MayBeIn(AsBytes("nr. q7064987 ")));
  EXPECT_FALSE(patterns.MayBeIn(AsBytes("nr. q7064988         ")));
  EXPECT_TRUE(patterns.MayBeIn(AsBytes("nr. 1.2.826.0.7064987 ")));
  EXPECT_FALSE(patterns.MayBeIn(AsBytes("nr. 1.2.826.0.7064988        ")));
}

TEST(ResiduePatterns, UidsChangeWithoutABuild) {
  ResiduePatterns patterns = PatternsOf(Kind::kUid, "1.2.826.0.5");
  patterns.ClearUids();
  EXPECT_TRUE(patterns.empty());
  EXPECT_FALSE(patterns.MayBeIn(AsBytes("1.2.826.0.5")));
  patterns.AddUid("1.3.826.0.5");
  EXPECT_FALSE(patterns.empty());
  EXPECT_TRUE(patterns.MayBeIn(AsBytes("1.3.826.0.5")));
  EXPECT_FALSE(patterns.MayBeIn(AsBytes("1.2.826.0.5")));
}

TEST(ResiduePatterns, ShortestIsAdjustable) {
  ResiduePatterns patterns;
  TextCodec codec;
  patterns.Add(Kind::kName, "DOE^JOHN");
  patterns.Build({.shortest = 4}, codec, "");
  EXPECT_EQ(Without(patterns, "doe"), "doe");
  EXPECT_EQ(Without(patterns, "john"), "_");
  EXPECT_EQ(Without(patterns, "john doe"), "_");
}

TEST(ResiduePatterns, WarmSearchAllocatesNothing) {
  ResiduePatterns patterns;
  TextCodec codec;
  const std::string bytes =
      "T\xEAte M\xFCller J\0\0\0" + std::string(3000, 'x') + "a\0b\0c\0d\0";
  std::vector<TextRange> found;
  const auto run = [&] {
    patterns.Clear();
    patterns.Add(Kind::kName, "DOE^JOHN^M\u00FCLLER");
    patterns.Add(Kind::kDate, "19610312");
    patterns.AddUid("1.2.826.0.5");
    patterns.Build({.common = &Words()}, codec, "ISO_IR 100");
    patterns.MayBeIn(AsBytes(bytes));
    found.clear();
    patterns.FindInText("Doe 12 March 1961", found);
  };
  run();
  const AllocationCount count;
  run();
  const std::uint64_t allocated = count.value();
  EXPECT_EQ(allocated, 0u);
}

}  // namespace
}  // namespace dcmscrub
