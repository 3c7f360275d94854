// Clean Descriptors, PS3.15 E.3.5: free text in which only harmless words stay.
//
// An allow-list, because what identifies cannot be listed: a token stays when
// it is a word of the vocabulary (letters folded to lower case) or a number
// that is too short to identify; all else goes, and so does what stands
// around it as part of a name, a date, an address. docs/profile.md has the
// rule in full.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kernels/bytes.h"

namespace dcmscrub {

// Words in lower case, UTF-8. Immutable: any number of threads may share one.
class Vocabulary {
 public:
  // Views that outlive it. Lines of word lists: one word or several; see
  // rules/vocabulary.h for how files are read.
  explicit Vocabulary(std::vector<std::string_view> words);

  bool Contains(std::string_view lower_case_word) const;
  std::size_t size() const { return words_; }

 private:
  std::vector<std::string_view> slots_;  // open addressing, by hash
  std::size_t words_ = 0;
};

// Working storage for one object at a time, reused from object to object.
class DescriptorCleaner {
 public:
  // Forgets the identifiers of the last object.
  void Begin();

  // Values that the profile removes from the same object for what they tell:
  // none of their words may stay. UTF-8, backslashes between values, PN with
  // its delimiters. Of a name every word of two characters or more counts; of
  // other values those of three or more, so that "CT" survives a department
  // called "CT ROOM".
  void AddName(std::string_view utf8);
  void AddIdentifier(std::string_view utf8);

  // Appends what may stay of `utf8`, a whole value; backslashes and line ends
  // stay. Returns whether that is `utf8` itself.
  bool Clean(std::string_view utf8, const Vocabulary& vocabulary,
             std::string& out);

 private:
  std::vector<std::string> identifiers_;  // words, folded; [0, count_) are used
  std::size_t count_ = 0;
  std::string folded_;
};

}  // namespace dcmscrub
