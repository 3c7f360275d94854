// Days of an original that are still there, by the spellings of docs/residue.md
// as regular expressions.
#pragma once

#include <cstdint>
#include <set>
#include <string_view>

namespace dcmscrub {

class VerifyDays {
 public:
  // Days since 1970-01-01.
  void Add(std::int64_t day) { days_.insert(day); }
  void Merge(const VerifyDays& other) {
    days_.insert(other.days_.begin(), other.days_.end());
  }
  void Spare(std::int64_t day) { days_.erase(day); }
  bool empty() const { return days_.empty(); }

  // Whether a text, or bytes that may be one, spells one of them.
  bool AreIn(std::string_view text) const;

 private:
  bool IsOne(std::string_view year, std::string_view month,
             std::string_view day) const;
  bool IsRun(std::string_view run) const;
  bool AreInNumbers(std::string_view text) const;
  bool AreBesideNames(std::string_view text) const;

  std::set<std::int64_t> days_;
};

}  // namespace dcmscrub
