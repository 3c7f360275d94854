#include "kernels/identity/uid_memo.h"

#include <gtest/gtest.h>

#include <string>

namespace dcmscrub {
namespace {

Key KeyOf(std::uint8_t byte) {
  Key key;
  key.fill(byte);
  return key;
}

TEST(UidMemo, GivesWhatTheIdentityGives) {
  const Identity identity(KeyOf(1));
  UidMemo memo;
  // Far more than it has room for, so that slots are taken over and back.
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 500; ++i) {
      const std::string uid = "1.2.3." + std::to_string(i);
      EXPECT_EQ(memo.Map(identity, uid).view(), identity.MapUid(uid).view());
    }
  }
}

TEST(UidMemo, TellsIdentitiesApart) {
  UidMemo memo;
  std::string last;
  for (std::uint8_t byte = 1; byte < 20; ++byte) {
    // Likely to stand where the one before stood.
    const Identity identity(KeyOf(byte));
    const std::string mapped(memo.Map(identity, "1.2.3.4").view());
    EXPECT_EQ(mapped, identity.MapUid("1.2.3.4").view());
    EXPECT_NE(mapped, last);
    last = mapped;
  }
}

TEST(UidMemo, TakesWhatIsNoUid) {
  const Identity identity(KeyOf(3));
  UidMemo memo;
  for (const std::string& uid :
       {std::string(), std::string("x"), std::string(200, '7')}) {
    EXPECT_EQ(memo.Map(identity, uid).view(), identity.MapUid(uid).view());
    EXPECT_EQ(memo.Map(identity, uid).view(), identity.MapUid(uid).view());
  }
}

}  // namespace
}  // namespace dcmscrub
