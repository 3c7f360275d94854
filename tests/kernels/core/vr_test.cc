#include "kernels/core/vr.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/tsv.h"

namespace dcmscrub {
namespace {

// The number that a cell such as "64 chars" or "8 bytes fixed" starts with;
// 0 for "2^32-2 bytes" and the like, which limit nothing but the field.
std::uint32_t LengthLimit(const std::string& cell) {
  if (cell.starts_with("2^32") || cell.starts_with("any")) return 0;
  return static_cast<std::uint32_t>(std::stoul(cell));
}

TEST(Vr, TraitsAgreeWithTheTableOfTheStandard) {
  const std::vector<TsvRow> rows = ReadStandardTable("vr.tsv");
  ASSERT_EQ(rows.size(), kVrCount - 1u);
  for (const TsvRow& row : rows) {
    const std::string code = row.at("vr");
    SCOPED_TRACE(code);
    const Vr vr = ParseVr(code[0], code[1]);
    ASSERT_NE(vr, Vr::kNone);
    EXPECT_EQ(VrName(vr), code);
    const VrTraits& traits = Traits(vr);
    const std::string kind = row.at("kind");
    const bool text = kind == "string" || kind == "text";
    EXPECT_EQ(traits.long_form, row.at("explicit_length_bytes") == "4");
    EXPECT_EQ(ExplicitHeaderSize(vr), traits.long_form ? 12u : 8u);
    EXPECT_EQ(traits.text, text);
    EXPECT_EQ(traits.multiple, row.at("backslash_separates_values") == "Y");
    EXPECT_EQ(traits.character_set,
              row.at("uses_specific_character_set") == "Y");
    EXPECT_EQ(traits.padding, row.at("pad_hex") == "20" ? 0x20 : 0x00);
    EXPECT_EQ(traits.max_length, LengthLimit(row.at("max_length")));
  }
}

TEST(Vr, AreTextBytesNumbersOrSequences) {
  for (int i = 0; i < kVrCount; ++i) {
    const Vr vr = static_cast<Vr>(i);
    SCOPED_TRACE(VrName(vr));
    EXPECT_EQ(
        Traits(vr).text + HoldsBytes(vr) + HoldsNumbers(vr) + (vr == Vr::kSQ),
        1);
    EXPECT_TRUE(Traits(vr).text || !IsFreeText(vr));
    EXPECT_TRUE(IsFreeText(vr) || !Traits(vr).character_set);
  }
}

TEST(Vr, UnitIsTheSizeOfOneNumber) {
  const struct {
    Vr vr;
    int unit;
  } kCases[] = {
      {Vr::kUS, 2}, {Vr::kSS, 2}, {Vr::kOW, 2}, {Vr::kAT, 2}, {Vr::kUL, 4},
      {Vr::kSL, 4}, {Vr::kFL, 4}, {Vr::kOF, 4}, {Vr::kOL, 4}, {Vr::kFD, 8},
      {Vr::kOD, 8}, {Vr::kOV, 8}, {Vr::kSV, 8}, {Vr::kUV, 8}, {Vr::kOB, 1},
      {Vr::kUN, 1}, {Vr::kSQ, 1}, {Vr::kLO, 1}, {Vr::kUI, 1}, {Vr::kNone, 1},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(Traits(c.vr).unit, c.unit) << VrName(c.vr);
  }
}

TEST(Vr, EveryOtherPairOfBytesIsNoVr) {
  int found = 0;
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const Vr vr = ParseVr(static_cast<std::uint8_t>(first),
                            static_cast<std::uint8_t>(second));
      if (vr == Vr::kNone) continue;
      ++found;
      EXPECT_EQ(VrName(vr)[0], static_cast<char>(first));
      EXPECT_EQ(VrName(vr)[1], static_cast<char>(second));
    }
  }
  EXPECT_EQ(found, kVrCount - 1);
}

}  // namespace
}  // namespace dcmscrub
