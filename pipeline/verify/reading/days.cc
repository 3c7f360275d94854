#include "pipeline/verify/reading/days.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <string>
#include <vector>

#include "kernels/core/ascii.h"
#include "pipeline/verify/reading/words.h"

namespace dcmscrub {
namespace {

// The names of each month, folded.
constexpr std::array<std::string_view, 12> kNames = {
    "january|jan|januar|janvier|janv|enero|ene|gennaio|gen|januari|janeiro|"
    "janner|jaenner",
    "february|feb|februar|fevrier|fevr|fev|febrero|febbraio|februari|fevereiro|"
    "feber",
    "march|mar|marz|maerz|maer|mrz|mars|marzo|maart|mrt|marco",
    "april|apr|avril|avr|abril|abr|aprile",
    "may|mai|mayo|maggio|mag|mei|maio",
    "june|jun|juni|juin|junio|giugno|giu|junho",
    "july|jul|juli|juillet|juil|julio|luglio|lug|julho",
    "august|aug|aout|aou|agosto|ago|augustus",
    "september|sep|sept|septembre|septiembre|settembre|set|setembro",
    "october|oct|oktober|okt|octobre|octubre|ottobre|ott|outubro|out",
    "november|nov|novembre|noviembre|novembro",
    "december|dec|dezember|dez|decembre|diciembre|dic|dicembre|dezembro"};

std::int64_t NumberOf(std::string_view digits) {
  std::int64_t number = -1;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

std::string MonthOf(std::string_view name) {
  const std::string folded = FoldForSearch(name);
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    const std::string all = "|" + std::string(kNames[i]) + "|";
    if (all.find("|" + folded + "|") != std::string::npos) {
      return std::to_string(i + 1);
    }
  }
  return "";
}

std::vector<std::string_view> PartsOf(std::string_view text, char delimiter) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(delimiter, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

bool IsTime(std::string_view digits) {
  return NumberOf(digits.substr(0, 2)) < 24 &&
         NumberOf(digits.substr(2, 2)) < 60 &&
         (digits.size() == 4 || NumberOf(digits.substr(4)) <= 60);
}

}  // namespace

bool VerifyDays::IsOne(std::string_view year, std::string_view month,
                       std::string_view day) const {
  namespace c = std::chrono;
  if (month.size() > 2 || day.size() > 2) return false;
  const bool short_year = year.size() == 2;
  if (!short_year && year.size() != 4) return false;
  for (const int century : {1800, 1900, 2000, 2100}) {
    const std::int64_t full =
        short_year ? century + NumberOf(year) : NumberOf(year);
    const c::year_month_day date{
        c::year(static_cast<int>(full)),
        c::month(static_cast<unsigned>(NumberOf(month))),
        c::day(static_cast<unsigned>(NumberOf(day)))};
    if (date.ok() &&
        days_.contains(c::sys_days(date).time_since_epoch().count())) {
      return true;
    }
    if (!short_year) break;
  }
  return false;
}

// Digits and dots, whatever else stands around them.
bool VerifyDays::IsRun(std::string_view run) const {
  std::vector<std::string_view> parts = PartsOf(run, '.');
  // A fraction of a second.
  if (parts.size() == 2 && parts[0].size() == 14 && parts[1].size() <= 6) {
    parts.pop_back();
  }
  if (parts.size() == 3) {
    return IsOne(parts[0], parts[1], parts[2]) ||
           IsOne(parts[2], parts[1], parts[0]) ||
           IsOne(parts[2], parts[0], parts[1]);
  }
  if (parts.size() != 1) return false;
  const std::string_view digits = parts[0];
  const auto at = [&](std::size_t from, std::size_t size) {
    return digits.substr(from, size);
  };
  if (digits.size() == 12 || digits.size() == 14) {
    return IsTime(digits.substr(8)) && IsOne(at(0, 4), at(4, 2), at(6, 2));
  }
  return digits.size() == 8 && (IsOne(at(0, 4), at(4, 2), at(6, 2)) ||
                                IsOne(at(4, 4), at(2, 2), at(0, 2)) ||
                                IsOne(at(4, 4), at(0, 2), at(2, 2)));
}

bool VerifyDays::AreInNumbers(std::string_view text) const {
  static const RE2 kRun(R"(([0-9](?:\.?[0-9])*))", RE2::Latin1);
  std::string_view rest = text;
  re2::StringPiece input(rest.data(), rest.size()), run;
  while (RE2::FindAndConsume(&input, kRun, &run)) {
    if (IsRun({run.data(), run.size()})) return true;
  }
  static const RE2 kThree(
      R"(([0-9]+)([^0-9A-Za-z\x80-\xFF]{1,2})([0-9]+)([^0-9A-Za-z\x80-\xFF]{1,2})([0-9]+))",
      RE2::Latin1);
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool begins =
        IsDigit(text[at]) && (at == 0 || !IsDigit(text[at - 1]));
    if (!begins) continue;
    std::array<re2::StringPiece, 6> found;
    if (!kThree.Match({text.data(), text.size()}, at, text.size(),
                      RE2::ANCHOR_START, found.data(), found.size())) {
      continue;
    }
    const auto part = [&](std::size_t i) {
      return std::string_view(found[i].data(), found[i].size());
    };
    const std::size_t end = at + found[0].size();
    const auto goes_on = [&](std::string_view delimiters) {
      return (end + 1 < text.size() && IsDigit(text[end + 1]) &&
              delimiters.find(text[end]) != std::string_view::npos) ||
             (at > 1 && IsDigit(text[at - 2]) &&
              delimiters.find(text[at - 1]) != std::string_view::npos);
    };
    const bool same =
        part(2) == part(4) && part(2).size() == 1 &&
        std::string_view("./-").find(part(2)) != std::string_view::npos;
    const bool is_short = part(1).size() <= 2 && part(5).size() == 2;
    if (goes_on(is_short ? "./-" : ".") || (is_short && !same)) continue;
    if (IsOne(part(1), part(3), part(5)) && !is_short) return true;
    if (IsOne(part(5), part(3), part(1)) || IsOne(part(5), part(1), part(3))) {
      return true;
    }
  }
  return false;
}

bool VerifyDays::AreBesideNames(std::string_view text) const {
  static const std::string kBetween =
      R"([^0-9A-Za-z\x80-\xFF]{0,2}(?:(?:de|del|do|of) )?)";
  static const std::string kName = R"(([A-Za-z\x80-\xFF]{3,16}))";
  static const std::string kDay = R"(([0-9]{1,2})(?:st|nd|rd|th)?)";
  static const std::array<RE2, 3> kForms = {
      RE2("(?i)" + kDay + kBetween + kName + kBetween + "([0-9]{4})",
          RE2::Latin1),
      RE2("(?i)" + kName + kBetween + kDay + kBetween + "([0-9]{4})",
          RE2::Latin1),
      RE2("(?i)([0-9]{4})" + kBetween + kName + kBetween + kDay, RE2::Latin1)};
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!IsLetterOrDigit(text[at]) && (text[at] & 0x80) == 0) continue;
    if (at > 0 && IsDigit(text[at]) && IsDigit(text[at - 1])) continue;
    for (std::size_t form = 0; form < kForms.size(); ++form) {
      std::array<re2::StringPiece, 4> found;
      if (!kForms[form].Match({text.data(), text.size()}, at, text.size(),
                              RE2::ANCHOR_START, found.data(), found.size())) {
        continue;
      }
      const std::size_t end = at + found[0].size();
      if (end < text.size() && IsDigit(text[end])) continue;
      const auto part = [&](std::size_t i) {
        return std::string_view(found[i].data(), found[i].size());
      };
      const std::string_view name = form == 1 ? part(1) : part(2);
      const std::string month = MonthOf(name);
      if (!month.empty() && IsOne(form == 2 ? part(1) : part(3), month,
                                  form == 0   ? part(1)
                                  : form == 1 ? part(2)
                                              : part(3))) {
        return true;
      }
    }
  }
  return false;
}

bool VerifyDays::AreIn(std::string_view text) const {
  if (empty() || std::ranges::none_of(text, IsDigit)) return false;
  if (AreInNumbers(text)) return true;
  // Names stand beside whole years alone.
  namespace c = std::chrono;
  return std::ranges::any_of(
             days_,
             [&](std::int64_t day) {
               const c::year_month_day date{c::sys_days(c::days(day))};
               return text.find(std::to_string(int{date.year()})) !=
                      std::string_view::npos;
             }) &&
         AreBesideNames(text);
}

}  // namespace dcmscrub
