#include "kernels/clean/value_ops.h"

#include <gtest/gtest.h>

#include <string>

#include "kernels/clean/cut_text.h"

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

}  // namespace
}  // namespace dcmscrub
