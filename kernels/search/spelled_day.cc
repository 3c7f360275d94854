#include "kernels/search/spelled_day.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "kernels/core/ascii.h"
#include "kernels/search/month_names.h"
#include "kernels/text/letters.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kMostBetween = 2;  // others between two parts
constexpr unsigned kFirstYear = 1800;
constexpr unsigned kLastYear = 2199;
// A word that stands between two parts: Spanish, Portuguese; English.
constexpr std::string_view kBetween[] = {"de", "del", "do", "of"};
constexpr std::string_view kDelimiters = "./-";     // of a short year
constexpr std::string_view kNameDelimiters = "- ";  // beside a name, too
// Behind a year or a month, and behind a day: Chinese and Japanese, Korean.
constexpr std::string_view kUnits[] = {"年", "月", "년", "월"};
constexpr std::string_view kDayUnits[] = {"日", "일"};
constexpr std::string_view kOrdinals[] = {"st", "nd", "rd", "th"};

// Of one of `words` that stands at `i`; 0: none does.
std::size_t SizeOfAny(std::span<const std::string_view> words,
                      std::string_view text, std::size_t i) {
  for (const std::string_view word : words) {
    if (text.substr(i, word.size()) == word) return word.size();
  }
  return 0;
}

bool IsOther(char c) { return !IsLetterOrDigit(c) && (c & 0x80) == 0; }
bool IsWord(char c) { return IsLetter(c) || (c & 0x80) != 0; }

unsigned NumberIn(std::string_view digits) {
  unsigned number = 0;
  for (const char c : digits) number = 10 * number + unsigned(c - '0');
  return number;
}

bool IsYear(unsigned year) { return year >= kFirstYear && year <= kLastYear; }

unsigned DaysIn(unsigned year, unsigned month) {
  constexpr std::array<std::uint8_t, 12> kDays = {31, 28, 31, 30, 31, 30,
                                                  31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return kDays[month - 1] + (month == 2 && leap ? 1u : 0u);
}

// A number, or the name of a month, with where it stands.
struct Part {
  TextRange at;  // with the ending of an ordinal number
  unsigned number = 0;
  bool is_name = false;
  std::size_t ending = 0;  // bytes of it

  TextRange bare() const { return {at.begin, at.end - ending}; }
};

// What may stand at a place: where borders do not count, both digits of a
// number or the one next to it.
using Parts = std::array<std::optional<Part>, 2>;

// The reader of one text. Where borders do not count, whatever stands beside a
// part may be no part of it.
class Reader {
 public:
  Reader(std::string_view text, bool borders, SeeDay see)
      : text_(text), borders_(borders), see_(see) {}

  bool InText();
  bool AtYear(TextRange year);
  bool AtDelimiter(std::size_t at);
  bool AtNamed(std::size_t at);

 private:
  std::string_view Of(TextRange range) const {
    return text_.substr(range.begin, range.end - range.begin);
  }
  bool DigitAt(std::size_t i) const {
    return i < text_.size() && IsDigit(text_[i]);
  }
  TextRange RunAt(std::size_t i) const;
  bool InRun(TextRange run);
  bool InEight(TextRange run);
  bool InTime(TextRange run);

  std::size_t SkipForth(std::size_t i, bool words) const;
  std::size_t SkipBack(std::size_t i, bool words) const;
  std::size_t SkipTimeBack(std::size_t end) const;
  Parts PartsForth(std::size_t i) const;
  Parts PartsBack(std::size_t end) const;
  std::optional<Part> NameForth(std::size_t i) const;
  std::optional<Part> NameBack(std::size_t end) const;
  bool Behind(TextRange year);
  bool Before(TextRange year);
  bool BeforeShort(TextRange last);
  bool BeforeShortNamed(TextRange year);
  bool GoesOn(std::size_t begin, std::size_t end) const;

  bool IsDotted(TextRange all) const;
  bool SeeParts(const Part& month, const Part& day, TextRange year,
                bool short_year);
  bool SeeBoth(const Part& a, const Part& b, TextRange year, bool short_year);
  bool See(SpelledDay spelled);

  const std::string_view text_;
  const bool borders_;
  const SeeDay see_;
};

TextRange Reader::RunAt(std::size_t i) const {
  std::size_t end = i;
  while (DigitAt(end)) ++end;
  return {i, end};
}

bool Reader::InText() {
  for (std::size_t i = 0; i < text_.size();) {
    if (!IsDigit(text_[i])) {
      ++i;
      continue;
    }
    const TextRange run = RunAt(i);
    if (InRun(run)) return true;
    i = run.end;
  }
  return false;
}

bool Reader::InRun(TextRange run) {
  switch (run.end - run.begin) {
    case 2:
      return BeforeShort(run) || BeforeShortNamed(run);
    case 4:
      return AtYear(run);
    case 8:
      return InEight(run);
    case 12:
    case 14:
      return InTime(run);
    default:
      return false;
  }
}

bool Reader::AtYear(TextRange year) {
  if (!IsYear(NumberIn(Of(year)))) return false;
  return Behind(year) || Before(year);
}

// All eight digits of a day, the year first or last.
bool Reader::InEight(TextRange run) {
  const auto part = [&](std::size_t from, std::size_t to) {
    const TextRange at{run.begin + from, run.begin + to};
    return Part{at, NumberIn(Of(at))};
  };
  return SeeParts(part(4, 6), part(6, 8), {run.begin, run.begin + 4}, false) ||
         SeeBoth(part(0, 2), part(2, 4), {run.begin + 4, run.end}, false);
}

// YYYYMMDDHHMM and YYYYMMDDHHMMSS.
bool Reader::InTime(TextRange run) {
  const auto number = [&](std::size_t from) {
    return NumberIn(text_.substr(run.begin + from, 2));
  };
  const bool seconds = run.end - run.begin == 14;
  if (number(8) > 23 || number(10) > 59 || (seconds && number(12) > 60)) {
    return false;
  }
  SpelledDay spelled;
  spelled.day = {
      static_cast<std::uint16_t>(NumberIn(text_.substr(run.begin, 4))),
      static_cast<std::uint8_t>(number(4)),
      static_cast<std::uint8_t>(number(6))};
  spelled.all = run;
  spelled.year_at = {run.begin, run.begin + 4};
  spelled.month_at = {run.begin + 4, run.begin + 6};
  spelled.day_at = {run.begin + 6, run.begin + 8};
  // Of a second, a fraction.
  std::size_t end = run.end;
  if (seconds && end < text_.size() && text_[end] == '.') {
    const TextRange fraction = RunAt(end + 1);
    if (fraction.end - fraction.begin <= 6) end = fraction.end;
    if (fraction.begin == fraction.end) end = run.end;
  }
  spelled.all.end = end;
  return See(spelled);
}

// From `i` on, past what may stand between two parts.
std::size_t Reader::SkipForth(std::size_t i, bool words) const {
  i += SizeOfAny(kUnits, text_, i);
  std::size_t at = i;
  while (at < text_.size() && at < i + kMostBetween && IsOther(text_[at])) ++at;
  if (!words || at == i) return at;
  for (const std::string_view word : kBetween) {
    const std::string_view rest = text_.substr(at);
    if (rest.size() <= word.size() || rest[word.size()] != ' ') continue;
    if (std::ranges::equal(rest.substr(0, word.size()), word, {}, ToLower)) {
      return at + word.size() + 1;
    }
  }
  return at;
}

std::size_t Reader::SkipBack(std::size_t i, bool words) const {
  std::size_t at = i;
  while (at > 0 && i - at < kMostBetween && IsOther(text_[at - 1])) --at;
  if (!words || at == i) return at;
  for (const std::string_view word : kBetween) {
    if (at <= word.size() || text_[at - word.size() - 1] != ' ') continue;
    const std::string_view there = text_.substr(at - word.size(), word.size());
    if (std::ranges::equal(there, word, {}, ToLower)) {
      return at - word.size() - 1;
    }
  }
  return at;
}

// Past the time of day that stands before the year in what date and ctime of
// POSIX write, with a time zone or without: Thu Mar 12 09:45:00 CET 2015.
std::size_t Reader::SkipTimeBack(std::size_t end) const {
  constexpr std::string_view kTime = "00:00:00";
  constexpr std::size_t kLongestZone = 5;
  std::size_t at = end;
  while (at > 0 && end - at < kLongestZone && IsUpper(text_[at - 1])) --at;
  if (at < end) at = SkipBack(at, false);
  if (at <= kTime.size()) return end;
  const std::size_t begin = at - kTime.size();
  for (std::size_t i = 0; i < kTime.size(); ++i) {
    const char c = text_[begin + i];
    if (kTime[i] == ':' ? c != ':' : !IsDigit(c)) return end;
  }
  const std::size_t before = SkipBack(begin, false);
  return before < begin ? before : end;
}

std::size_t OrdinalAt(std::string_view text, std::size_t i) {
  for (const std::string_view ordinal : kOrdinals) {
    const std::string_view there = text.substr(i, ordinal.size());
    if (std::ranges::equal(there, ordinal, {}, ToLower)) return ordinal.size();
  }
  return 0;
}

Parts Reader::PartsForth(std::size_t i) const {
  if (!DigitAt(i)) return {NameForth(i)};
  const TextRange run = RunAt(i);
  const std::size_t size = run.end - run.begin;
  Parts parts;
  if (size > 2 && borders_) return parts;
  const auto part = [&](std::size_t digits) {
    const TextRange at{i, i + digits};
    const std::size_t ending = OrdinalAt(text_, at.end);
    return Part{{i, at.end + ending}, NumberIn(Of(at)), false, ending};
  };
  parts[0] = part(std::min<std::size_t>(size, 2));
  if (size > 1 && !borders_) parts[1] = part(1);
  return parts;
}

Parts Reader::PartsBack(std::size_t end) const {
  if (end == 0) return {};
  std::size_t digits_end = end;
  constexpr std::size_t kEnding = 2;
  if (end > kEnding && IsDigit(text_[end - kEnding - 1]) &&
      OrdinalAt(text_.substr(0, end), end - kEnding) != 0) {
    digits_end = end - kEnding;
  }
  if (!IsDigit(text_[digits_end - 1])) return {NameBack(end)};
  std::size_t begin = digits_end;
  while (begin > 0 && IsDigit(text_[begin - 1])) --begin;
  const std::size_t size = digits_end - begin;
  Parts parts;
  if (size > 2 && borders_) return parts;
  const auto part = [&](std::size_t digits) {
    const TextRange at{digits_end - digits, digits_end};
    return Part{{at.begin, end}, NumberIn(Of(at)), false, end - digits_end};
  };
  parts[0] = part(std::min<std::size_t>(size, 2));
  if (size > 1 && !borders_) parts[1] = part(1);
  return parts;
}

std::optional<Part> Reader::NameForth(std::size_t i) const {
  std::size_t end = i;
  while (end < text_.size() && end < i + kLongestMonthName &&
         IsWord(text_[end])) {
    ++end;
  }
  const unsigned roman = RomanMonth(text_.substr(i, end - i));
  if (roman != 0) return Part{{i, end}, roman, true};
  for (; end > i; --end) {
    const unsigned month = MonthNamed(text_.substr(i, end - i));
    if (month != 0) return Part{{i, end}, month, true};
    if (borders_) break;
  }
  return std::nullopt;
}

// Of a longer word as well, as all that is searched for.
std::optional<Part> Reader::NameBack(std::size_t end) const {
  std::size_t begin = end;
  while (begin > 0 && end - begin < kLongestMonthName &&
         IsWord(text_[begin - 1])) {
    --begin;
  }
  const unsigned roman = RomanMonth(text_.substr(begin, end - begin));
  if (roman != 0) return Part{{begin, end}, roman, true};
  for (; begin < end; ++begin) {
    const unsigned month = MonthNamed(text_.substr(begin, end - begin));
    if (month != 0) return Part{{begin, end}, month, true};
  }
  return std::nullopt;
}

// Calls `see` with each of the parts that there are, until it returns true.
template <typename See>
bool AnyPart(const Parts& parts, const See& see) {
  return std::ranges::any_of(parts, [&](const std::optional<Part>& part) {
    return part && see(*part);
  });
}

// Month and day behind the year.
bool Reader::Behind(TextRange year) {
  const auto see_month = [&](const Part& month) {
    if (!month.is_name && month.at.begin == year.end) return false;
    return AnyPart(
        PartsForth(SkipForth(month.at.end, false)), [&](const Part& day) {
          if (day.is_name) return false;
          const bool apart = day.at.begin != month.at.end;
          return (month.is_name || apart) && SeeParts(month, day, year, false);
        });
  };
  return AnyPart(PartsForth(SkipForth(year.end, false)), see_month);
}

// Day and month before it, in either order.
bool Reader::Before(TextRange year) {
  const auto see_last = [&](const Part& last) {
    if (!last.is_name && last.at.end == year.begin) return false;
    return AnyPart(
        PartsBack(SkipBack(last.at.begin, true)), [&](const Part& first) {
          if (first.is_name && last.is_name) return false;
          const bool numbers = !first.is_name && !last.is_name;
          const bool apart = first.at.end != last.at.begin;
          return (!numbers || apart) && SeeBoth(first, last, year, false);
        });
  };
  const std::size_t end = SkipTimeBack(SkipBack(year.begin, true));
  return AnyPart(PartsBack(end), see_last);
}

// 12.03.15 and 15.03.12: the same delimiter twice, and none of them around it.
bool Reader::BeforeShort(TextRange last) {
  if (last.begin == 0) return false;
  const char c = text_[last.begin - 1];
  if (kDelimiters.find(c) == std::string_view::npos) return false;
  const Part end{last, NumberIn(Of(last))};
  return AnyPart(PartsBack(last.begin - 1), [&](const Part& middle) {
    if (middle.is_name || middle.at.begin == 0 ||
        text_[middle.at.begin - 1] != c) {
      return false;
    }
    return AnyPart(PartsBack(middle.at.begin - 1), [&](const Part& first) {
      if (first.is_name || (borders_ && GoesOn(first.at.begin, last.end))) {
        return false;
      }
      const bool year_first = first.at.end - first.at.begin == 2;
      return SeeBoth(first, middle, last, true) ||
             (year_first && SeeParts(middle, end, first.at, true));
    });
  });
}

// 12MAR15, 12-Mar-15, a short name in ASCII: the same delimiter twice, or none.
// Not 12 Mar 15:30.
bool Reader::BeforeShortNamed(TextRange year) {
  if (year.end < text_.size() && text_[year.end] == ':') return false;
  const auto begin_of_gap = [&](std::size_t i) {
    return i > 0 && kNameDelimiters.find(text_[i - 1]) != std::string_view::npos
               ? i - 1
               : i;
  };
  const std::size_t name_end = begin_of_gap(year.begin);
  const std::optional<Part> name =
      name_end == 0 ? std::nullopt : NameBack(name_end);
  if (!name) return false;
  const std::string_view month = Of(name->at);
  if (month.size() > kLongestShortMonthName || RomanMonth(month) != 0 ||
      !std::ranges::all_of(month, IsLetter)) {
    return false;
  }
  const std::size_t day_end = begin_of_gap(name->at.begin);
  const std::string_view gap = Of({name_end, year.begin});
  if (Of({day_end, name->at.begin}) != gap) return false;
  return AnyPart(PartsBack(day_end), [&](const Part& day) {
    return !day.is_name && SeeParts(*name, day, year, true);
  });
}

// Whether numbers with delimiters stand on either side of [begin, end).
bool Reader::GoesOn(std::size_t begin, std::size_t end) const {
  const auto is_delimiter = [&](std::size_t i) {
    return kDelimiters.find(text_[i]) != std::string_view::npos;
  };
  return (end < text_.size() && is_delimiter(end) && DigitAt(end + 1)) ||
         (begin > 1 && is_delimiter(begin - 1) && IsDigit(text_[begin - 2]));
}

bool Reader::SeeBoth(const Part& a, const Part& b, TextRange year,
                     bool short_year) {
  if (a.is_name) return SeeParts(a, b, year, short_year);
  if (b.is_name) return SeeParts(b, a, year, short_year);
  return SeeParts(b, a, year, short_year) ||
         (a.number != b.number && SeeParts(a, b, year, short_year));
}

bool Reader::SeeParts(const Part& month, const Part& day, TextRange year,
                      bool short_year) {
  if (month.number < 1 || month.number > 12 || day.number < 1) return false;
  SpelledDay spelled;
  spelled.day = {static_cast<std::uint16_t>(NumberIn(Of(year))),
                 static_cast<std::uint8_t>(month.number),
                 static_cast<std::uint8_t>(day.number)};
  spelled.short_year = short_year;
  spelled.year_at = year;
  spelled.month_at = month.bare();
  spelled.day_at = day.bare();
  spelled.all = {std::min({year.begin, month.at.begin, day.at.begin}),
                 std::max({year.end, month.at.end, day.at.end})};
  spelled.all.end += SizeOfAny(kDayUnits, text_, spelled.all.end);
  return See(spelled);
}

// Whether a number with dots in it goes on on either side.
bool Reader::IsDotted(TextRange all) const {
  const bool before = all.begin > 1 && text_[all.begin - 1] == '.' &&
                      IsDigit(text_[all.begin - 2]);
  const bool behind =
      all.end < text_.size() && text_[all.end] == '.' && DigitAt(all.end + 1);
  return before || behind;
}

bool Reader::See(SpelledDay spelled) {
  const unsigned year = spelled.short_year ? 2000 : spelled.day.year;
  if (!IsYear(year) || spelled.day.month < 1 || spelled.day.month > 12 ||
      spelled.day.day < 1 ||
      spelled.day.day > DaysIn(year, spelled.day.month)) {
    return false;
  }
  if (borders_ && IsDotted(spelled.all)) return false;
  return see_(spelled);
}

// Whatever stands around it.
bool Reader::AtDelimiter(std::size_t at) {
  for (const std::size_t size : {1, 2}) {
    const std::size_t end = at + 1 + size;  // of the second number
    if (!DigitAt(end - 1) || end >= text_.size() || text_[end] != text_[at]) {
      continue;
    }
    if (!DigitAt(end + 1) || !DigitAt(end + 2)) continue;
    if (BeforeShort({end + 1, end + 3})) return true;
  }
  return false;
}

// The digits of a day, or the last of them, with a name behind them.
bool Reader::AtNamed(std::size_t at) {
  std::size_t i = RunAt(at).end;
  if (i < text_.size() &&
      kNameDelimiters.find(text_[i]) != std::string_view::npos) {
    ++i;
  }
  const std::size_t least = i;
  while (i < text_.size() && i < least + kLongestMonthName &&
         IsWord(text_[i])) {
    ++i;
  }
  if (i == least) return false;
  if (i < text_.size() &&
      kNameDelimiters.find(text_[i]) != std::string_view::npos) {
    ++i;
  }
  return DigitAt(i) && DigitAt(i + 1) && BeforeShortNamed({i, i + 2});
}

}  // namespace

bool AnyDay(std::string_view text, SeeDay see) {
  return Reader(text, /*borders=*/true, see).InText();
}

bool AnyDayAround(std::string_view bytes, std::size_t at, SeeDay see) {
  Reader reader(bytes, /*borders=*/false, see);
  if (!IsDigit(bytes[at])) return reader.AtDelimiter(at);
  const auto digits = [&](std::size_t begin, std::size_t size) {
    return begin + size <= bytes.size() &&
           std::ranges::all_of(bytes.substr(begin, size), IsDigit);
  };
  const auto eight = [&](std::size_t begin) {
    return digits(begin, 8) &&
           Reader(bytes.substr(begin, 8), false, see).InText();
  };
  if (!digits(at, 4)) return reader.AtNamed(at);
  return eight(at) || (at >= 4 && eight(at - 4)) || reader.AtYear({at, at + 4});
}

}  // namespace dcmscrub
