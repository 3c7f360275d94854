#include "kernels/clean/cut_text.h"

#include <gtest/gtest.h>

#include <span>
#include <string>
#include <string_view>

#include "kernels/core/element_writer.h"

namespace dcmscrub {
namespace {

std::string Times(int count, std::string_view text) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

struct Case {
  Vr vr;
  std::string set;  // (0008,0005)
  std::string value;
  std::string want;
};

void ExpectCuts(std::span<const Case> cases) {
  TextCodec codec;
  for (const Case& c : cases) {
    SCOPED_TRACE(std::string(VrName(c.vr)) + " in '" + c.set + "'");
    Arena arena = {'+'};
    const bool cut = AppendCutText(arena, c.vr, c.value, c.set, codec);
    EXPECT_EQ(AsText(arena), "+" + c.want);
    EXPECT_EQ(cut, c.want != c.value);
    Arena again;
    EXPECT_FALSE(AppendCutText(again, c.vr, c.want, c.set, codec));
    EXPECT_EQ(AsText(again), c.want);
  }
}

constexpr std::string_view kSixteen = "0123456789abcdef";

TEST(CutText, KeepsWhatTheVrAllows) {
  const std::string sixteen(kSixteen);
  const Case cases[] = {
      {Vr::kSH, "", sixteen, sixteen},
      {Vr::kSH, "", sixteen + " ", sixteen + " "},
      {Vr::kSH, "", sixteen + "g", sixteen},
      {Vr::kSH, "", "a\\" + sixteen + "g\\b", "a\\" + sixteen + "\\b"},
      {Vr::kLT, "", sixteen + "\\" + sixteen, sixteen + "\\" + sixteen},
      // Numbers keep their value; what is none goes.
      {Vr::kDS, "", "0.12345678901234567", "0.12345678901234567"},
      {Vr::kIS, "", "12345678901234", "12345678901234"},
      {Vr::kDS, "", "1\\DOE^JOHN DOE^JOHN\\2", "1\\\\2"},
      {Vr::kDS, "", std::string(65, '1'), ""},
  };
  ExpectCuts(cases);
}

TEST(CutText, CountsCharactersInEachSpellingOfTheSet) {
  const std::string sixteen = Times(16, "\xC3\xA4");
  for (const char* set : {"ISO_IR 192", "UTF8", "utf-8", "iso ir 192",
                          "ISO-IR 192", " ISO_IR 192 ", "\\ISO_IR 192"}) {
    const Case cases[] = {
        {Vr::kSH, set, sixteen, sixteen},
        {Vr::kSH, set, sixteen + "\xC3\xA4", sixteen},
        {Vr::kSH, set, std::string(17, 'x'), std::string(16, 'x')},
    };
    ExpectCuts(cases);
  }
  for (const char* set : {"ISO_IR 100", "iso ir 100", "ISO 2022 IR 100"}) {
    const Case cases[] = {
        {Vr::kSH, set, Times(16, "\xE4"), Times(16, "\xE4")},
        {Vr::kSH, set, Times(17, "\xE4"), Times(16, "\xE4")},
    };
    ExpectCuts(cases);
  }
}

// PS3.5 6.1.2.5.3: text ends in the set that it began in.
TEST(CutText, ClosesCodeExtensionsBehindACut) {
  const std::string in = "\x1B$B", out = "\x1B(B", kanji = "\x3B\x33";
  for (const char* set : {"\\ISO 2022 IR 87", "\\iso 2022 ir 87"}) {
    const Case cases[] = {
        {Vr::kSH, set, in + Times(16, kanji) + out,
         in + Times(16, kanji) + out},
        {Vr::kSH, set, in + Times(17, kanji) + out,
         in + Times(16, kanji) + out},
        // One of them has a backslash for its second byte.
        {Vr::kSH, set, in + Times(16, "\x30\x5C") + out + "\\b",
         in + Times(16, "\x30\x5C") + out + "\\b"},
        {Vr::kSH, set, in + Times(17, "\x30\x5C") + out + "\\b",
         in + Times(16, "\x30\x5C") + out + "\\b"},
        // ASCII is counted as such beside them.
        {Vr::kSH, set, std::string(17, 'x'), std::string(16, 'x')},
    };
    ExpectCuts(cases);
  }
}

TEST(CutText, CountsCharactersOfSeveralBytes) {
  const std::string pair = "\xB0\x5C";  // the second byte is a backslash
  for (const char* set : {"GB18030", "gb18030", "GBK"}) {
    const Case cases[] = {
        {Vr::kSH, set, Times(16, pair) + "\\b", Times(16, pair) + "\\b"},
        {Vr::kSH, set, Times(17, pair) + "\\b", Times(16, pair) + "\\b"},
        {Vr::kSH, set, std::string(17, 'x'), std::string(16, 'x')},
    };
    ExpectCuts(cases);
  }
}

TEST(CutText, CutsBetweenCharactersWithoutASetAsWell) {
  const std::string umlauts = Times(16, "\xC3\xA4");
  const Case cases[] = {
      {Vr::kSH, "", umlauts, umlauts},
      {Vr::kSH, "", umlauts + "\xC3\xA4", umlauts},
      {Vr::kSH, "", Times(17, "\xE4"), Times(16, "\xE4")},
      {Vr::kSH, "ISO_IR 192", Times(17, "\xE4"), Times(16, "\xE4")},
      // Not in the character set of (0008,0005).
      {Vr::kCS, "ISO_IR 192", umlauts + "\xC3\xA4", umlauts},
      // What no one can read may be short enough.
      {Vr::kSH, "GB18030", Times(20, "\xFF"), Times(20, "\xFF")},
      {Vr::kSH, "GB18030", Times(65, "\xFF"), ""},
  };
  ExpectCuts(cases);
}

TEST(MayBeOverlong, LimitsAreThoseOfTheStandard) {
  const struct {
    Vr vr;
    std::size_t limit;
  } cases[] = {{Vr::kAE, 16}, {Vr::kCS, 16},   {Vr::kLO, 64},    {Vr::kPN, 194},
               {Vr::kSH, 16}, {Vr::kST, 1024}, {Vr::kLT, 10240}, {Vr::kDS, 16}};
  for (const auto& c : cases) {
    EXPECT_FALSE(MayBeOverlong(c.vr, c.limit)) << VrName(c.vr);
    EXPECT_TRUE(MayBeOverlong(c.vr, c.limit + 1)) << VrName(c.vr);
  }
  for (const Vr vr : {Vr::kUT, Vr::kUC, Vr::kUR, Vr::kUI, Vr::kOB, Vr::kUS}) {
    EXPECT_FALSE(MayBeOverlong(vr, 1'000'000)) << VrName(vr);
  }
}

}  // namespace
}  // namespace dcmscrub
