// A table of a site, key → replacement, from CSV.
//
// The first column is the key and the second, where there is one, its
// replacement; further columns are not looked at. A first row `key` or
// `key,value`, in any case, names the columns. Empty lines are skipped. Every
// row has as many cells as the first one, no key is empty and none comes twice.
// UTF-8, read as csv_reader.h says.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dcmscrub {

// Immutable after Parse: any number of threads may share one.
class LookupTable {
 public:
  // What is wrong with a table: never with a word of what stands in it.
  struct Mistake {
    std::uint32_t line = 0;  // from 1
    std::string message;     // "has the key of line 3"
  };

  // The rows that are right; the others are named in `mistakes`.
  static LookupTable Parse(std::string_view csv,
                           std::vector<Mistake>& mistakes);

  bool Contains(std::string_view key) const { return Find(key) != nullptr; }
  // nullptr when there is no such key.
  const std::string* Find(std::string_view key) const;
  bool has_values() const { return columns_ >= 2; }
  std::size_t size() const { return rows_.size(); }

 private:
  struct Row {
    std::string value;
    std::uint32_t line = 0;
  };

  absl::flat_hash_map<std::string, Row> rows_;
  std::size_t columns_ = 0;
};

}  // namespace dcmscrub
