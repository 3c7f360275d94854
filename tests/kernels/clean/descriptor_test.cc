#include "kernels/clean/descriptor.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "rules/compile/vocabulary.h"
#include "tests/kernels/clean/descriptor_examples.h"

namespace dcmscrub {
namespace {

std::string Clean(std::string_view text) {
  DescriptorCleaner cleaner;
  std::string out;
  const bool same = cleaner.Clean(text, BuiltInVocabulary(), out);
  EXPECT_EQ(same, out == text) << text;
  return out;
}

struct Beside {  // what else the object holds
  std::vector<std::string_view> names;
  std::vector<std::string_view> identifiers;
};

std::string Clean(std::string_view text, const Beside& beside) {
  DescriptorCleaner cleaner;
  cleaner.Begin();
  for (const auto name : beside.names) cleaner.AddName(name);
  for (const auto value : beside.identifiers) cleaner.AddIdentifier(value);
  std::string out;
  cleaner.Clean(text, BuiltInVocabulary(), out);
  return out;
}

TEST(DescriptorCleaner, KeepsUsualDescriptors) {
  for (const std::string_view text : kUsual) EXPECT_EQ(Clean(text), text);
}

TEST(DescriptorCleaner, DropsWhatIdentifies) {
  for (const Case& c : kIdentifying) EXPECT_EQ(Clean(c.text), c.want) << c.text;
}

TEST(DescriptorCleaner, DropsWordsOfNamesInTheSameObject) {
  const Beside beside{.names = {"Brain^Chest^Spine=脳^胸", "Hals^Lï^^Mr"}};
  EXPECT_EQ(Clean("CT BRAIN", beside), "CT");
  EXPECT_EQ(Clean("CT brain, spine and KNEE", beside), "CT and KNEE");
  EXPECT_EQ(Clean("BRAIN_KNEE", beside), "KNEE");
  EXPECT_EQ(Clean("KNEE CTBRAIN", beside), "KNEE");
  EXPECT_EQ(Clean("T1BRAIN KNEE", beside), "KNEE");
  EXPECT_EQ(Clean("HIRN HÁLS", beside), "HIRN");
  EXPECT_EQ(Clean("LI KNEE", beside), "KNEE");
  EXPECT_EQ(Clean("LINE KNEE", beside), "LINE KNEE");
  EXPECT_EQ(Clean("MR KNEE", beside), "MR KNEE");
}

TEST(DescriptorCleaner, DropsWordsOfIdentifiersInTheSameObject) {
  const Beside beside{
      .identifiers = {"CT ROOM\\Angio of the Head", "T2", "321", "4 mm"}};
  EXPECT_EQ(Clean("CT KNEE", beside), "CT KNEE");
  EXPECT_EQ(Clean("T2 KNEE 321", beside), "T2 KNEE");
  EXPECT_EQ(Clean("KNEE 4 mm", beside), "KNEE 4 mm");
}

TEST(DescriptorCleaner, KnowsUmlautsInEitherSpelling) {
  EXPECT_EQ(Clean("KNIE SCHÄDEL", {.names = {"Schaedel"}}), "KNIE");
  EXPECT_EQ(Clean("KNIE SCHAEDEL", {.names = {"Schädel"}}), "KNIE");
  EXPECT_EQ(Clean("KNIE FUSS", {.names = {"Fuß"}}), "KNIE");
}

TEST(DescriptorCleaner, ForgetsTheLastObject) {
  DescriptorCleaner cleaner;
  cleaner.AddName("Chest");
  cleaner.Begin();
  std::string out = "before ";
  EXPECT_TRUE(cleaner.Clean("CHEST", BuiltInVocabulary(), out));
  EXPECT_EQ(out, "before CHEST");
}

TEST(DescriptorCleaner, GoesByTheVocabularyItIsGiven) {
  constexpr VocabularyWord kWords[] = {{"xyzzy", kPlainWord},
                                       {"грудь", kPlainWord}};
  const Vocabulary vocabulary(kWords);
  DescriptorCleaner cleaner;
  std::string out;
  EXPECT_FALSE(cleaner.Clean("Xyzzy CHEST ГРУДЬ", vocabulary, out));
  EXPECT_EQ(out, "Xyzzy ГРУДЬ");
}

// What is planted into descriptors, and may not be in what is left.
constexpr std::string_view kPlanted[] = {
    "Wagenknecht",   "SMITHSON",          "Brookfield",
    "Quintanilla",   "d'Ambrosini",       "Müllerin",
    "Żółtowski",     "Xiaoming",          "ÅKERSTRØM",
    "12.03.1961",    "1961-03-12",        "03/12/1961",
    "12-MAR-1961",   "19610312",          "12. Dezember 1961",
    "07:45:10",      "+49 711 9876543",   "(555) 987-6543",
    "0711-987654",   "roe@example.org",   "j.roe@mail.example.com",
    "AB1234567",     "MRN00471108",       "98-76543",
    "KIS-2019-4711", "https://x.example", "E2345678Q",
};

// Letters and digits alone, so that separators do not hide what is left.
std::string Essence(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') {
      out.push_back(static_cast<char>(c | 0x20));
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               static_cast<unsigned char>(c) >= 0x80) {
      out.push_back(c);
    }
  }
  return out;
}

TEST(DescriptorCleaner, LeavesNothingOfWhatIsPlanted) {
  constexpr std::string_view kJoints[] = {" ", "_",  ", ", " - ",
                                          "/", " (", ": "};
  std::mt19937 random(20260401);
  const auto pick = [&](const auto& from) {
    return from[random() % std::size(from)];
  };
  for (int round = 0; round < 20000; ++round) {
    const std::string_view secret = pick(kPlanted);
    std::string text(pick(kUsual));
    text.append(pick(kJoints)).append(secret);
    if (round % 2 == 0) text.append(pick(kJoints)).append(pick(kUsual));
    const std::string left = Essence(Clean(text));
    EXPECT_EQ(left.find(Essence(secret)), std::string::npos) << text;
  }
}

// Names that are words of the vocabulary, known from another attribute.
TEST(DescriptorCleaner, LeavesNoNameThatIsKnown) {
  constexpr std::string_view kNames[] = {"CHEST", "THORAX",  "Contrast",
                                         "Axial", "Schädel", "Pelvis"};
  std::mt19937 random(7);
  for (int round = 0; round < 5000; ++round) {
    const std::string_view name = kNames[random() % std::size(kNames)];
    std::string text(kUsual[random() % std::size(kUsual)]);
    text.append(round % 2 == 0 ? "_" : " x").append(name);
    const std::string left = Essence(Clean(text, {.names = {name}}));
    EXPECT_EQ(left.find(Essence(name)), std::string::npos) << text;
  }
}

std::string RandomText(std::mt19937& random) {
  constexpr std::string_view kPieces[] = {
      "CHEST", "Dr.",  "J.",   "J",        "HAND",   "R",    "12",    "1961",
      "5.0",   "mm",   "for",  "and",      "(",      ")",    "[",     "]",
      "\\",    "\r\n", " ",    " ",        "-",      "/",    ".",     ",",
      ":",     "_",    "x",    "@",        "+",      "März", "MD",    "ß",
      "王",    "BXQ",  "045Y", "B31f",     "TR",     "kg",   "é",     "\x80",
      "www.",  "://",  "Name", "\xF0\x9F", "Street", "b50",  "\0\x1b"};
  std::string text;
  const int count = static_cast<int>(random() % 14);
  for (int i = 0; i < count; ++i) {
    text.append(kPieces[random() % std::size(kPieces)]);
    if (random() % 3 == 0) text.push_back(' ');
    if (random() % 9 == 0) text.push_back(static_cast<char>(random() % 256));
  }
  return text;
}

TEST(DescriptorCleaner, ComesToRestAndNeverGrows) {
  std::mt19937 random(11);
  for (int round = 0; round < 40000; ++round) {
    const std::string text = RandomText(random);
    const Beside beside{.names = {round % 3 == 0 ? "Chest^J" : "Hand"}};
    const std::string once = Clean(text, beside);
    EXPECT_LE(once.size(), text.size()) << text;
    EXPECT_EQ(Clean(once, beside), once) << text;
  }
}

TEST(DescriptorCleaner, KeepsBackslashesAndLineEnds) {
  std::mt19937 random(12);
  const auto breaks = [](std::string_view text) {
    std::string out;
    for (const char c : text) {
      if (c == '\\' || c == '\r' || c == '\n') out.push_back(c);
    }
    return out;
  };
  for (int round = 0; round < 10000; ++round) {
    const std::string text = RandomText(random);
    EXPECT_EQ(breaks(Clean(text)), breaks(text)) << text;
  }
}

TEST(DescriptorCleaner, TakesAnyBytes) {
  std::mt19937 random(13);
  for (int round = 0; round < 20000; ++round) {
    std::string text(random() % 40, '\0');
    for (char& c : text) c = static_cast<char>(random() % 256);
    const std::string once = Clean(text);
    EXPECT_LE(once.size(), text.size());
    EXPECT_EQ(Clean(once), once);
  }
}

// A value that is made to cost much: brackets, signs and letters without end.
TEST(DescriptorCleaner, TakesLongTexts) {
  for (const std::string_view piece :
       {"(", "()", "(x) ", "a/", "a.", "@", "a@", "of ", "1 ", "Dr ", "://",
        "J. ", "\r\n", "Smithson "}) {
    std::string text;
    while (text.size() < 32768) text.append(piece);
    text.append(" Smithson");
    const std::string left = Clean(text);
    EXPECT_EQ(left.find("Smithson"), std::string::npos) << piece;
    EXPECT_EQ(Clean(left), left) << piece;
  }
}

TEST(Vocabulary, TellsTheKindsOfAWord) {
  constexpr VocabularyWord kWords[] = {
      {"may", kMonthWord}, {"may", kAmbiguousWord}, {"hip", kPlainWord}};
  const Vocabulary vocabulary(kWords);
  EXPECT_EQ(vocabulary.size(), 2u);
  EXPECT_EQ(vocabulary.KindsOf("may"), kMonthWord | kAmbiguousWord);
  EXPECT_EQ(vocabulary.KindsOf("hip"), kPlainWord);
  EXPECT_EQ(vocabulary.KindsOf("hi"), 0);
  EXPECT_EQ(vocabulary.KindsOf(""), 0);
  EXPECT_EQ(vocabulary.Words().size(), 2u);
}

TEST(Vocabulary, MayBeEmpty) {
  const Vocabulary vocabulary({});
  EXPECT_EQ(vocabulary.KindsOf("hip"), 0);
}

}  // namespace
}  // namespace dcmscrub
