#include "kernels/search/day_set.h"

#include <algorithm>
#include <string>

#include "kernels/core/ascii.h"
#include "kernels/search/month_names.h"
#include "kernels/search/written_day.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kDelimiters = "./-";

// The number between two delimiters, and what follows up to four bytes.
void AppendShort(unsigned middle, char tens_of_year, std::vector<Gram>& grams) {
  for (const char c : kDelimiters) {
    const std::string two =
        std::to_string(middle / 10) + std::to_string(middle % 10);
    const std::string long_form = c + two + c;
    grams.push_back(GramAt(long_form.data(), sizeof(Gram)));
    if (middle > 9) continue;
    const std::string short_form = c + two.substr(1) + c + tens_of_year;
    grams.push_back(GramAt(short_form.data(), sizeof(Gram)));
  }
}

// The day, what may stand behind it, and how a name of the month begins.
void AppendNamed(const Day& day, std::vector<Gram>& grams) {
  for (const std::string_view between : {"", " ", "-"}) {
    for (const std::string& name : ShortNamesOfMonth(day.month)) {
      std::string text = std::to_string(day.day);
      text.append(between).append(name);
      grams.push_back(GramAt(text.data(), sizeof(Gram)));
    }
  }
}

}  // namespace

void DaySet::Add(const Day& day) {
  const auto at = std::ranges::lower_bound(days_, day);
  if (at == days_.end() || *at != day) days_.insert(at, day);
}

const Day* DaySet::Equal(const SpelledDay& spelled) const {
  const auto found = std::ranges::find_if(days_, [&](const Day& day) {
    const unsigned year = spelled.short_year ? day.year % 100u : day.year;
    return year == spelled.day.year && day.month == spelled.day.month &&
           day.day == spelled.day.day;
  });
  return found == days_.end() ? nullptr : &*found;
}

void DaySet::AppendGrams(std::vector<Gram>& grams) const {
  const std::size_t first = grams.size();
  for (const Day& day : days_) {
    const std::string text = DaOf(day);
    grams.push_back(GramAt(text.data(), sizeof(Gram)));
    AppendShort(day.month, text[2], grams);
    AppendShort(day.day, text[2], grams);
    AppendNamed(day, grams);
  }
  const auto own = grams.begin() + static_cast<std::ptrdiff_t>(first);
  std::sort(own, grams.end());
  grams.erase(std::unique(own, grams.end()), grams.end());
}

bool DaySet::HasYear(std::string_view digits) const {
  unsigned year = 0;
  for (const char c : digits) year = 10 * year + static_cast<unsigned>(c - '0');
  return std::ranges::find(days_, year, &Day::year) != days_.end();
}

bool DaySet::MayBeAt(std::string_view bytes, std::size_t at) const {
  const char c = bytes[at];
  if (!IsDigit(c) && kDelimiters.find(c) == std::string_view::npos) {
    return false;
  }
  constexpr std::size_t kDigits = 4;
  const std::string_view digits = bytes.substr(at, kDigits);
  const bool year =
      digits.size() == kDigits && std::ranges::all_of(digits, IsDigit);
  if (year && !HasYear(digits)) return false;
  return AnyDayAround(bytes, at,
                      [&](const SpelledDay& spelled) { return Has(spelled); });
}

std::optional<SpelledDay> DaySet::WholeOf(std::string_view text) const {
  std::optional<SpelledDay> whole;
  const std::string_view blanks(" \0", 2);
  const std::size_t begin = text.find_first_not_of(blanks);
  if (empty() || begin == std::string_view::npos) return whole;
  const std::size_t end = text.find_last_not_of(blanks) + 1;
  AnyDay(text, [&](const SpelledDay& spelled) {
    const Day* const day = Equal(spelled);
    if (spelled.all != TextRange{begin, end} || day == nullptr) return false;
    whole = spelled;
    whole->day = *day;
    return true;
  });
  return whole;
}

bool DaySet::IsDayOf(std::string_view text) const {
  constexpr std::string_view kOfDt = "0123456789.+-";
  text = Trimmed(text, std::string_view(" \0", 2));
  if (empty() || text.size() < 8 ||
      text.find_first_not_of(kOfDt) != std::string_view::npos) {
    return false;
  }
  return WholeOf(text.substr(0, 8)).has_value();
}

}  // namespace dcmscrub
