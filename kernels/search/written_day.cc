#include "kernels/search/written_day.h"

#include <algorithm>
#include <functional>

#include "kernels/core/ascii.h"
#include "kernels/search/month_names.h"
#include "kernels/text/letters.h"

namespace dcmscrub {

std::array<std::optional<Day>, 2> ReadDays(std::string_view value) {
  std::array<std::optional<Day>, 2> days;
  const std::string_view text = Trimmed(value, std::string_view(" \0", 2));
  AnyDay(text, [&](const SpelledDay& spelled) {
    if (spelled.short_year || spelled.all.begin != 0) return false;
    const bool eight = text.size() >= 8 && spelled.year_at.begin == 0 &&
                       spelled.day_at.end == 8;
    if (eight) days = {};
    if (eight || spelled.all.end == text.size()) {
      (days[0] ? days[1] : days[0]) = spelled.day;
    }
    return eight;
  });
  return days;
}

std::string DaOf(const Day& day) {
  std::string text;
  for (unsigned unit = 1000; unit > 0; unit /= 10) {
    text.push_back(static_cast<char>('0' + day.year / unit % 10));
  }
  for (const unsigned number : {unsigned{day.month}, unsigned{day.day}}) {
    text.push_back(static_cast<char>('0' + number / 10));
    text.push_back(static_cast<char>('0' + number % 10));
  }
  return text;
}

std::string WithDay(std::string_view text, const SpelledDay& spelled,
                    const Day& day) {
  struct Change {
    TextRange at;
    std::string to;
  };
  const auto number = [&](TextRange at, unsigned value) {
    std::string digits = std::to_string(value);
    while (digits.size() < at.end - at.begin) digits.insert(0, "0");
    return Change{at, digits};
  };
  const std::string_view month = text.substr(
      spelled.month_at.begin, spelled.month_at.end - spelled.month_at.begin);
  std::array<Change, 3> changes = {
      number(spelled.year_at,
             spelled.short_year ? day.year % 100u : unsigned{day.year}),
      IsDigit(month.front())
          ? number(spelled.month_at, day.month)
          : Change{spelled.month_at, MonthLike(month, day.month)},
      number(spelled.day_at, day.day)};
  std::ranges::sort(changes, std::ranges::greater(),
                    [](const Change& change) { return change.at.begin; });
  std::string moved(text);
  for (const Change& change : changes) {
    moved.replace(change.at.begin, change.at.end - change.at.begin, change.to);
  }
  return moved;
}

}  // namespace dcmscrub
