// Days that may not leave, and where one of them stands, however it is spelled.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "kernels/search/byte_search.h"
#include "kernels/search/spelled_day.h"

namespace dcmscrub {

class DaySet {
 public:
  void Clear() { days_.clear(); }
  void Add(const Day& day);
  bool empty() const { return days_.empty(); }
  bool Has(const SpelledDay& spelled) const {
    return Equal(spelled) != nullptr;
  }

  // What every spelling has in it. Appends.
  void AppendGrams(std::vector<Gram>& grams) const;
  // Whether one may stand around the place of such a gram. Never false where
  // one does, whatever the text begins or ends with.
  bool MayBeAt(std::string_view bytes, std::size_t at) const;

  // Calls `see` with each of those in a text, until it returns true; returns
  // whether it did.
  bool AnyIn(std::string_view text, SeeDay see) const {
    return !empty() && AnyDay(text, [&](const SpelledDay& spelled) {
      return Has(spelled) && see(spelled);
    });
  }
  // That a text is, but for blanks around it; nothing where it is more or less.
  // Of a short year, `day` has all of it.
  std::optional<SpelledDay> WholeOf(std::string_view text) const;
  // Whether it is a DT of one of them.
  bool IsDayOf(std::string_view text) const;

 private:
  const Day* Equal(const SpelledDay& spelled) const;
  bool HasYear(std::string_view digits) const;

  std::vector<Day> days_;  // ascending
};

}  // namespace dcmscrub
