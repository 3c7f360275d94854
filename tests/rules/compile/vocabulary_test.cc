#include "rules/compile/vocabulary.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "kernels/clean/descriptor.h"
#include "kernels/text/letters.h"

namespace dcmscrub {
namespace {

struct Made {
  std::unique_ptr<const Vocabulary> vocabulary;
  std::vector<VocabularyError> errors;
};

Made Make(std::string name, std::string_view text) {
  const VocabularyFile file{std::move(name), text};
  Made made;
  made.vocabulary = MakeVocabulary({&file, 1}, made.errors);
  return made;
}

std::string Listing(const std::vector<VocabularyError>& errors) {
  std::string out;
  for (const VocabularyError& error : errors) {
    out += std::to_string(error.file) + ":" + std::to_string(error.line) +
           ": " + error.message + "\n";
  }
  return out;
}

TEST(BuiltInVocabulary, HoldsWordsAsTheyAreCompared) {
  for (const VocabularyWord& word : BuiltInVocabulary().Words()) {
    std::string folded;
    AppendFolded(word.word, folded);
    EXPECT_EQ(folded, word.word);
    EXPECT_EQ(BuiltInVocabulary().KindsOf(word.word),
              word.kinds & ~kMakersWord);
    EXPECT_EQ(BuiltInVocabulary().IsOfMakers(word.word),
              (word.kinds & kMakersWord) != 0);
  }
}

TEST(BuiltInVocabulary, HoldsThousandsOfWords) {
  std::size_t plain = 0;
  for (const VocabularyWord& word : BuiltInVocabulary().Words()) {
    if ((word.kinds & kPlainWord) != 0) ++plain;
  }
  EXPECT_GT(plain, 5000u);
}

TEST(BuiltInVocabulary, HoldsTheStandardsWordsAndOurs) {
  for (const char* word :
       {"tomosynthesis", "collimator", "mprage", "schadel", "schaedel", "genou",
        "rodilla", "ginocchio", "wervelkolom", "gadovist"}) {
    EXPECT_EQ(BuiltInVocabulary().KindsOf(word) & kPlainWord, kPlainWord)
        << word;
  }
}

// Common names in the languages of the lists, and roles and places that the
// Standard's texts speak of.
TEST(BuiltInVocabulary, HoldsNoCommonNames) {
  for (const char* word :
       {"smith",      "jones",      "brown",   "young",     "king",
        "green",      "wright",     "hill",    "baker",     "carter",
        "cook",       "grant",      "bush",    "cole",      "ward",
        "price",      "bell",       "may",     "august",    "june",
        "john",       "mary",       "mark",    "rose",      "muller",
        "mueller",    "schmidt",    "fischer", "weber",     "meyer",
        "wagner",     "becker",     "koch",    "klein",     "wolf",
        "stein",      "braun",      "martin",  "bernard",   "robert",
        "richard",    "roux",       "garcia",  "lopez",     "sanchez",
        "moreno",     "delgado",    "castro",  "rossi",     "russo",
        "ferrari",    "romano",     "costa",   "conti",     "jansen",
        "bakker",     "visser",     "smit",    "boer",      "vries",
        "hounsfield", "parkinson",  "hodgkin", "physician", "operator",
        "hospital",   "university", "london",  "male",      "female",
        "pregnant"}) {
    const WordKinds kinds = BuiltInVocabulary().KindsOf(word);
    EXPECT_FALSE((kinds & kPlainWord) != 0 && (kinds & kAmbiguousWord) == 0)
        << word;
  }
}

TEST(MakeVocabulary, AddsToTheBuiltInWords) {
  const Made made = Make("site.txt",
                         "# our own\n"
                         "Xyzzy  PLÜGH-frotz # and a comment\r\n"
                         "\n"
                         "грудь");
  ASSERT_NE(made.vocabulary, nullptr) << Listing(made.errors);
  for (const char* word : {"xyzzy", "plugh", "frotz", "грудь", "chest"}) {
    EXPECT_NE(made.vocabulary->KindsOf(word) & kPlainWord, 0) << word;
  }
  EXPECT_EQ(made.vocabulary->KindsOf("comment") &
                ~BuiltInVocabulary().KindsOf("comment"),
            0);
}

TEST(MakeVocabulary, OwnsItsWords) {
  Made made;
  {
    std::string text = "frobnicated\n";
    made = Make("site.txt", text);
    text.assign(text.size(), 'x');
  }
  EXPECT_EQ(made.vocabulary->KindsOf("frobnicated"), kPlainWord);
}

TEST(MakeVocabulary, LetsASiteAddWordsThatAreNamesToo) {
  EXPECT_EQ(BuiltInVocabulary().KindsOf("parkinson") & kPlainWord, 0);
  const Made made = Make("site.txt", "Parkinson");
  DescriptorCleaner cleaner;
  std::string out;
  EXPECT_TRUE(cleaner.Clean("BRAIN Parkinson", *made.vocabulary, out));
  EXPECT_FALSE(cleaner.Clean("BRAIN Parkinson", BuiltInVocabulary(), out));
}

TEST(MakeVocabulary, ReadsDictionariesWithoutTheirNames) {
  const Made made = Make("en-med.dic",
                         "6\n"
                         "\tThis is a comment of words\n"
                         "frobnosis/SM\n"
                         "Smithson/S\n"
                         "Ébertoma\n"
                         "xyzzitis\n"
                         "17a-frob\n"
                         "quzz\n"
                         "chest\n"
                         "parkinson\n");
  ASSERT_NE(made.vocabulary, nullptr) << Listing(made.errors);
  const auto is_word = [&](std::string_view word) {
    return (made.vocabulary->KindsOf(word) & kPlainWord) != 0;
  };
  EXPECT_TRUE(is_word("frobnosis"));
  EXPECT_TRUE(is_word("xyzzitis"));
  for (const char* word :
       {"smithson", "ebertoma", "17a", "frob", "quzz", "parkinson"}) {
    EXPECT_FALSE(is_word(word)) << word;
  }
  // They may be names; what the program knows itself stays what it is.
  EXPECT_EQ(made.vocabulary->KindsOf("xyzzitis"), kPlainWord | kAmbiguousWord);
  EXPECT_EQ(made.vocabulary->KindsOf("chest"),
            BuiltInVocabulary().KindsOf("chest"));
}

TEST(MakeVocabulary, NamesTheLineOfEachMistake) {
  const VocabularyFile files[] = {
      {"a.txt", "fine\nJ\n1234\n--- fine\n\xFF\xFE\n"},
      {"b.DIC", "frobnosis\nxyzzitis\n"},
      {"c.dic", ""},
      {"d.txt", std::string_view("x y\n", 4)},
  };
  std::vector<VocabularyError> errors;
  EXPECT_EQ(MakeVocabulary(files, errors), nullptr);
  EXPECT_EQ(Listing(errors),
            "0:2: a single letter is an initial: 'J'\n"
            "0:3: a number is no word: '1234'\n"
            "0:4: no word in '---'\n"
            "0:5: not UTF-8\n"
            "1:1: a dictionary begins with the count of its words\n"
            "2:1: a dictionary begins with the count of its words\n"
            "3:1: a single letter is an initial: 'x'\n"
            "3:1: a single letter is an initial: 'y'\n");
}

TEST(MakeVocabulary, ReportsNoMoreThanAHundredMistakes) {
  std::string text;
  for (int i = 0; i < 500; ++i) text += "7\n";
  EXPECT_EQ(Make("site.txt", text).errors.size(), 100u);
}

TEST(MakeVocabulary, RefusesWordsOfNoLanguage) {
  const Made made = Make("site.txt", std::string(65, 'a'));
  EXPECT_EQ(Listing(made.errors), "0:1: a word of 65 bytes; 64 are the most\n");
}

}  // namespace
}  // namespace dcmscrub
