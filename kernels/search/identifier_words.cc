#include "kernels/search/identifier_words.h"

#include <algorithm>

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

// Digits of the code of a country that `digits` begin with (ITU-T E.164).
std::size_t CountryCodeSize(std::string_view digits) {
  constexpr std::string_view kOfTwo[] = {
      "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41",
      "43", "44", "45", "46", "47", "48", "49", "51", "52", "53", "54",
      "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66",
      "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98"};
  if (digits.starts_with('1') || digits.starts_with('7')) return 1;
  return std::ranges::binary_search(kOfTwo, digits.substr(0, 2)) ? 2 : 3;
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
  of_name_ = kind == IdentifierKind::kName;
  words_.clear();
  beyond_.clear();
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
  AddJoinedWords(kind);
  if (kind == IdentifierKind::kText) AddPhoneNumber(value);
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
  unsigned flags = name ? Pattern::kOfName : 0;
  if (word.weight >= kLeastWordInside) flags |= Pattern::kInside;
  if (word.weight >= kLeastWordInBytes) flags |= Pattern::kInBytes;
  if (word.number) flags |= Pattern::kNumber;
  if (word.beyond_ascii) flags |= Pattern::kBeyondAscii;
  spelling_.Clear();
  spelling_.Append(folded_, word.begin, word.size);
  variants_.AddTo(*index_, spelling_, static_cast<std::uint8_t>(flags),
                  kLeastNumber);
  if ((flags & Pattern::kInBytes) != 0) NoteBeyond(std::span(&word, 1));
}

// O'Brien is a word as well.
void IdentifierWords::AddJoinedWords(IdentifierKind kind) {
  for (std::size_t i = 1; i < words_.size(); ++i) {
    if (!folded_.place(words_[i].begin).joins) continue;
    Word word = words_[i - 1];
    for (; i < words_.size() && folded_.place(words_[i].begin).joins; ++i) {
      word.size += words_[i].size;
      word.weight += words_[i].weight;
      word.beyond_ascii |= words_[i].beyond_ascii;
    }
    word.source_beyond = false;  // its words are searched for as written
    word.empty = word.common =
        IsCommon(folded_.letters().substr(word.begin, word.size));
    AddWord(kind, word);
  }
}

// A phone number without the code of its country.
void IdentifierWords::AddPhoneNumber(std::string_view value) {
  value.remove_prefix(std::min(value.find_first_not_of(" ("), value.size()));
  const std::size_t sign = value.starts_with("+")    ? 1
                           : value.starts_with("00") ? 2
                                                     : 0;
  if (sign == 0 || words_.size() > kMostWords ||
      !std::ranges::all_of(words_, &Word::number)) {
    return;
  }
  const std::size_t begin = sign == 2 ? 2 : 0;  // zeros are digits
  const std::string_view digits = folded_.letters().substr(begin);
  const std::size_t code = begin + CountryCodeSize(digits);
  has_code_ = !digits.starts_with('0') && !digits.starts_with('1');
  rest_.clear();
  for (Word word : words_) {
    const std::size_t end = word.begin + word.size;
    if (end <= code) continue;
    if (word.begin < code) {
      word.begin = static_cast<std::uint32_t>(code);
      word.size = word.weight = static_cast<std::uint32_t>(end - code);
    }
    rest_.push_back(word);
  }
  if (!rest_.empty()) AddWhole(rest_);
  has_code_ = false;
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
  // A department called CHEST.
  const bool asked_for = of_name_ || rule_->asked_for;
  if (!tells && words.size() == 1 && !asked_for) return;
  if (weight < kLeastWhole || (!tells && words.size() > 1)) return;
  AddJoined(words, tells);
}

// `tells`: not one common word, which counts for less.
void IdentifierWords::AddJoined(std::span<const Word> words, bool tells) {
  spelling_.Clear();
  std::size_t weight = 0;
  bool number = true;
  unsigned flags = Pattern::kCommon | (of_name_ ? Pattern::kOfName : 0u) |
                   (words.size() > 1 ? Pattern::kOfWords : 0u);
  for (const Word& word : words) {
    if (!spelling_.letters.empty()) spelling_.EndWord();
    spelling_.Append(folded_, word.begin, word.size);
    weight += word.weight;
    number &= word.number;
    if (word.beyond_ascii) flags |= Pattern::kBeyondAscii;
    if (!word.common) flags &= ~unsigned{Pattern::kCommon};
  }
  if (!tells && weight < kLeastWordInside) flags |= Pattern::kAlone;
  // An initial is not the beginning of a word.
  const bool initial = words.front().weight == 1 || words.back().weight == 1;
  if (tells && weight >= kLeastWholeInside && !initial) {
    flags |= Pattern::kInside;
  }
  if (number) flags |= Pattern::kNumber;
  if (tells && (!number || weight >= kLeastNumber)) {
    flags |= Pattern::kInBytes;
  }
  variants_.AddTo(*index_, spelling_, static_cast<std::uint8_t>(flags),
                  kLeastWhole);
  if (number && !of_name_ && (has_code_ || words.size() > 1)) AddGrouped(flags);
  if ((flags & Pattern::kInBytes) != 0) NoteBeyond(words);
}

// A phone number, or an ID with delimiters in it, in other groups. In pairs
// where it has the code of a country but North America's, or the one zero that
// stands for it.
void IdentifierWords::AddGrouped(unsigned flags) {
  std::string_view digits = spelling_.letters;
  const std::size_t zeros =
      std::min(digits.find_first_not_of('0'), digits.size());
  digits.remove_prefix(zeros);
  std::erase_if(spelling_.ends, [&](std::uint32_t& end) {
    if (end <= zeros) return true;
    end -= static_cast<std::uint32_t>(zeros);
    return false;
  });
  using Number = PatternVariants::Number;
  variants_.AddGrouped(*index_, digits, spelling_.ends,
                       has_code_ || zeros == 1 ? Number::kPhone : Number::kAny,
                       static_cast<std::uint8_t>(flags));
}

void IdentifierWords::NoteBeyond(std::span<const Word> words) {
  if (std::ranges::none_of(words, &Word::source_beyond)) return;
  beyond_.push_back(static_cast<std::uint32_t>(words.size()));
  for (const Word& word : words) beyond_.push_back(word.place);
}

}  // namespace dcmscrub
