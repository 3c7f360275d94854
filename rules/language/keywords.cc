#include "rules/language/keywords.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "kernels/core/ascii.h"
#include "kernels/core/text.h"

namespace dcmscrub {
namespace {

using KeywordIndex = std::vector<const DictionaryRow*>;

std::string_view KeywordOf(const DictionaryRow* row) {
  return StandardText(row->keyword);
}

// The dictionary by keyword; made once, on first use.
const KeywordIndex& Index() {
  static const KeywordIndex kIndex = [] {
    KeywordIndex rows;
    for (const DictionaryRow& row : StandardDictionary()) rows.push_back(&row);
    std::ranges::stable_sort(rows, {}, KeywordOf);
    return rows;
  }();
  return kIndex;
}

// Longer words are no misspelt keywords: the longest has 63 letters.
constexpr std::size_t kLongestWord = 80;

// How far a suggestion may be from what was written.
std::size_t Tolerance(std::string_view word) {
  return std::clamp<std::size_t>(word.size() / 4, 1, 4);
}

// Insertions, deletions, replaced letters, and neighbours that changed places,
// without regard to case; `limit` + 1 as soon as it is more than `limit`.
std::size_t Distance(std::string_view a, std::string_view b,
                     std::size_t limit) {
  const std::size_t longer = std::max(a.size(), b.size());
  const std::size_t shorter = std::min(a.size(), b.size());
  if (longer - shorter > limit || longer > kLongestWord) return limit + 1;
  // Of the beginnings of `a` with one letter less, and two.
  using Row = std::array<std::uint8_t, kLongestWord + 1>;
  const auto plus = [](std::uint8_t distance, int more) {
    return static_cast<std::uint8_t>(distance + more);
  };
  Row row, last, before_last;
  for (std::size_t j = 0; j <= b.size(); ++j) {
    row[j] = static_cast<std::uint8_t>(j);
  }
  last = row;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before_last = last;
    last = row;
    row[0] = static_cast<std::uint8_t>(i);
    std::uint8_t least = row[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = ToLower(a[i - 1]) == ToLower(b[j - 1]);
      row[j] = std::min({plus(last[j - 1], same ? 0 : 1), plus(last[j], 1),
                         plus(row[j - 1], 1)});
      const bool swapped = i > 1 && j > 1 &&
                           ToLower(a[i - 1]) == ToLower(b[j - 2]) &&
                           ToLower(a[i - 2]) == ToLower(b[j - 1]);
      if (swapped) row[j] = std::min(row[j], plus(before_last[j - 2], 1));
      least = std::min(least, row[j]);
    }
    // Swapped letters reach back by one row more.
    if (least > limit + 1) return limit + 1;
  }
  return row[b.size()];
}

// Keeps the nearest of what it is shown.
class NearestOf {
 public:
  explicit NearestOf(std::string_view word)
      : word_(word), limit_(Tolerance(word)) {}

  void Show(std::string_view candidate) {
    if (done_) return;
    const std::size_t distance = Distance(word_, candidate, limit_);
    if (distance > limit_) return;
    best_ = candidate;
    done_ = distance == 0;
    if (!done_) limit_ = distance - 1;
  }
  std::string_view best() const { return best_; }

 private:
  std::string_view word_;
  std::string_view best_;
  std::size_t limit_;
  bool done_ = false;
};

}  // namespace

const DictionaryRow* FindKeyword(std::string_view keyword) {
  const KeywordIndex& index = Index();
  const auto found = std::ranges::lower_bound(index, keyword, {}, KeywordOf);
  if (found == index.end() || KeywordOf(*found) != keyword) return nullptr;
  return keyword.empty() ? nullptr : *found;
}

std::string_view Nearest(std::string_view word,
                         std::span<const std::string_view> candidates) {
  NearestOf nearest(word);
  for (const std::string_view candidate : candidates) nearest.Show(candidate);
  return nearest.best();
}

std::string_view NearestKeyword(std::string_view word) {
  NearestOf nearest(word);
  for (const DictionaryRow* row : Index()) nearest.Show(KeywordOf(row));
  return nearest.best();
}

bool MatchesGlob(std::string_view glob, std::string_view text) {
  std::size_t g = 0, t = 0;
  // Where to go on when a later star has eaten one character more.
  std::size_t star = std::string_view::npos, eaten = 0;
  while (t < text.size()) {
    if (g < glob.size() && (glob[g] == '?' || glob[g] == text[t]) &&
        glob[g] != '*') {
      ++g;
      ++t;
    } else if (g < glob.size() && glob[g] == '*') {
      star = g++;
      eaten = t;
    } else if (star != std::string_view::npos) {
      g = star + 1;
      t = ++eaten;
    } else {
      return false;
    }
  }
  while (g < glob.size() && glob[g] == '*') ++g;
  return g == glob.size();
}

std::string SpacedKeyword(std::string_view keyword) {
  const auto is_capital = [&](std::size_t i) {
    return i < keyword.size() && keyword[i] >= 'A' && keyword[i] <= 'Z';
  };
  std::string name;
  for (std::size_t i = 0; i < keyword.size(); ++i) {
    const bool ends_capitals = i + 1 < keyword.size() && !is_capital(i + 1);
    if (i > 0 && is_capital(i) && (!is_capital(i - 1) || ends_capitals)) {
      name += ' ';
    }
    name += keyword[i];
  }
  return name;
}

std::string RuleTagText(Tag tag) {
  if (tag.is_overlay() || tag.is_curve()) {
    return absl::StrFormat("(%02XXX,%04X)", tag.group() >> 8, tag.element());
  }
  return TagText(tag);
}

std::string TagName(Tag tag) {
  const DictionaryRow* row = FindDictionaryRow(tag);
  if (row != nullptr && row->keyword.size > 0) {
    return std::string(StandardText(row->keyword));
  }
  return RuleTagText(tag);
}

}  // namespace dcmscrub
