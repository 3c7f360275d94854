// The values that one object loses and that identify, as they stand in it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/search/identifier_words.h"

namespace dcmscrub {

// Reused from object to object. Values may repeat.
class IdentifierList {
 public:
  void Clear() {
    entries_.clear();
    bytes_.clear();
  }
  void Add(IdentifierKind kind, std::string_view value) {
    entries_.push_back({kind, bytes_.size(), value.size()});
    bytes_.append(value);
  }

  std::size_t size() const { return entries_.size(); }
  bool empty() const { return entries_.empty(); }
  IdentifierKind kind(std::size_t i) const { return entries_[i].kind; }
  std::string_view value(std::size_t i) const {
    return std::string_view(bytes_).substr(entries_[i].begin, entries_[i].size);
  }

  friend bool operator==(const IdentifierList&,
                         const IdentifierList&) = default;

 private:
  struct Entry {
    IdentifierKind kind;
    std::size_t begin;
    std::size_t size;
    friend bool operator==(const Entry&, const Entry&) = default;
  };
  std::vector<Entry> entries_;
  std::string bytes_;
};

}  // namespace dcmscrub
