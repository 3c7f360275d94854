// A table of a site, key → replacement, read as csv_reader.h says.
//
// The first column is the key. Which one is its replacement, a rule says by
// name: then the first row that is not empty names the columns. Or it is the
// second, where there is one; then only a first row `key` or `key,value`, in
// any case, names columns. Other columns are not looked at. Empty rows are
// skipped. Every row has as many cells as the first one and a key; a key may
// come again with the same replacement, and no name of a column twice.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dcmscrub {

// Which column of a table is asked for.
struct TableColumn {
  enum class Kind : std::uint8_t { kKeyAlone, kSecond, kNamed };
  Kind kind = Kind::kSecond;
  std::string name;  // of kNamed

  friend auto operator<=>(const TableColumn&, const TableColumn&) = default;
};

// Immutable after Parse: any number of threads may share one.
class LookupTable {
 public:
  // What is wrong with a table: never with a word of what stands in it.
  struct Mistake {
    std::uint32_t line = 0;  // from 1; 0: the whole file
    std::string message;     // "has the key of line 3"
  };
  // Two rows, by their lines, that have different keys and one replacement.
  struct Merged {
    std::uint32_t first = 0, second = 0;  // 0: there are none
  };

  // The rows that are right; the others are named in `mistakes`.
  static LookupTable Parse(std::string_view text, const TableColumn& column,
                           std::vector<Mistake>& mistakes);

  bool Contains(std::string_view key) const { return Find(key) != nullptr; }
  // nullptr when there is no such key.
  const std::string* Find(std::string_view key) const;
  std::size_t columns() const { return columns_; }
  std::size_t size() const { return rows_.size(); }
  bool is_latin1() const { return is_latin1_; }
  // Whether the first row is `key,value`.
  bool names_value() const { return names_value_; }
  Merged FindMerged() const;

 private:
  friend class LookupTableReader;
  struct Row {
    std::string value;
    std::uint32_t line = 0;
  };

  absl::flat_hash_map<std::string, Row> rows_;
  std::size_t columns_ = 0;
  bool is_latin1_ = false;
  bool names_value_ = false;
};

}  // namespace dcmscrub
