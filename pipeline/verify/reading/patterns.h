// What of an original counts as left over, and whether it stands in a text:
// docs/residue.md once more, plainly, one pattern after the other.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "kernels/core/vr.h"
#include "pipeline/verify/reading/days.h"
#include "pipeline/verify/reading/words.h"

namespace dcmscrub {

enum class ResidueKind : unsigned char { kName, kText, kDate, kUid };

// What a site's rules say of words by themselves (`residue`).
struct VerifySiteWords {
  std::size_t shortest = 3;                      // letters of a name's word
  std::set<std::string, std::less<>> ignored{};  // folded
  // A site searches for them: one common word of five letters counts as well.
  bool asked_for = false;
};

class VerifyPatterns {
 public:
  // `site` has to outlive it, and may be null. What counts but for the site's
  // words is `weak`.
  VerifyPatterns() = default;
  explicit VerifyPatterns(const VerifySiteWords* site) : site_(site) {}
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
    bool firm_alone;  // nothing that is weak
  };
  // What stands in a text.
  std::optional<ResidueKind> InText(std::string_view utf8,
                                    Sought sought = {}) const;
  // Of a code, number, date or other short value: whether all of it is one.
  std::optional<ResidueKind> InShortValue(std::string_view utf8, Vr vr,
                                          Sought sought = {}) const;
  // In bytes, as one character set or another has them as UTF-8.
  std::optional<ResidueKind> InBytes(std::string_view utf8,
                                     Sought sought = {}) const;

 private:
  static constexpr std::size_t kShortestUid = 8;

  struct Pattern {
    ResidueKind kind;
    std::vector<std::string> words;  // folded
    bool one_word = false;           // of what was written
    bool alone = false;              // one of several by itself
    bool anywhere = false;           // inside of longer words, too
    bool all_common = false;
    bool in_bytes = false;  // long enough to be no chance there
    bool number = false;    // of six digits or more
    bool parted = false;    // one, with a delimiter among its digits
    bool weak = false;
    friend auto operator<=>(const Pattern&, const Pattern&) = default;

    std::string_view Beginning() const;  // what any spelling begins with
    // npos: it is not in `text` at `at`.
    std::size_t EndIn(std::string_view text, std::size_t at) const;
    bool IsAllOf(std::string_view text) const;
  };
  struct Word {
    std::string text;  // folded
    std::string rest;  // with kLostLetter for what ASCII lacks
    bool common;
  };

  static std::vector<Word> WordsIn(std::string_view utf8, WordReading reading);
  void AddValue(ResidueKind kind, std::string_view value);
  void AddRomanised(std::string_view name);
  void AddPhoneNumber(std::string_view value);
  void AddNameOrders(std::string_view value, WordReading reading);
  void AddWhole(ResidueKind kind, const std::vector<Word>& words);
  void AddAlone(ResidueKind kind, const Word& word);
  bool Ignores(std::string_view word) const {
    return site_ != nullptr && site_->ignored.contains(word);
  }
  void Add(Pattern pattern, const std::vector<Word>& words);
  void AddNumbers(const Pattern& as_written);
  void AddWithoutAccents(Pattern pattern, const std::vector<Word>& words);
  void Insert(Pattern pattern);
  std::optional<ResidueKind> Find(std::string_view utf8, bool bytes,
                                  Sought sought) const;
  std::optional<ResidueKind> FindInReading(std::string_view text, bool bytes,
                                           Sought sought) const;
  std::optional<ResidueKind> FindWhole(std::string_view value, Vr vr,
                                       Sought sought) const;
  bool HasUid(std::string_view text) const;
  static bool IsSought(const Pattern& pattern, Sought sought) {
    const bool name = pattern.kind == ResidueKind::kName;
    if (sought.firm_alone && pattern.weak) return false;
    if (sought.phrases_alone && !pattern.number && pattern.one_word) {
      return false;
    }
    return !sought.names_alone || name;
  }
  // Whether the name of a maker or a product, which begins so, is one that a
  // ward or a station was given.
  static bool IsOwnName(const Pattern& pattern, std::string_view folded,
                        std::size_t at);

  const VerifySiteWords* site_ = nullptr;
  std::set<Pattern> patterns_;
  std::unordered_set<std::string> uids_;
  VerifyDays days_;
};

}  // namespace dcmscrub
