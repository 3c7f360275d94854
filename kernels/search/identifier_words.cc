#include "kernels/search/identifier_words.h"

#include <algorithm>
#include <array>

#include "kernels/core/ascii.h"

namespace dcmscrub {
namespace {

// A whole value of more words is no phrase that is repeated elsewhere.
constexpr std::size_t kMostWords = 64;

constexpr std::size_t kLeastWhole = 4;        // letters and digits
constexpr std::size_t kLeastWholeInside = 6;  // found inside longer words
constexpr std::size_t kLeastTextWord = 6;
constexpr std::size_t kLeastWordInside = 5;
constexpr std::size_t kLeastWordInBytes = 4;
constexpr std::size_t kLeastNumber = 6;
constexpr std::size_t kLeastTellingCommonWord = 4;

constexpr WordKinds kBesideNames = kTitleWord | kDottedTitleWord |
                                   kTitleBehindWord | kLabelWord |
                                   kConnectorWord;

// What the program writes in place of a value.
constexpr std::string_view kOwnWords[] = {"anonymized", "removed"};

constexpr std::string_view kMonths[] = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};

unsigned Number(std::string_view digits) {
  unsigned number = 0;
  for (const char c : digits) number = number * 10 + unsigned(c - '0');
  return number;
}

bool IsKnownAsCommon(WordKinds kinds) {
  if ((kinds & kAmbiguousWord) != 0) return false;
  if ((kinds & kNotAWord) != 0) return (kinds & kBesideNames) != 0;
  return kinds != 0;
}

}  // namespace

void IdentifierWords::AddTo(PatternIndex& index, const ResidueWords& words,
                            IdentifierKind kind, std::string_view value) {
  index_ = &index;
  rule_ = &words;
  words_.clear();
  beyond_.clear();
  if (kind == IdentifierKind::kDate && AddDate(value)) return;
  folded_.ReadText(value, Umlauts::kAsOne);
  const bool has_umlauts = folded_.has_umlauts();
  AddReading(kind, value);
  if (!has_umlauts) return;
  folded_.ReadText(value, Umlauts::kAsTwo);
  beyond_.clear();
  AddReading(kind, value);
}

void IdentifierWords::AddReading(IdentifierKind kind, std::string_view value) {
  ReadWords();
  if (words_.size() <= kMostWords) AddWhole(words_);
  if (kind == IdentifierKind::kName) AddNameOrders(value);
  for (const Word& word : words_) AddWord(kind, word);
}

void IdentifierWords::ReadWords() {
  first_reading_.swap(words_);
  words_.clear();
  for (std::size_t i = 0; i < folded_.size();) ReadWord(i);
  // Who is common with one reading of an umlaut is so with the other.
  if (first_reading_.size() != words_.size()) return;
  for (std::size_t i = 0; i < words_.size(); ++i) {
    words_[i].empty |= first_reading_[i].empty;
    words_[i].common |= first_reading_[i].common;
  }
}

void IdentifierWords::ReadWord(std::size_t& i) {
  const std::string_view letters = folded_.letters();
  const bool ideographic = folded_.place(i).ideographic;
  Word word{.begin = static_cast<std::uint32_t>(i),
            .number = true,
            .place = static_cast<std::uint32_t>(words_.size())};
  do {
    const FoldedText::Place& place = folded_.place(i);
    if (place.first) word.weight += place.ideographic ? 2 : 1;
    word.number &= place.digit;
    word.beyond_ascii |= (letters[i] & 0x80) != 0;
    word.source_beyond |= place.beyond_ascii;
    ++i;
  } while (i < letters.size() && folded_.place(i).gap == 0 &&
           folded_.place(i).ideographic == ideographic);
  word.size = static_cast<std::uint32_t>(i) - word.begin;
  const std::string_view text = letters.substr(word.begin, word.size);
  word.empty = IsEmpty(text, word);
  word.common = word.empty || IsCommon(text);
  words_.push_back(word);
}

// Short numbers and lone letters tell as little as a word of the short list.
bool IdentifierWords::IsEmpty(std::string_view text, const Word& word) const {
  return word.weight == 1 || (word.number && word.size < kLeastWhole) ||
         std::ranges::find(kOwnWords, text) != std::end(kOwnWords) ||
         std::ranges::binary_search(rule_->ignored, text);
}

bool IdentifierWords::IsCommon(std::string_view word) const {
  return rule_->common != nullptr &&
         IsKnownAsCommon(rule_->common->KindsOf(word));
}

void IdentifierWords::AddWord(IdentifierKind kind, const Word& word) {
  const bool name = kind == IdentifierKind::kName;
  const std::size_t least = name ? rule_->shortest : kLeastTextWord;
  if (word.common || word.weight < least) return;
  if (word.number && word.size < kLeastNumber) return;
  unsigned flags = 0;
  if (word.weight >= kLeastWordInside) flags |= Pattern::kInside;
  if (word.weight >= kLeastWordInBytes) flags |= Pattern::kInBytes;
  if (word.number) flags |= Pattern::kNumber;
  if (word.beyond_ascii) flags |= Pattern::kBeyondAscii;
  index_->Add(folded_.letters().substr(word.begin, word.size), {},
              static_cast<std::uint8_t>(flags));
  if ((flags & Pattern::kInBytes) != 0) NoteBeyond(std::span(&word, 1));
}

void IdentifierWords::AddNameOrders(std::string_view value) {
  if (words_.size() < 2 || words_.size() > kMostWords) return;
  std::size_t family = 1;
  std::size_t both = words_.size();
  const std::size_t caret = value.find('^');
  if (caret != std::string_view::npos) {
    family = WordsBefore(caret);
    both = WordsBefore(std::min(value.find('^', caret + 1), value.size()));
  }
  if (family == 0 || family == both) return;
  const std::span<const Word> words = std::span(words_).first(both);
  if (both < words_.size()) AddWhole(words);
  turned_.assign(words.begin(), words.end());
  std::ranges::rotate(turned_,
                      turned_.begin() + static_cast<std::ptrdiff_t>(family));
  AddWhole(turned_);
}

std::size_t IdentifierWords::WordsBefore(std::size_t source_offset) const {
  std::size_t count = 0;
  while (count < words_.size() &&
         folded_.place(words_[count].begin).begin < source_offset) {
    ++count;
  }
  return count;
}

void IdentifierWords::AddWhole(std::span<const Word> words) {
  std::size_t weight = 0;
  std::size_t digits = 0;
  bool empty = true;
  bool tells = false;
  for (const Word& word : words) {
    weight += word.weight;
    digits += word.number ? word.size : 0;
    empty &= word.empty;
    const bool long_enough =
        words.size() > 1 && word.weight >= kLeastTellingCommonWord;
    tells |= !word.common || long_enough;
  }
  if (empty && digits < kLeastNumber) return;
  tells |= digits >= kLeastNumber;  // a phone number
  if (weight < kLeastWhole || (!tells && words.size() > 1)) return;
  AddJoined(words, tells);
}

// `tells`: not one common word, which counts for less.
void IdentifierWords::AddJoined(std::span<const Word> words, bool tells) {
  letters_.clear();
  ends_.clear();
  std::size_t weight = 0;
  bool number = true;
  unsigned flags = Pattern::kCommon;
  for (const Word& word : words) {
    if (!letters_.empty()) {
      ends_.push_back(static_cast<std::uint32_t>(letters_.size()));
    }
    letters_.append(folded_.letters(), word.begin, word.size);
    weight += word.weight;
    number &= word.number;
    if (word.beyond_ascii) flags |= Pattern::kBeyondAscii;
    if (!word.common) flags &= ~unsigned{Pattern::kCommon};
  }
  if (!tells && weight < kLeastWordInside) flags |= Pattern::kAlone;
  if (tells && weight >= kLeastWholeInside) flags |= Pattern::kInside;
  if (number) flags |= Pattern::kNumber;
  if (tells && (!number || weight >= kLeastNumber)) {
    flags |= Pattern::kInBytes;
  }
  index_->Add(letters_, ends_, static_cast<std::uint8_t>(flags));
  if ((flags & Pattern::kInBytes) != 0) NoteBeyond(words);
}

void IdentifierWords::NoteBeyond(std::span<const Word> words) {
  if (std::ranges::none_of(words, &Word::source_beyond)) return;
  beyond_.push_back(static_cast<std::uint32_t>(words.size()));
  for (const Word& word : words) beyond_.push_back(word.place);
}

// YYYYMMDD, or with dots as before 1993. False: to be taken for a text. What
// is shorter than that tells no day, and is not searched for.
bool IdentifierWords::AddDate(std::string_view value) {
  std::array<char, 8> digits;
  std::size_t size = 0;
  for (const char c : value) {
    if (c == ' ' || c == '\0' || c == '.') continue;
    if (!IsDigit(c) || size == digits.size()) return false;
    digits[size++] = c;
  }
  if (size < digits.size()) return true;
  const std::string_view date(digits.data(), size);
  const unsigned month = Number(date.substr(4, 2));
  const unsigned day = Number(date.substr(6));
  if (month < 1 || month > 12 || day < 1 || day > 31) return false;
  AddDay(date);
  return true;
}

void IdentifierWords::AddDay(std::string_view digits) {
  constexpr unsigned kFlags =
      Pattern::kInside | Pattern::kInBytes | Pattern::kDate;
  const auto add = [&](std::string_view a, std::string_view b,
                       std::string_view c, unsigned flags) {
    letters_.assign(a).append(b).append(c);
    const std::uint32_t ends[] = {
        static_cast<std::uint32_t>(a.size()),
        static_cast<std::uint32_t>(a.size() + b.size())};
    index_->Add(letters_, ends, static_cast<std::uint8_t>(kFlags | flags));
  };
  const std::string_view year = digits.substr(0, 4);
  const std::string_view months[] = {digits.substr(4, 2), digits.substr(5, 1)};
  const std::string_view days[] = {digits.substr(6, 2), digits.substr(7, 1)};
  const std::string_view name = kMonths[Number(months[0]) - 1];
  const std::string_view names[] = {name.substr(0, 3), name};
  const std::size_t day_forms = days[0][0] == '0' ? 2 : 1;
  const std::size_t month_forms = months[0][0] == '0' ? 2 : 1;
  const std::size_t name_forms = name.size() > 3 ? 2 : 1;
  for (std::size_t d = 0; d < day_forms; ++d) {
    for (std::size_t m = 0; m < month_forms; ++m) {
      const unsigned flags = d + m > 0 ? Pattern::kApart : Pattern::kNumber;
      add(year, months[m], days[d], flags);
      add(days[d], months[m], year, flags);
      add(months[m], days[d], year, flags);
    }
    for (std::size_t n = 0; n < name_forms; ++n) {
      add(year, names[n], days[d], 0);
      add(days[d], names[n], year, 0);
      add(names[n], days[d], year, 0);
    }
  }
}

}  // namespace dcmscrub
