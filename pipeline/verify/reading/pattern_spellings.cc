// What is searched for of a value, and how others spell it.
#include <algorithm>

#include "kernels/core/ascii.h"
#include "kernels/core/text.h"
#include "kernels/search/romanised.h"
#include "pipeline/verify/reading/numbers.h"
#include "pipeline/verify/reading/patterns.h"
#include "pipeline/verify/reading/values.h"
#include "rules/compile/vocabulary.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kMostWords = 64;

// The day of a date in DICOM's form, or of one with other delimiters: both,
// where it has two readings.
std::vector<std::int64_t> DaysIn(std::string_view value) {
  std::string digits;
  for (const char c : value.substr(0, 10)) {
    if (IsDigit(c)) digits += c;
  }
  if (value.find_first_not_of("0123456789./-") < 10 || digits.size() < 8) {
    return {};
  }
  const std::string last = digits.substr(4, 4);
  const std::string first = digits.substr(0, 2), second = digits.substr(2, 2);
  std::vector<std::string> spelled = {last + first + second,
                                      last + second + first};
  if (IsAllDigits(value.substr(0, 4))) spelled = {digits};
  std::vector<std::int64_t> days;
  for (const std::string& one : spelled) {
    if (const auto day = DayOf(one)) days.push_back(*day);
  }
  return days;
}

bool IsOfShortList(std::string_view word) {
  const auto list = ResidueCommonWords();
  return std::ranges::find(list, word) != list.end() || LettersOf(word) == 1 ||
         (IsAllDigits(word) && word.size() < 4);
}

bool IsCommon(std::string_view word) {
  if (IsOfShortList(word) || word == "anonymized" || word == "removed" ||
      word == "anon") {
    return true;
  }
  const WordKinds kinds = BuiltInVocabulary().KindsOf(word);
  constexpr WordKinds kBesideNames = kTitleWord | kDottedTitleWord |
                                     kTitleBehindWord | kConnectorWord |
                                     kLabelWord;
  if ((kinds & kBesideNames) != 0) return true;
  return (kinds & kPlainWord) != 0 && (kinds & kAmbiguousWord) == 0;
}

std::vector<std::string> WordsOf(std::string_view utf8, WordReading reading) {
  const std::string folded = FoldForSearch(utf8, reading);
  const std::vector<std::string_view> words = LetterRunsOf(folded);
  return {words.begin(), words.end()};
}

}  // namespace

void VerifyPatterns::Add(ResidueKind kind, std::string_view utf8) {
  if (kind == ResidueKind::kUid) {
    if (utf8.size() >= kShortestUid) uids_.emplace(utf8);
    return;
  }
  const std::string_view delimiters = kind == ResidueKind::kName ? "\\=" : "\\";
  while (!utf8.empty()) {
    const std::size_t size =
        std::min(utf8.find_first_of(delimiters), utf8.size());
    const std::string_view value = TrimPadding(utf8.substr(0, size));
    AddValue(kind, value);
    if (kind == ResidueKind::kName) AddRomanised(value);
    utf8.remove_prefix(std::min(size + 1, utf8.size()));
  }
}

// A name of another script in Latin letters.
void VerifyPatterns::AddRomanised(std::string_view name) {
  for (const Romanisation romanisation :
       {Romanisation::kPassport, Romanisation::kEnglish}) {
    std::string latin;
    if (!AppendRomanised(name, romanisation, latin)) return;
    AddValue(ResidueKind::kName, latin);
  }
}

void VerifyPatterns::AddValue(ResidueKind kind, std::string_view value) {
  if (kind == ResidueKind::kDate) {
    const std::vector<std::int64_t> days = DaysIn(value);
    for (const std::int64_t day : days) days_.Add(day);
    if (!days.empty()) return;
    kind = ResidueKind::kText;
  }
  const std::string text = WithoutPlus(value);
  for (const bool umlauts : {false, true}) {
    const WordReading reading = {.umlauts = umlauts};
    AddWhole(kind, WordsIn(text, reading));
    for (const bool joined : {false, true}) {
      const WordReading alone = {
          .umlauts = umlauts, .joined = joined, .nul_joins = joined};
      for (const Word& word : WordsIn(text, alone)) AddAlone(kind, word);
    }
    if (kind == ResidueKind::kName) AddNameOrders(text, reading);
    if (kind == ResidueKind::kText) AddPhoneNumber(text);
  }
}

// A phone number without the code of its country.
void VerifyPatterns::AddPhoneNumber(std::string_view value) {
  std::vector<Word> words;
  for (std::string& word : WithoutCountry(WordsOf(value, {}))) {
    const bool common = IsCommon(word);
    words.push_back({std::move(word), "", common});
  }
  if (!words.empty()) AddWhole(ResidueKind::kText, words);
}

// Family and given name, and the other way round.
void VerifyPatterns::AddNameOrders(std::string_view value,
                                   WordReading reading) {
  const std::size_t cut = value.find('^');
  std::vector<Word> family, given;
  if (cut == std::string_view::npos) {
    given = WordsIn(value, reading);
    if (given.size() < 2) return;
    family.push_back(std::move(given.front()));
    given.erase(given.begin());
  } else {
    family = WordsIn(value.substr(0, cut), reading);
    const std::string_view rest = value.substr(cut + 1);
    given = WordsIn(rest.substr(0, rest.find('^')), reading);
  }
  if (family.empty() || given.empty()) return;
  std::vector<Word> forth = family, back = given;
  forth.insert(forth.end(), given.begin(), given.end());
  back.insert(back.end(), family.begin(), family.end());
  AddWhole(ResidueKind::kName, forth);
  AddWhole(ResidueKind::kName, back);
}

// Who is common with one reading of an umlaut is so with the other.
std::vector<VerifyPatterns::Word> VerifyPatterns::WordsIn(std::string_view utf8,
                                                          WordReading reading) {
  WordReading other = reading, lost = reading;
  other.umlauts = !reading.umlauts;
  lost.letters_lost = true;
  const std::vector<std::string> texts = WordsOf(utf8, reading);
  const std::vector<std::string> others = WordsOf(utf8, other);
  const std::vector<std::string> rests = WordsOf(utf8, lost);
  std::vector<Word> words;
  words.reserve(texts.size());
  const bool alike = others.size() == texts.size();
  const bool known = rests.size() == texts.size();
  for (std::size_t i = 0; i < texts.size(); ++i) {
    words.push_back({texts[i], known ? rests[i] : "",
                     IsCommon(texts[i]) || (alike && IsCommon(others[i]))});
  }
  return words;
}

void VerifyPatterns::AddWhole(ResidueKind kind,
                              const std::vector<Word>& words) {
  std::size_t letters = 0, digits = 0, longest = 0;
  Pattern pattern{
      .kind = kind, .one_word = words.size() == 1, .all_common = true};
  bool number = true, empty = true, ignored = true;
  for (const Word& word : words) {
    letters += LettersOf(word.text);
    number &= IsAllDigits(word.text);
    if (IsAllDigits(word.text)) {
      digits += word.text.size();
    } else {
      longest = std::max(longest, LettersOf(word.text));
    }
    empty &= IsOfShortList(word.text);
    ignored &= IsOfShortList(word.text) || Ignores(word.text);
    pattern.all_common &= word.common;
    pattern.words.push_back(word.text);
  }
  const bool asked_for = site_ != nullptr && site_->asked_for;
  const bool tells = !pattern.all_common ||
                     (words.size() > 1 && longest >= 4) ||
                     (asked_for && longest >= 5);
  if (letters < 4 || words.size() > kMostWords ||
      ((empty || !tells) && digits < kLongNumber)) {
    return;
  }
  pattern.weak = ignored && digits < kLongNumber;
  // An initial is not the beginning of a word.
  const bool initial =
      LettersOf(words.front().text) == 1 || LettersOf(words.back().text) == 1;
  pattern.anywhere = letters >= kLongNumber && !initial;
  pattern.in_bytes = !number || digits >= kLongNumber;
  Add(std::move(pattern), words);
}

void VerifyPatterns::AddAlone(ResidueKind kind, const Word& word) {
  const std::size_t letters = LettersOf(word.text);
  const bool number = IsAllDigits(word.text);
  const bool name = kind == ResidueKind::kName;
  const std::size_t shortest = site_ != nullptr ? site_->shortest : 3;
  const std::size_t least = name ? std::min<std::size_t>(3, shortest) : 6;
  if (letters < least || word.common || (number && letters < kLongNumber)) {
    return;
  }
  Add({.kind = kind,
       .words = {word.text},
       .one_word = true,
       .alone = true,
       .anywhere = letters >= 5,
       .in_bytes = letters >= 4,
       .weak = (name && letters < shortest) || Ignores(word.text)},
      {word});
}

// As it is, and as others spell it.
void VerifyPatterns::Add(Pattern pattern, const std::vector<Word>& words) {
  AddWithoutAccents(pattern, words);
  if (pattern.kind != ResidueKind::kName) AddNumbers(pattern);
  Insert(std::move(pattern));
}

void VerifyPatterns::Insert(Pattern pattern) {
  const bool number = std::ranges::all_of(pattern.words, IsAllDigits);
  std::size_t digits = 0;
  for (const std::string& word : pattern.words) digits += word.size();
  pattern.number = number && digits >= kLongNumber;
  patterns_.insert(std::move(pattern));
}

void VerifyPatterns::AddNumbers(const Pattern& as_written) {
  Pattern pattern = as_written;
  const std::size_t least = pattern.alone ? kLongNumber : 4;
  pattern.words = WithoutZeros(as_written.words);
  std::size_t letters = 0;
  for (const std::string& word : pattern.words) letters += word.size();
  if (letters >= least) {
    pattern.parted = pattern.words.size() == 1 && letters >= kLongNumber &&
                     IsAllDigits(pattern.words.front());
    pattern.anywhere &= letters >= kLongNumber;
    pattern.in_bytes &= letters >= kLongNumber;
    if (pattern.parted || pattern.words != as_written.words) Insert(pattern);
  }
  if (as_written.words.size() != 1) return;
  pattern = as_written;
  pattern.words = {NumberOfCode(as_written.words.front())};
  if (!pattern.words.front().empty()) Insert(pattern);
}

// As programs that know ASCII alone write it: without letters that it lacks, or
// with one or two others in place of each.
void VerifyPatterns::AddWithoutAccents(Pattern pattern,
                                       const std::vector<Word>& words) {
  constexpr std::size_t kLeast = 5, kLeastRun = 3;
  std::size_t letters = 0, longest = 0;
  bool lost = false;
  pattern.words.clear();
  for (const Word& word : words) {
    std::string_view rest = word.rest;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(kLostLetter), rest.size());
      if (end > 0) pattern.words.emplace_back(rest.substr(0, end));
      letters += end;
      longest = std::max(longest, end);
      lost |= end < rest.size();
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  if (!lost || letters < kLeast || longest < kLeastRun) return;
  pattern.anywhere = false;
  Insert(std::move(pattern));
}

}  // namespace dcmscrub
