#include "kernels/clean/value_ops.h"

#include <gtest/gtest.h>

#include <string>

namespace dcmscrub {
namespace {

Identity TestIdentity() { return Identity(Key{1, 2, 3}); }

std::string Dummy(Vr vr, int values) {
  Arena arena;
  AppendDummyValue(arena, vr, values);
  return std::string(AsText(arena));
}

TEST(ValueOps, DummiesAreLegalForTheirVr) {
  for (int i = 1; i < kVrCount; ++i) {
    const auto vr = static_cast<Vr>(i);
    if (vr == Vr::kSQ || vr == Vr::kUN) continue;
    const VrTraits& traits = Traits(vr);
    const std::string one = Dummy(vr, 1);
    EXPECT_FALSE(one.empty()) << VrName(vr);
    if (traits.text) {
      EXPECT_FALSE(MayBeOverlong(vr, one.size())) << VrName(vr);
      EXPECT_EQ(one.find('\\'), one.npos) << VrName(vr);
    } else {
      EXPECT_EQ(one.size() % traits.unit, 0u) << VrName(vr);
      EXPECT_EQ(one.size() % 2, 0u) << VrName(vr);
      EXPECT_EQ(one.find_first_not_of('\0'), one.npos) << VrName(vr);
    }
  }
}

TEST(ValueOps, DummiesHaveAsManyValuesAsAskedFor) {
  EXPECT_EQ(Dummy(Vr::kDS, 3), "0\\0\\0");
  EXPECT_EQ(Dummy(Vr::kPN, 2), "ANON^ANON\\ANON^ANON");
  EXPECT_EQ(Dummy(Vr::kUS, 3), std::string(6, '\0'));
  EXPECT_EQ(Dummy(Vr::kFD, 2), std::string(16, '\0'));
}

TEST(ValueOps, MapsEachUidOfAMultiValue) {
  const Identity identity = TestIdentity();
  const auto new_uid = [&](std::string_view uid) {
    return std::string(identity.MapUid(uid).view());
  };
  const struct {
    std::string_view value;
    std::string want;
    bool valid;
  } cases[] = {
      {"1.2.3", new_uid("1.2.3"), true},
      {"1.2.3\\1.2.4", new_uid("1.2.3") + "\\" + new_uid("1.2.4"), true},
      {"1.2.3 \\ 1.2.4", new_uid("1.2.3") + "\\" + new_uid("1.2.4"), true},
      {"1.2.3\\", new_uid("1.2.3") + "\\", true},
      {"1.2.840.10008.1.2", "1.2.840.10008.1.2", true},
      {"1.02.3", new_uid("1.02.3"), false},
      {"no uid", new_uid("no uid"), false},
      {"", "", true},
  };
  UidMemo memo;
  for (const auto& c : cases) {
    Arena arena;
    EXPECT_EQ(AppendMappedUids(arena, c.value, identity, memo), c.valid)
        << c.value;
    EXPECT_EQ(AsText(arena), c.want) << c.value;
    Arena again;
    AppendMappedUids(again, AsText(arena), identity, memo);
    EXPECT_EQ(AsText(again), c.want) << c.value;
  }
}

TEST(ValueOps, CharacterSetsTellTheWidthOfCharacters) {
  EXPECT_EQ(WidthOf(""), CharacterWidth::kSingle);
  EXPECT_EQ(WidthOf("ISO_IR 100"), CharacterWidth::kSingle);
  EXPECT_EQ(WidthOf("ISO_IR 192"), CharacterWidth::kUtf8);
  EXPECT_EQ(WidthOf("GB18030"), CharacterWidth::kMulti);
  EXPECT_EQ(WidthOf("GBK"), CharacterWidth::kMulti);
  EXPECT_EQ(WidthOf("\\ISO 2022 IR 87"), CharacterWidth::kMulti);
}

TEST(ValueOps, CutsTextToWhatItsVrAllows) {
  const std::string sixteen = "0123456789abcdef";
  std::string umlauts;
  for (int i = 0; i < 16; ++i) umlauts += "\xC3\xA4";
  const struct {
    Vr vr;
    CharacterWidth width;
    std::string value;
    std::string want;
  } cases[] = {
      {Vr::kSH, CharacterWidth::kSingle, sixteen, sixteen},
      {Vr::kSH, CharacterWidth::kSingle, sixteen + " ", sixteen + " "},
      {Vr::kSH, CharacterWidth::kSingle, sixteen + "g", sixteen},
      {Vr::kSH, CharacterWidth::kSingle, "a\\" + sixteen + "g\\b",
       "a\\" + sixteen + "\\b"},
      {Vr::kLT, CharacterWidth::kSingle, sixteen + "\\" + sixteen,
       sixteen + "\\" + sixteen},
      {Vr::kSH, CharacterWidth::kUtf8, umlauts, umlauts},
      {Vr::kSH, CharacterWidth::kUtf8, umlauts + "\xC3\xA4", umlauts},
      {Vr::kSH, CharacterWidth::kMulti, umlauts + "\xC3\xA4",
       umlauts + "\xC3\xA4"},
      {Vr::kSH, CharacterWidth::kMulti, std::string(65, 'x'), ""},
      // Not in the character set of (0008,0005).
      {Vr::kCS, CharacterWidth::kUtf8, umlauts, umlauts.substr(0, 16)},
      // Numbers keep their value; what is none goes.
      {Vr::kDS, CharacterWidth::kSingle, "0.12345678901234567",
       "0.12345678901234567"},
      {Vr::kIS, CharacterWidth::kSingle, "12345678901234", "12345678901234"},
      {Vr::kDS, CharacterWidth::kSingle, "1\\DOE^JOHN DOE^JOHN\\2", "1\\\\2"},
      {Vr::kDS, CharacterWidth::kSingle, std::string(65, '1'), ""},
  };
  for (const auto& c : cases) {
    Arena arena = {'+'};
    const bool cut = AppendCutText(arena, c.vr, c.value, c.width);
    EXPECT_EQ(AsText(arena), "+" + c.want);
    EXPECT_EQ(cut, c.want != c.value) << VrName(c.vr) << " " << c.value;
    Arena again;
    EXPECT_FALSE(AppendCutText(again, c.vr, c.want, c.width));
    EXPECT_EQ(AsText(again), c.want);
  }
}

TEST(ValueOps, LimitsAreThoseOfTheStandard) {
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
