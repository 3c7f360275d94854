#include "rules/language/legal_value.h"

#include <gtest/gtest.h>

#include <string>

namespace dcmscrub {
namespace {

struct Case {
  Vr vr;
  std::string value;
  bool legal;
};

void Check(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    EXPECT_EQ(IsLegalValue(c.vr, c.value), c.legal)
        << VrName(c.vr) << " '" << c.value << "'";
  }
}

TEST(LegalValue, TextKeepsToTheCharactersAndTheLengthOfItsVr) {
  Check({
      {Vr::kCS, "MR_1 A", true},
      {Vr::kCS, "mr", false},
      {Vr::kCS, std::string(16, 'A'), true},
      {Vr::kCS, std::string(17, 'A'), false},
      {Vr::kCS, "A\\B\\C", true},
      {Vr::kCS, "A\\b", false},
      {Vr::kAE, "STORE-1", true},
      {Vr::kAE, "ST\xC3\x96RE", false},
      {Vr::kSH, std::string(16, 'x'), true},
      {Vr::kSH, std::string(17, 'x'), false},
      {Vr::kLO, "a\nb", false},
      {Vr::kLT, "a\r\nb\tc", true},
      {Vr::kLT,
       "a\x1B"
       "b",
       false},
      {Vr::kLT, "a\\b", true},
      {Vr::kUT, std::string(20000, 'x'), true},
      {Vr::kUC, std::string(2000, 'x'), true},
      {Vr::kUR, "http://a/b", true},
      {Vr::kUR, "http://a b", false},
  });
}

TEST(LegalValue, LengthCountsCharactersNotBytes) {
  std::string umlauts;
  for (int i = 0; i < 64; ++i) umlauts += "\xC3\xBC";
  Check({{Vr::kLO, umlauts, true}, {Vr::kLO, umlauts + "x", false}});
}

TEST(LegalValue, NamesHaveThreeGroupsOfFiveComponents) {
  Check({
      {Vr::kPN, "A^B^C^D^E=F=G", true},
      {Vr::kPN, "A^B^C^D^E^F", false},
      {Vr::kPN, "A=B=C=D", false},
      {Vr::kPN, std::string(64, 'x') + "=" + std::string(64, 'y'), true},
      {Vr::kPN, std::string(65, 'x'), false},
  });
}

TEST(LegalValue, NumbersAreNumbersInRange) {
  Check({
      {Vr::kIS, "-12", true},
      {Vr::kIS, "+12", true},
      {Vr::kIS, "+-12", false},
      {Vr::kIS, "1.5", false},
      {Vr::kIS, "2147483648", false},
      {Vr::kIS, "1\\2", true},
      {Vr::kDS, "1.5e-3", true},
      {Vr::kDS, "+.5", true},
      {Vr::kDS, "nan", false},
      {Vr::kDS, "inf", false},
      {Vr::kDS, "1,5", false},
      {Vr::kDS, "0.12345678901234567", false},
      {Vr::kUS, "65535", true},
      {Vr::kUS, "65536", false},
      {Vr::kUS, "-1", false},
      {Vr::kUS, "1\\2", true},
      {Vr::kUS, "1\\\\2", false},
      {Vr::kSS, "-32768", true},
      {Vr::kSV, "-9223372036854775808", true},
      {Vr::kUV, "18446744073709551615", true},
      {Vr::kFL, "1e40", false},
      {Vr::kFD, "1e40", true},
  });
}

TEST(LegalValue, DatesTimesAndAgesExist) {
  Check({
      {Vr::kDA, "20240229", true},
      {Vr::kDA, "20230229", false},
      {Vr::kDA, "2024.01.01", false},
      {Vr::kDA, "20240101-20240102", false},
      {Vr::kDA, "2024", false},
      {Vr::kTM, "235959.123", true},
      {Vr::kTM, "12", true},
      {Vr::kTM, "2500", false},
      {Vr::kTM, "10-12", false},
      {Vr::kDT, "20240101120000+0100", true},
      {Vr::kDT, "2024", true},
      {Vr::kDT, "20241301", false},
      {Vr::kAS, "045Y", true},
      {Vr::kAS, "45Y", false},
      {Vr::kAS, "045X", false},
  });
}

TEST(LegalValue, UidsAreWellFormed) {
  Check({
      {Vr::kUI, "1.2.3", true},
      {Vr::kUI, "1.2.03", false},
      {Vr::kUI, "1.2\\1.3", true},
      {Vr::kUI, "P-123", false},
  });
}

TEST(LegalValue, NothingIsLegalButForBytesAndItems) {
  Check({
      {Vr::kUI, "", true},
      {Vr::kDA, "\\", true},
      {Vr::kOB, "a", false},
      {Vr::kSQ, "a", false},
      {Vr::kUN, "a", false},
      {Vr::kAT, "(0010,0010)", false},
  });
}

}  // namespace
}  // namespace dcmscrub
