#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "kernels/clean/descriptor.h"

namespace dcmscrub {
namespace {

constexpr VocabularyWord kWords[] = {
    {"ct", kPlainWord},
    {"mr", kPlainWord | kDottedTitleWord},
    {"chest", kPlainWord},
    {"knee", kPlainWord},
    {"bone", kPlainWord | kAmbiguousWord},
    {"spine", kPlainWord},
    {"cspine", kPlainWord},
    {"xray", kPlainWord},
    {"bvalue", kPlainWord},
    {"mri", kPlainWord},
    {"iso", kPlainWord},
    {"with", kPlainWord | kConnectorWord},
    {"op", kPlainWord | kConnectorWord},
    {"le", kPlainWord | kConnectorWord},
    {"for", kConnectorWord},
    {"of", kConnectorWord},
    {"thorax", kPlainWord},
    {"drainage", kPlainWord},
    {"pleura", kPlainWord},
    {"erguss", kPlainWord},
    {"entzundung", kPlainWord},
    {"arm", kPlainWord},
    {"foramen", kPlainWord | kAmbiguousWord},

    {"foot", kPlainWord | kAmbiguousWord},
    {"graphy", kEnding},
    {"mm", kUnitWord},
    {"ms", kUnitWord},
    {"te", kParameterWord},
    {"tr", kParameterWord},
    {"b", kLoneLetter | kParameterWord},
    {"c", kLoneLetter},
    {"v", kLoneLetter},
    {"w", kLoneLetter},
    {"x", kLoneLetter},
    {"r", kLoneLetter},
    {"t", kLoneLetter},
    {"age", kPlainWord | kLabelWord | kAgeWord},
    {"胸部", kPlainWord},
    {"線", kPlainWord},
    {"正面", kPlainWord},
    {"上", kPlainWord},
    {"中", kPlainWord},
    {"x線", kPlainWord},
};

const Vocabulary& Words() {
  static const Vocabulary kVocabulary(kWords);
  return kVocabulary;
}

std::string Clean(std::string_view text) {
  DescriptorCleaner cleaner;
  std::string out;
  cleaner.Clean(text, Words(), out);
  return out;
}

struct Case {
  std::string_view text;
  std::string_view want;
};

template <std::size_t kSize>
void Check(const Case (&cases)[kSize]) {
  for (const Case& c : cases) EXPECT_EQ(Clean(c.text), c.want) << c.text;
}

TEST(DescriptorForms, KeepsLongWordsWithoutVowels) {
  Check({{"CNTRST CHEST", "CNTRST CHEST"},
         {"CHEST mltpl", "CHEST mltpl"},
         {"PRGNCY CHEST", "PRGNCY CHEST"},
         {"LYNCH CHEST", "CHEST"},  // y is a vowel in short words
         {"KRC CHEST", "CHEST"},    // and three letters are a name
         {"CHEST J.K.L.M.", "CHEST"},
         {"BXKT1234 CHEST", "CHEST"}});
}

TEST(DescriptorForms, KeepsLongWordsThatEndAsNoNameDoes) {
  Check({{"Fistulography CHEST", "Fistulography CHEST"},
         {"Xgraphy CHEST", "CHEST"},
         {"Graphyson CHEST", "CHEST"}});
}

TEST(DescriptorForms, KeepsLongWordsWithAnEndingOfGrammar) {
  Check({{"Thoraxes", "Thoraxes"},
         {"pleurae CHEST", "pleurae CHEST"},
         {"Thoraxer CHEST", "CHEST"},     // names end so
         {"chestes KNEE", "KNEE"},        // too short a word
         {"foramenes CHEST", "CHEST"}});  // a name as well
}

TEST(DescriptorForms, KeepsWordsThatAreWrittenInOne) {
  Check({{"Thoraxdrainage", "Thoraxdrainage"},
         {"CHEST PLEURAERGUSS", "CHEST PLEURAERGUSS"},
         {"Entzündungsdrainage", "Entzündungsdrainage"},
         {"Thoraxpleuraerguss", "Thoraxpleuraerguss"},
         {"CHEST Thoraxmeyer", "CHEST"},
         {"CHEST Thoraxbones", "CHEST"},  // a name as well
         {"CHEST Thoraxarmen", "CHEST"},  // too short a part
         {"CHEST Chestknee", "CHEST"},    // too short a whole
         {"CHEST Thoraxsdrainages", "CHEST"}});
}

TEST(DescriptorForms, KeepsWordsOfScriptsWithoutSpaces) {
  Check({{"胸部正面", "胸部正面"},
         {"胸部X線正面", "胸部X線正面"},
         {"胸部12正面 CT", "胸部12正面 CT"},
         {"胸部123正面 CT", "CT"},
         {"上胸部", "上胸部"},
         {"CT胸部 CHEST", "CT胸部 CHEST"},
         {"上中 CHEST", "CHEST"},  // a name too
         {"胸部王 CHEST", "CHEST"},
         {"SMITHSON胸部 CHEST", "CHEST"}});
}

TEST(DescriptorForms, ReadsDecimalsWithP) {
  Check({{"CHEST 2p5mm", "CHEST 2p5mm"},
         {"TE0p59 CHEST", "TE0p59 CHEST"},
         {"2p4iso CHEST", "2p4iso CHEST"},
         {"CHEST 1961p03mm", "CHEST"},
         {"CHEST 12p03p61", "CHEST"}});
}

TEST(DescriptorForms, ReadsCodesPartByPart) {
  Check({{"3mmIso CHEST", "3mmIso CHEST"},
         {"CHEST_TE115ms", "CHEST_TE115ms"},
         {"chestTR2000TE30", "chestTR2000TE30"},
         {"chest1234 KNEE", "KNEE"},
         {"TR1234TE5678b1 CHEST", "CHEST"},
         {"dMRI qCHEST", "dMRI qCHEST"},
         {"b1000 CHEST", "b1000 CHEST"},
         {"B141 CHEST", "CHEST"},
         {"b094 CHEST", "CHEST"},
         {"dSMITHSON CHEST", "CHEST"}});
}

TEST(DescriptorForms, JoinsALetterToTheWordBehindItsHyphen) {
  Check({{"X-Ray CHEST", "X-Ray CHEST"},
         {"C-SPINE", "C-SPINE"},
         {"CHEST B-value", "CHEST B-value"},
         {"J-Smithson CHEST", "CHEST"}});
}

TEST(DescriptorForms, TakesCapitalConnectorsForWords) {
  Check({{"SMITHSON LE", "LE"},
         {"CHEST OP", "CHEST OP"},
         {"CHEST le SMITHSON", "CHEST"},
         {"of SMITHSON CHEST", "CHEST"}});
}

TEST(DescriptorForms, TakesNoInitialBesideShortWordsOfOneLetter) {
  Check({{"BONE W CHEST", "BONE W CHEST"},
         {"BONE C SPINE", "BONE C SPINE"},
         {"BONE V", "BONE V"},
         {"BONE 3+V", "BONE 3+V"},
         {"BONE T", ""},
         {"SMITHSON W CHEST", "W CHEST"}});
}

TEST(DescriptorForms, TakesNumbersOfFourDigitsForIdentifiers) {
  Check({{"CHEST 4711", "CHEST"},
         {"4711 CHEST", "CHEST"},
         {"CHEST 1500", "CHEST 1500"},
         {"CHEST 2048", "CHEST"},  // a year
         {"CHEST 4096", "CHEST 4096"},
         {"CHEST TR 4711", "CHEST TR 4711"},
         {"CHEST 4711 ms", "CHEST 4711 ms"},
         {"CHEST 471", "CHEST 471"}});
}

TEST(DescriptorForms, TakesNamesThatAreWordsByTheirForm) {
  Check({{"Foot^Jane CHEST", "CHEST"},
         {"CHEST^KNEE", "CHEST^KNEE"},
         {"Knee^Jane", ""},
         {"Jane^Knee^Foot CT", "CT"},
         {"CT Knee, Jane", "CT"},
         {"CT KNEE, JANE", "CT KNEE"},
         {"CT for Jane Knee", "CT"},
         {"CT Jane Knee", "CT Knee"}});
}

TEST(DescriptorForms, TakesAgesBehindTheirLabel) {
  Check({{"CHEST age 99", "CHEST"},
         {"BONE AGE", "BONE AGE"},
         {"CHEST 99 age", "CHEST"}});
}

struct BesideCase {
  std::string_view text;
  std::string_view want;
};

TEST(DescriptorForms, WeakensWordsOfInstitutionsAndIds) {
  constexpr BesideCase kCases[] = {
      {"CT CHEST", "CT CHEST"},    {"CHEST_0017", ""},
      {"CT CHEST Smithson", "CT"}, {"CT KNEE of Xyzzy", "CT"},
      {"XYZZY KNEE CHEST", ""},    {"MR SPINE", "MR SPINE"},
  };
  for (const BesideCase& c : kCases) {
    DescriptorCleaner cleaner;
    cleaner.AddIdentifier("CHEST_0017");
    cleaner.AddIdentifier("Xyzzy Knee Clinic");
    std::string out;
    cleaner.Clean(c.text, Words(), out);
    EXPECT_EQ(out, c.want) << c.text;
  }
}

TEST(DescriptorForms, LetsNoWordOfANameStay) {
  DescriptorCleaner cleaner;
  cleaner.AddName("Chest^Knee");
  cleaner.AddIdentifier("CHEST");
  std::string out;
  cleaner.Clean("CT CHEST KNEE SPINE", Words(), out);
  EXPECT_EQ(out, "CT SPINE");
}

TEST(DescriptorForms, TakesOperatorsOfPlainWordsForNoNames) {
  struct OperatorCase {
    std::string_view name;
    std::string_view want;  // of "CT CHEST BONE"
  };
  constexpr OperatorCase kCases[] = {
      {"CHEST", "CT CHEST BONE"}, {"CT^CHEST", "CT CHEST BONE"},
      {"CHEST^J", "CT"},          {"Smithson^Chest", "CT"},
      {"BONE^CHEST", "CT"},       {"CT", "CHEST BONE"},
  };
  for (const OperatorCase& c : kCases) {
    DescriptorCleaner cleaner;
    cleaner.AddOperator(c.name, Words());
    std::string out;
    cleaner.Clean("CT CHEST BONE", Words(), out);
    EXPECT_EQ(out, c.want) << c.name;
  }
}

TEST(DescriptorForms, KnowsInitialsBehindANameOfTheObject) {
  DescriptorCleaner cleaner;
  cleaner.AddName("Smithson^Rose");
  cleaner.AddIdentifier("4711");
  std::string out;
  cleaner.Clean("SMITHSON R CHEST", Words(), out);
  EXPECT_EQ(out, "CHEST");
}

TEST(DescriptorForms, TakesATitleThatIsAllOfANameForTheName) {
  DescriptorCleaner cleaner;
  cleaner.AddOperator("MR", Words());  // the modality
  std::string out;
  cleaner.Clean("MR CHEST", Words(), out);
  EXPECT_EQ(out, "MR CHEST");
  cleaner.AddName("Mr^Smithson");
  out.clear();
  cleaner.Clean("MR CHEST", Words(), out);
  EXPECT_EQ(out, "MR CHEST");
  cleaner.Begin();
  cleaner.AddName("MR");
  out.clear();
  cleaner.Clean("MR CHEST", Words(), out);
  EXPECT_EQ(out, "CHEST");
}

}  // namespace
}  // namespace dcmscrub
