// What of an original counts as left over, and whether it stands in a text:
// docs/residue.md once more, plainly, one pattern after the other.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "kernels/core/vr.h"
#include "pipeline/verify/reading/days.h"

namespace dcmscrub {

enum class ResidueKind : unsigned char { kName, kText, kDate, kUid };

class VerifyPatterns {
 public:
  // A whole value, UTF-8, backslashes between several, names with theirs.
  void Add(ResidueKind kind, std::string_view utf8);
  // A UID or a day that an option retains may stand anywhere. After the last
  // Add.
  void Spare(std::string_view utf8);
  // Those of another original as well.
  void Merge(const VerifyPatterns& other);
  bool empty() const {
    return patterns_.empty() && uids_.empty() && days_.empty();
  }

  // What does not count there: words of the vocabulary, where makers and the
  // Standard have their words; one word by itself, where makers have; all but
  // people, where an option has a value stay, and people where they are all of
  // it.
  struct Sought {
    bool unknown_words_alone;
    bool phrases_alone;
    bool names_alone;
  };
  // What stands in a text.
  std::optional<ResidueKind> InText(std::string_view utf8,
                                    Sought sought = {}) const;
  // Of a code, number, date or other short value: whether all of it is one.
  std::optional<ResidueKind> InShortValue(std::string_view utf8, Vr vr,
                                          Sought sought = {}) const;
  // In bytes, as one character set or another has them as UTF-8.
  std::optional<ResidueKind> InBytes(std::string_view utf8) const;

 private:
  struct Pattern {
    ResidueKind kind;
    std::vector<std::string> words;  // folded
    bool alone;                      // a word by itself
    bool anywhere;                   // inside of longer words, too
    bool all_common;
    bool in_bytes;  // long enough to be no chance there
    bool number;    // of six digits or more
    friend auto operator<=>(const Pattern&, const Pattern&) = default;
  };

  void AddValue(ResidueKind kind, std::string_view value);
  void AddWhole(ResidueKind kind, std::vector<std::string> words);
  void AddAlone(ResidueKind kind, const std::string& word);
  std::optional<ResidueKind> Find(std::string_view utf8, bool bytes,
                                  Sought sought) const;
  bool HasUid(std::string_view text) const;
  static bool IsSought(const Pattern& pattern, Sought sought) {
    const bool name = pattern.kind == ResidueKind::kName;
    if (sought.phrases_alone && !pattern.number &&
        (pattern.alone || pattern.words.size() == 1)) {
      return false;
    }
    return !sought.names_alone || name;
  }
  // Whether the name of a maker or a product, which begins so, is one that a
  // ward or a station was given.
  static bool IsOwnName(const Pattern& pattern, std::string_view folded,
                        std::size_t at);

  std::set<Pattern> patterns_;
  std::unordered_set<std::string> uids_;
  VerifyDays days_;
};

}  // namespace dcmscrub
