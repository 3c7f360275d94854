// Clean Descriptors, PS3.15 E.3.5: free text in which only harmless words stay.
//
// An allow-list, because what identifies cannot be listed: a token stays when
// it is a word of the vocabulary (whatever its case and accents) or a number
// that is too short to identify; all else goes, and so does what stands around
// it as part of a name, a date, an address. docs/profile.md has the rule in
// full.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/clean/descriptor_tokens.h"
#include "kernels/search/vocabulary.h"

namespace dcmscrub {

// Working storage for one object at a time, reused from object to object: a
// warm cleaner allocates nothing but what a longer text needs.
class DescriptorCleaner {
 public:
  // Forgets the identifiers of the last object.
  void Begin() { count_ = 0; }

  // Values that the profile removes from the same object for what they tell:
  // none of their words may stay. UTF-8, backslashes between values, PN with
  // its delimiters. Of a name every word of two characters or more counts, but
  // titles beside other words; of other values those of three or more, so that
  // "CT" survives a department called "CT ROOM", but connectors and units.
  // Words of four characters or more count inside of longer ones as well.
  void AddName(std::string_view utf8);
  // Of these, words of the vocabulary only make a word of the text weak: CHEST
  // stays beside an ID CHEST_0017, but not beside 0017.
  void AddIdentifier(std::string_view utf8) { Add(utf8, false); }
  // A name; but where it is made of the vocabulary's words alone, none of them
  // a name as well, it is no person's: "CONTRAST", "CT^TECH".
  void AddOperator(std::string_view utf8, const Vocabulary& vocabulary);

  // Appends what may stay of `utf8`, a whole value; backslashes and line ends
  // stay. Returns whether that is `utf8` itself. What it appends comes out
  // unchanged when it is cleaned again, and is never longer than `utf8`.
  bool Clean(std::string_view utf8, const Vocabulary& vocabulary,
             std::string& out);

 private:
  struct Identifier {
    std::string folded;
    std::string loose;  // as German spells umlauts either way: mueller, muller
    bool is_name = false;
    bool is_alone = false;  // the only word of a name
    bool is_long = false;   // four characters: found inside words as well
  };

  // How many words count that were not known; whether this one does.
  std::size_t Add(std::string_view utf8, bool is_name);
  bool AddWord(std::string_view word, bool is_name);
  // Returns whether every token stays.
  bool CleanOnce(std::string_view utf8, const Vocabulary& vocabulary,
                 std::string& out);
  void DropIdentifiers();
  bool IsSame(const DescriptorToken& token, const Identifier& identifier);

  std::vector<Identifier> identifiers_;  // [0, count_) are used
  std::size_t count_ = 0;
  DescriptorText text_;
  std::string loose_;
  std::string marks_;
  std::string passes_[2];
};

}  // namespace dcmscrub
