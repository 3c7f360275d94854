#include "kernels/identity/patient_key.h"

#include <gtest/gtest.h>

#include <string>

#include "kernels/identity/identity.h"
#include "kernels/text/text_codec.h"
#include "tests/support/allocation_count.h"

namespace dcmscrub {
namespace {

PatientKey KeyOf(const PatientText& text) {
  TextCodec codec;
  return PatientKey::Of(text, codec);
}

struct TwoTexts {
  const char* fact;
  PatientText one;
  PatientText other;
};

TEST(PatientKey, IsOneForTextsThatSayTheSame) {
  constexpr TwoTexts kTexts[] = {
      {"padding", {.id = "4711 "}, {.id = " 4711\0"}},
      {"Latin-1 and UTF-8",
       {.id = "M\xdcLLER-1", .character_set = "ISO_IR 100"},
       {.id = "MÜLLER-1", .character_set = "ISO_IR 192"}},
      {"Cyrillic and UTF-8",
       {.id = "\xb6-1", .character_set = "ISO_IR 144"},
       {.id = "Ж-1", .character_set = "ISO_IR 192"}},
      {"UTF-8 that is not declared",
       {.id = "MÜLLER-1"},
       {.id = "MÜLLER-1", .character_set = "ISO_IR 192"}},
      {"Latin-1 that is not declared",
       {.id = "M\xdcLLER-1"},
       {.id = "MÜLLER-1", .character_set = "ISO_IR 192"}},
      {"the issuer's set",
       {.id = "1", .issuer = "K\xd6LN", .character_set = "ISO_IR 100"},
       {.id = "1", .issuer = "KÖLN", .character_set = "ISO_IR 192"}},
      {"an ID with empty components", {.id = "A^B^^^"}, {.id = "A^B"}},
      {"a name beside an ID", {.id = "1", .name = "A"}, {.id = "1"}},
      {"a name with empty components", {.name = "A^B^^^"}, {.name = "A^B"}},
      {"spaces between them", {.name = "A^B ^ ^"}, {.name = "A^B"}},
      {"empty groups", {.name = "A^B=^^=^"}, {.name = "A^B"}},
      {"an empty end of a group", {.name = "A^B^^=C^D^"}, {.name = "A^B=C^D"}},
      {"an ID that says nothing", {.id = "^^", .name = "A"}, {.name = "A"}},
      {"a name by escapes and in UTF-8",
       {.name = "A=\x1b$B;3\x1b(B", .character_set = "\\ISO 2022 IR 87"},
       {.name = "A=山", .character_set = "ISO_IR 192"}},
  };
  for (const TwoTexts& texts : kTexts) {
    EXPECT_EQ(KeyOf(texts.one), KeyOf(texts.other)) << texts.fact;
    EXPECT_FALSE(KeyOf(texts.one).empty()) << texts.fact;
  }
}

TEST(PatientKey, TellsPatientsApart) {
  constexpr TwoTexts kTexts[] = {
      {"leading zeros", {.id = "007"}, {.id = "7"}},
      {"capitals of an ID", {.id = "ab1"}, {.id = "AB1"}},
      {"capitals of a name", {.name = "Doe^Jane"}, {.name = "DOE^JANE"}},
      {"accents", {.name = "Muller"}, {.name = "Müller"}},
      {"the issuer", {.id = "1", .issuer = "A"}, {.id = "1", .issuer = "B"}},
      {"an issuer that is missing", {.id = "1", .issuer = "A"}, {.id = "1"}},
      {"an ID and a name", {.id = "A"}, {.name = "A"}},
      {"an empty first component", {.name = "^B"}, {.name = "B"}},
      {"an empty component within", {.name = "A^^B"}, {.name = "A^B"}},
      {"an empty first group", {.name = "=A"}, {.name = "A"}},
  };
  for (const TwoTexts& texts : kTexts) {
    EXPECT_NE(KeyOf(texts.one), KeyOf(texts.other)) << texts.fact;
  }
}

TEST(PatientKey, IsOfNobodyWhereNothingIsSaid) {
  for (const std::string_view name : {"", " ", "^^^^", "^ ^", "==", "^=^="}) {
    EXPECT_TRUE(KeyOf({.name = name}).empty()) << name;
    EXPECT_TRUE(KeyOf({.id = "", .issuer = "A", .name = name}).empty()) << name;
  }
}

// What archives were pseudonymised with before there was a plain form.
TEST(PatientKey, HoldsPlainTextAsItStands) {
  EXPECT_EQ(KeyOf({.id = "4711", .issuer = "clinic"}),
            (PatientKey{false, "4711", "clinic"}));
  EXPECT_EQ(KeyOf({.id = "a=b\\c^d"}), (PatientKey{false, "a=b\\c^d", ""}));
  EXPECT_EQ(KeyOf({.id = "a~b", .character_set = "ISO_IR 192"}),
            (PatientKey{false, "a~b", ""}));
  EXPECT_EQ(KeyOf({.name = "Doe^Jane^^Dr"}),
            (PatientKey{true, "Doe^Jane^^Dr", ""}));
}

TEST(PatientKey, AllocatesNothingOnceItHasReadOneAsLong) {
  TextCodec codec;
  PatientKey key;
  const std::string id(60, 'x');
  const std::string name = std::string(30, 'n') + "^" + std::string(30, 'm');
  const PatientText by_id = {.id = id, .issuer = id, .name = name};
  const PatientText by_name = {.name = name};
  key.Read(by_id, codec);
  key.Read(by_name, codec);
  const AllocationCount count;
  key.Read(by_id, codec);
  key.Read(by_name, codec);
  const std::uint64_t allocations = count.value();
  EXPECT_EQ(allocations, 0u);
}

}  // namespace
}  // namespace dcmscrub
