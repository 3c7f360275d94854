#include "kernels/identity/identity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/allocation_count.h"
#include "tests/support/tsv.h"

namespace dcmscrub {
namespace {

using ::testing::ElementsAreArray;
using ::testing::MatchesRegex;

Key SomeKey(std::uint8_t seed) {
  Key key;
  for (std::size_t i = 0; i < key.size(); ++i) {
    key[i] = static_cast<std::uint8_t>(seed + 31 * i);
  }
  return key;
}

std::string MapUid(const Identity& identity, std::string_view uid) {
  return std::string(identity.MapUid(uid).view());
}

std::string Patient(const Identity& identity, std::string_view id,
                    std::string_view issuer = {}) {
  return std::string(identity.PatientPseudonym(id, issuer).view());
}

// Made-up UIDs: all lengths, near neighbours, and foreign UUIDs.
std::vector<std::string> ManyUids() {
  std::vector<std::string> uids;
  for (int i = 0; i < 20000; ++i) {
    uids.push_back("1.2.826.0.1.3680043.2." + std::to_string(i));
    uids.push_back("2.25." + std::to_string(i));
  }
  std::mt19937_64 random(1);
  for (int i = 0; i < 20000; ++i) {
    std::string uid = "2.25." + std::to_string(random() | 1ull << 63);
    for (int j = 0; j < 19; ++j) uid += static_cast<char>('0' + random() % 10);
    uids.push_back(uid);
  }
  for (std::string uid = "1.3"; uid.size() < 64; uid += '7') {
    uids.push_back(uid);
  }
  return uids;
}

TEST(Identity, ProducesValidUidsOfVersion8) {
  const Identity identity(SomeKey(1));
  for (const std::string& uid : ManyUids()) {
    const std::string mapped = MapUid(identity, uid);
    ASSERT_TRUE(IsValidUid(mapped)) << mapped;
    ASSERT_TRUE(mapped.starts_with("2.25.")) << mapped;
    __extension__ unsigned __int128 uuid = 0;
    for (char c : mapped.substr(5)) {
      uuid = uuid * 10 + static_cast<unsigned>(c - '0');
    }
    // RFC 9562 4.1 and 4.2.
    ASSERT_EQ(static_cast<int>(uuid >> 76 & 0xF), 8) << mapped;
    ASSERT_EQ(static_cast<int>(uuid >> 62 & 0x3), 2) << mapped;
  }
}

TEST(Identity, MapsUidsOneToOne) {
  const Identity identity(SomeKey(1));
  const std::vector<std::string> uids = ManyUids();
  const std::set<std::string> before(uids.begin(), uids.end());
  std::set<std::string> after;
  for (const std::string& uid : before) {
    const std::string mapped = MapUid(identity, uid);
    EXPECT_FALSE(before.contains(mapped)) << uid;
    after.insert(mapped);
  }
  EXPECT_EQ(after.size(), before.size());
}

TEST(Identity, KnowsItsOwnUids) {
  const Identity identity(SomeKey(1));
  for (const std::string& uid : ManyUids()) {
    const std::string mapped = MapUid(identity, uid);
    ASSERT_EQ(MapUid(identity, mapped), mapped) << uid;
  }
}

TEST(Identity, MapsTheUidsOfAnotherKey) {
  const Identity one(SomeKey(1));
  const Identity two(SomeKey(2));
  for (const std::string& uid : ManyUids()) {
    const std::string mapped = MapUid(one, uid);
    ASSERT_NE(MapUid(two, uid), mapped) << uid;
    ASSERT_NE(MapUid(two, mapped), mapped) << uid;
  }
}

TEST(Identity, MapsAUidThatIsAlmostItsOwn) {
  const Identity identity(SomeKey(1));
  const std::string own = MapUid(identity, "1.2.3.4");
  ASSERT_EQ(MapUid(identity, own), own);
  std::vector<std::string> others = {
      own + "0",
      own + ".0",
      own + " ",
      " " + own,
      "2.25.0" + own.substr(5),
      "2.25.+" + own.substr(5),
      "2.26." + own.substr(5),
  };
  for (std::size_t at = 5; at < own.size(); ++at) {
    std::string other = own;
    other[at] = other[at] == '9' ? '0' : static_cast<char>(other[at] + 1);
    others.push_back(other);
    others.push_back(own.substr(0, at) + own.substr(at + 1));
  }
  for (const std::string& other : others) {
    EXPECT_NE(MapUid(identity, other), other) << other;
    EXPECT_TRUE(IsValidUid(MapUid(identity, other))) << other;
  }
}

// The sum of two numbers in decimal.
std::string Sum(std::string a, std::string b) {
  a.insert(0, b.size() > a.size() ? b.size() - a.size() : 0, '0');
  b.insert(0, a.size() - b.size(), '0');
  int carry = 0;
  for (std::size_t i = a.size(); i-- > 0;) {
    const int digit = a[i] - '0' + (b[i] - '0') + carry;
    a[i] = static_cast<char>('0' + digit % 10);
    carry = digit / 10;
  }
  return carry == 0 ? a : '1' + a;
}

// One number, one UID: 2^128 + n and 0n are not n, or two UIDs of a foreign
// archive could become one.
TEST(Identity, KnowsItsOwnUidsInOneFormAlone) {
  constexpr char kPast128Bits[] = "340282366920938463463374607431768211456";
  const Identity identity(SomeKey(1));
  int shorter = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::string own = MapUid(identity, "1.2.3." + std::to_string(i));
    const std::string digits = own.substr(5);
    if (digits.size() < 39) ++shorter;
    for (const std::string& other : {"2.25." + Sum(digits, kPast128Bits),
                                     "2.25.0" + digits, "2.25.00" + digits}) {
      EXPECT_NE(MapUid(identity, other), other);
      EXPECT_TRUE(IsValidUid(MapUid(identity, other)));
    }
  }
  EXPECT_GT(shorter, 0);
}

TEST(Identity, MapsNumbersPast128Bits) {
  const Identity identity(SomeKey(1));
  for (std::string_view uid :
       {"2.25.340282366920938463463374607431768211455",  // 2^128 - 1
        "2.25.340282366920938463463374607431768211456",
        "2.25.999999999999999999999999999999999999999",
        "2.25.3402823669209384634633746074317682114560", "2.25.", "2.25.0",
        "2.25"}) {
    EXPECT_NE(MapUid(identity, uid), uid);
    EXPECT_TRUE(IsValidUid(MapUid(identity, uid)));
  }
}

TEST(Identity, LeavesTheUidsOfTheStandard) {
  const Identity identity(SomeKey(1));
  int count = 0;
  for (const TsvRow& row : ReadStandardTable("uids.tsv")) {
    const std::string& uid = row.at("uid");
    EXPECT_EQ(MapUid(identity, uid), uid);
    ++count;
  }
  EXPECT_GT(count, 1900);
}

// Text under the root of the Standard is no UID of the Standard.
TEST(Identity, MapsIllFormedUids) {
  const Identity identity(SomeKey(1));
  std::set<std::string> mapped;
  const std::vector<std::string> ill_formed = {
      "1.2.840.10008.",
      "1.2.840.10008.1..2",
      "1.2.840.10008.1.02",
      "1.2.840.10008.1 ",
      "1.2.840.10008.X^Y",
      "1.2.840.10008",
      "not a uid",
      "1.2.3\n",
      std::string(1, '\0'),
      std::string(65, '1'),
      std::string(5000, '1'),
  };
  for (const std::string& uid : ill_formed) {
    EXPECT_TRUE(IsValidUid(MapUid(identity, uid)));
    EXPECT_NE(MapUid(identity, uid), uid);
    mapped.insert(MapUid(identity, uid));
  }
  EXPECT_EQ(mapped.size(), ill_formed.size());
}

TEST(Identity, LeavesEmptyValuesEmpty) {
  const Identity identity(SomeKey(1));
  EXPECT_EQ(MapUid(identity, ""), "");
  EXPECT_EQ(Patient(identity, ""), "");
  EXPECT_EQ(Patient(identity, "", "issuer"), "");
  EXPECT_TRUE(identity.NamePseudonym("").empty());
}

constexpr char kPseudonymForm[] = "P-[0-9A-HJKMNP-TV-Z]{15}";

TEST(Identity, PseudonymsAreDistinctAndOfOneForm) {
  const Identity identity(SomeKey(1));
  std::set<std::string> seen;
  std::size_t made = 0;
  for (int i = 0; i < 20000; ++i) {
    const std::string id = std::to_string(i);
    for (const std::string& text :
         {Patient(identity, id), Patient(identity, id, "A"),
          Patient(identity, id, "B"), Patient(identity, id + "A"),
          std::string(identity.NamePseudonym(id).view())}) {
      seen.insert(text);
      ++made;
      ASSERT_EQ(text.size(), 17u);
      if (i < 500) {
        ASSERT_THAT(text, MatchesRegex(kPseudonymForm));
      }
    }
  }
  EXPECT_EQ(seen.size(), made);
}

TEST(Identity, KnowsItsOwnPseudonyms) {
  const Identity identity(SomeKey(1));
  for (int i = 0; i < 20000; ++i) {
    const std::string of_id = Patient(identity, std::to_string(i), "A");
    const std::string of_name(identity.NamePseudonym(std::to_string(i)).view());
    for (const std::string& text : {of_id, of_name}) {
      ASSERT_EQ(Patient(identity, text), text);
      ASSERT_EQ(Patient(identity, text, "other issuer"), text);
      ASSERT_EQ(identity.NamePseudonym(text).view(), text);
    }
  }
}

TEST(Identity, TellsTheFormOfItsPseudonyms) {
  const struct {
    const char* text;
    bool has_form;
  } kCases[] = {
      {"P-0123456789ABCDE", true},
      {"P-ZZZZZZZZZZZZZZZ", true},
      {"P-0123456789ABCD", false},
      {"P-0123456789ABCDEF", false},
      {"P-0123456789ABCDI", false},
      {"P-0123456789abcde", false},
      {"Q-0123456789ABCDE", false},
      {"P-12345678", false},
      {"", false},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(HasPseudonymForm(c.text), c.has_form) << c.text;
  }
  EXPECT_TRUE(
      HasPseudonymForm(Identity(Key{}).PatientPseudonym("1", "").view()));
}

TEST(Identity, MapsAPseudonymThatIsAlmostItsOwn) {
  const Identity identity(SomeKey(1));
  const std::string own = Patient(identity, "12345");
  std::vector<std::string> others = {own + "0", own.substr(0, 16), " " + own,
                                     "F" + own.substr(1)};
  for (std::size_t at = 2; at < own.size(); ++at) {
    for (char c : {'0', '1', 'Z', 'i', 'O', 'U', '\0', '\xff'}) {
      std::string other = own;
      other[at] = c;
      if (other != own) others.push_back(other);
    }
  }
  for (const std::string& other : others) {
    EXPECT_NE(Patient(identity, other), other);
  }
  const Identity another(SomeKey(2));
  int known = 0;
  for (int i = 0; i < 200; ++i) {
    const std::string text = Patient(identity, std::to_string(i));
    if (Patient(another, text) == text) ++known;
  }
  EXPECT_EQ(known, 0);
}

TEST(Identity, NeutralNamesAreDistinctAndOfOneForm) {
  const Identity identity(SomeKey(1));
  std::set<std::string> seen;
  for (int i = 0; i < 20000; ++i) {
    const std::string name(
        identity.NeutralName("folder/" + std::to_string(i)).view());
    if (i < 500) {
      EXPECT_THAT(name, MatchesRegex("F-[0-9A-HJKMNP-TV-Z]{12}"));
    }
    EXPECT_EQ(name.size(), 14u);
    seen.insert(name);
  }
  EXPECT_EQ(seen.size(), 20000u);
}

// All the functions at once: none may show what another makes of a value.
TEST(Identity, EveryFunctionHasAKeyOfItsOwn) {
  const Identity identity(SomeKey(1));
  const std::string value = "4711";
  const std::string patient = Patient(identity, value).substr(2, 12);
  const std::string name(identity.NamePseudonym(value).view().substr(2, 12));
  const std::string path(identity.NeutralName(value).view().substr(2));
  EXPECT_EQ((std::set<std::string>{patient, name, path}.size()), 3u);
}

TEST(Identity, EveryBitOfTheKeyCounts) {
  const Key key = SomeKey(1);
  const Identity identity(key);
  std::set<std::string> uids, patients, names, paths, prints;
  const auto collect = [&](const Identity& from) {
    uids.insert(MapUid(from, "1.2.3.4"));
    patients.insert(Patient(from, "1"));
    names.emplace(from.NamePseudonym("1").view());
    paths.emplace(from.NeutralName("1").view());
    prints.insert(from.Fingerprint());
  };
  collect(identity);
  for (std::size_t bit = 0; bit < 256; ++bit) {
    Key other = key;
    other[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    collect(Identity(other));
  }
  for (const auto* set : {&uids, &patients, &names, &paths, &prints}) {
    EXPECT_EQ(set->size(), 257u);
  }
}

TEST(Identity, FingerprintIsSixteenHexadecimalDigits) {
  for (int seed = 0; seed < 50; ++seed) {
    const Identity identity(SomeKey(static_cast<std::uint8_t>(seed)));
    EXPECT_THAT(identity.Fingerprint(), MatchesRegex("[0-9a-f]{16}"));
    EXPECT_EQ(identity.Fingerprint(),
              Identity(SomeKey(static_cast<std::uint8_t>(seed))).Fingerprint());
  }
}

constexpr std::string_view kLongRoot = "1.2.826.0.1.3680043.10.9";
static_assert(kLongRoot.size() == Identity::kLongestUidRoot);

TEST(Identity, UidsUnderARootAreValidAndKnown) {
  for (const std::string_view root :
       {std::string_view("1.2"), kLongRoot, std::string_view("2.25")}) {
    const Identity identity(SomeKey(1), root);
    const std::vector<std::string> uids = ManyUids();
    const std::set<std::string> before(uids.begin(), uids.end());
    std::set<std::string> after;
    std::size_t longest = 0;
    for (const std::string& uid : before) {
      const std::string mapped = MapUid(identity, uid);
      ASSERT_TRUE(IsValidUid(mapped)) << mapped;
      ASSERT_TRUE(mapped.starts_with(std::string(root) + '.')) << mapped;
      ASSERT_NE(mapped, uid);
      ASSERT_EQ(MapUid(identity, mapped), mapped);
      ASSERT_TRUE(identity.MadeUid(mapped));
      after.insert(mapped);
      longest = std::max(longest, mapped.size());
    }
    EXPECT_EQ(after.size(), before.size());
    EXPECT_EQ(longest, root.size() + 40);
  }
}

TEST(Identity, KnowsItsUidsOfEveryRoot) {
  const std::string uuid = MapUid(Identity(SomeKey(1)), "1.2.3.4");
  const std::string rooted = MapUid(Identity(SomeKey(1), kLongRoot), "1.2.3.4");
  EXPECT_NE(uuid, rooted);
  EXPECT_EQ(MapUid(Identity(SomeKey(1), "2.25"), "1.2.3.4"), uuid);
  for (const std::string_view root : {std::string_view(), kLongRoot}) {
    const Identity identity(SomeKey(1), root);
    EXPECT_EQ(MapUid(identity, uuid), uuid);
    EXPECT_EQ(MapUid(identity, rooted), rooted);
    EXPECT_FALSE(Identity(SomeKey(2), root).MadeUid(uuid));
    EXPECT_FALSE(Identity(SomeKey(2), root).MadeUid(rooted));
  }
}

// Digits before a number of ours could be a date or a record number.
TEST(Identity, KnowsAUidUnderItsRootAlone) {
  const Identity identity(SomeKey(1), "1.2");
  const std::string own = MapUid(identity, "1.2.3.4");
  const std::string uuid = MapUid(Identity(SomeKey(1)), "1.2.3.4");
  for (const std::string& other :
       {"1.3" + own.substr(3), "1.2.5" + own.substr(3),
        "1.2.19610312" + own.substr(3), own.substr(2), own.substr(4),
        "2.25" + own.substr(3), "1.2" + uuid.substr(4), "1.2." + uuid.substr(0),
        own + ".1"}) {
    EXPECT_FALSE(identity.MadeUid(other)) << other;
    EXPECT_NE(MapUid(identity, other), other);
  }
}

TEST(Identity, DerivesUidsUnderTheRoot) {
  const Identity identity(SomeKey(1), kLongRoot);
  const Bytes contents[] = {AsBytes("a"), AsBytes("b")};
  const ShortText uid = identity.DeriveUid(contents);
  EXPECT_TRUE(uid.view().starts_with(kLongRoot));
  EXPECT_TRUE(identity.MadeUid(uid.view()));
}

constexpr std::string_view kPrefixes[] = {"", "S-", "SITE", "0123456789ABCDEF"};

TEST(Identity, PseudonymsOfASiteHaveItsPrefixAndAreKnown) {
  const Identity identity(SomeKey(1));
  const Identity another(SomeKey(2));
  for (const std::string_view prefix : kPrefixes) {
    std::set<std::string> seen;
    for (int i = 0; i < 2000; ++i) {
      const std::string text(
          identity.PseudonymOf(prefix, std::to_string(i)).view());
      ASSERT_TRUE(text.starts_with(prefix));
      ASSERT_THAT(text.substr(prefix.size()),
                  MatchesRegex("[0-9A-HJKMNP-TV-Z]{18}"));
      ASSERT_TRUE(identity.MadePseudonym(text));
      ASSERT_FALSE(another.MadePseudonym(text));
      for (const std::string_view other : kPrefixes) {
        ASSERT_EQ(identity.PseudonymOf(other, text).view(), text);
      }
      ASSERT_EQ(identity.PseudonymOf("P-", text).view(), text);
      ASSERT_EQ(Patient(identity, text, "issuer"), text);
      ASSERT_EQ(identity.NamePseudonym(text).view(), text);
      seen.insert(text);
    }
    EXPECT_EQ(seen.size(), 2000u);
  }
}

TEST(Identity, APrefixOfOursMakesThePseudonymOfThePatient) {
  const Identity identity(SomeKey(1));
  EXPECT_EQ(identity.PseudonymOf("P-", "4711").view(),
            Patient(identity, "4711"));
  EXPECT_EQ(identity.PseudonymOf("S-", Patient(identity, "4711")).view(),
            Patient(identity, "4711"));
  EXPECT_EQ(identity.PseudonymOf("S-", "").view(), "");
}

// Else a name put before a pseudonym would pass as its prefix.
TEST(Identity, KnowsAPseudonymWithItsPrefixAlone) {
  const Identity identity(SomeKey(1));
  const std::string site(identity.PseudonymOf("S-", "4711").view());
  const std::string bare(identity.PseudonymOf("", "4711").view());
  const std::string own = Patient(identity, "4711");
  for (const std::string& other :
       {"DOE^" + site, "T" + site.substr(1), site.substr(1), site.substr(2),
        "DOE" + bare, "P-" + bare, "P-" + site.substr(2), "X" + own,
        own.substr(2), site + "0", bare.substr(1)}) {
    EXPECT_FALSE(identity.MadePseudonym(other)) << other;
    EXPECT_NE(identity.PseudonymOf("S-", other).view(), other);
  }
}

// A hospital's numbers may well have the form of a pseudonym without a prefix.
TEST(Identity, LongNumbersDoNotPassAsPseudonyms) {
  const Identity identity(SomeKey(1));
  for (std::uint64_t i = 0; i < 500000; ++i) {
    const std::string id = std::to_string(202600000000000000u + i * 7919);
    ASSERT_EQ(id.size(), 18u);
    ASSERT_FALSE(identity.MadePseudonym(id));
  }
}

TEST(Identity, HashesHaveTheWantedLength) {
  const Identity identity(SomeKey(1));
  const std::string longest(identity.Hash("4711", 26).view());
  EXPECT_THAT(longest, MatchesRegex("[0-9A-HJKMNP-TV-Z]{26}"));
  for (int characters = 4; characters <= 26; ++characters) {
    const std::string hash(identity.Hash("4711", characters).view());
    EXPECT_EQ(hash.size(), static_cast<std::size_t>(characters));
    EXPECT_TRUE(longest.starts_with(hash)) << characters;
  }
  std::set<std::string> seen;
  for (int i = 0; i < 20000; ++i) {
    seen.emplace(identity.Hash(std::to_string(i), 12).view());
  }
  EXPECT_EQ(seen.size(), 20000u);
  EXPECT_NE(identity.Hash("4711", 12).view(),
            identity.PseudonymOf("", "4711").view().substr(0, 12));
}

TEST(Identity, DateOffsetsStayInTheirRange) {
  const Identity identity(SomeKey(1));
  const DateShiftRange kRanges[] = {{30, 3650}, {1, 1},   {0, 0},
                                    {7, 13},    {0, 365}, {1, 36500}};
  for (const DateShiftRange range : kRanges) {
    for (int i = 0; i < 5000; ++i) {
      const int days = identity.DateOffset(std::to_string(i), "", range);
      ASSERT_LE(days, -range.least);
      ASSERT_GE(days, -range.most);
    }
  }
}

TEST(Identity, DateOffsetsAreEvenlySpread) {
  const Identity identity(SomeKey(1));
  std::vector<int> counts(7);
  constexpr int kPatients = 70000;
  for (int i = 0; i < kPatients; ++i) {
    const int days = identity.DateOffset(std::to_string(i), "A", {7, 13});
    ++counts[static_cast<std::size_t>(-days - 7)];
  }
  // 10000 each; the standard deviation is 93.
  for (const int count : counts) EXPECT_NEAR(count, kPatients / 7, 500);
}

TEST(Identity, DateOffsetsFollowIdAndIssuer) {
  const Identity identity(SomeKey(1));
  const Identity another(SomeKey(2));
  int same_issuer = 0, same_id = 0, same_key = 0, joined = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = std::to_string(i);
    const int days = identity.DateOffset(id, "A", {});
    EXPECT_EQ(identity.DateOffset(id, "A", {}), days);
    same_id += identity.DateOffset(id, "B", {}) == days;
    same_issuer += identity.DateOffset(id + "x", "A", {}) == days;
    joined += identity.DateOffset(id + "A", "", {}) == days;
    same_key += another.DateOffset(id, "A", {}) == days;
  }
  for (const int same : {same_id, same_issuer, joined, same_key}) {
    EXPECT_LT(same, 10);
  }
}

// What a key made of a value once, it makes for ever: archives that were
// scrubbed years apart must fit together. The values were found with another
// implementation of HMAC.
TEST(Identity, ResultsNeverChange) {
  const Identity identity(SomeKey(1));
  EXPECT_EQ(MapUid(identity, "1.2.3.4"),
            "2.25.164037118233243184086571229881934083902");
  EXPECT_EQ(Patient(identity, "4711", "clinic"), "P-8S0XMK3429795CG");
  EXPECT_EQ(identity.NamePseudonym("DOE^JANE").view(), "P-Z2AH8W79PTNDSZ3");
  EXPECT_EQ(identity.NeutralName("a/b.dcm").view(), "F-0A2YBYDE4ZJA");
  EXPECT_EQ(identity.Fingerprint(), "4c97fc21b46eba6f");
  EXPECT_EQ(MapUid(Identity(SomeKey(1), kLongRoot), "1.2.3.4"),
            "1.2.826.0.1.3680043.10.9.164037118233243184086571230705419641700");
  EXPECT_EQ(identity.PseudonymOf("SITE-", "4711").view(),
            "SITE-ST9QNDQDB0D6JDTPGF");
  EXPECT_EQ(identity.Hash("4711", 26).view(), "BRW3JA3XVSMN4B5DWF0SM4AB51");
  EXPECT_EQ(identity.DateOffset("4711", "clinic", {}), -1997);
}

TEST(Identity, ThreadsMayShareOne) {
  const Identity identity(SomeKey(1));
  std::vector<std::vector<std::string>> results(4);
  std::vector<std::thread> threads;
  for (auto& result : results) {
    threads.emplace_back([&identity, &result] {
      for (int i = 0; i < 2000; ++i) {
        result.push_back(MapUid(identity, "1.2.3." + std::to_string(i)));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& result : results) {
    EXPECT_THAT(result, ElementsAreArray(results[0]));
  }
}

TEST(Identity, AllocatesNothing) {
  const Identity identity(SomeKey(1));
  const AllocationCount count;
  const ShortText uid = identity.MapUid("1.2.3.4.5.6.7");
  const ShortText again = identity.MapUid(uid.view());
  const ShortText patient = identity.PatientPseudonym("4711", "issuer");
  const ShortText same = identity.PatientPseudonym(patient.view(), "");
  const ShortText name = identity.NamePseudonym("4711");
  const ShortText path = identity.NeutralName("some/path");
  const ShortText site = identity.PseudonymOf("SITE-", "4711");
  const ShortText hash = identity.Hash("4711", 26);
  const int days = identity.DateOffset("4711", "issuer", {});
  const std::uint64_t allocations = count.value();
  EXPECT_EQ(allocations, 0u);
  EXPECT_EQ(again.view(), uid.view());
  EXPECT_EQ(same.view(), patient.view());
  EXPECT_FALSE(name.empty() || path.empty() || site.empty() || hash.empty());
  EXPECT_LT(days, 0);
}

TEST(IsStandardUid, WantsTheRootOfTheStandard) {
  EXPECT_TRUE(IsStandardUid("1.2.840.10008.1.2"));
  EXPECT_TRUE(IsStandardUid("1.2.840.10008.5.1.4.1.1.2"));
  EXPECT_FALSE(IsStandardUid("1.2.840.10008"));
  EXPECT_FALSE(IsStandardUid("1.2.840.10008."));
  EXPECT_FALSE(IsStandardUid("1.2.840.100081"));
  EXPECT_FALSE(IsStandardUid("1.2.840.10008.JANE"));
  EXPECT_FALSE(IsStandardUid("1.2.840.113619.2"));
  EXPECT_FALSE(IsStandardUid(""));
}

}  // namespace
}  // namespace dcmscrub
