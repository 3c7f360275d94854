// The values of an element value, PS3.5 6.4.
#pragma once

#include <iterator>
#include <string_view>

namespace dcmscrub {

// The values of `text` that backslashes separate, with their padding; all of it
// as one where it is not `multiple` (Traits). There is always one, if an empty
// one:
//
//   for (const std::string_view value : Values(text)) …
//
// They are views into `text`. Not for encodings in which a byte of a character
// may be a backslash: decode first.
class Values {
 public:
  class Iterator {
   public:
    Iterator(std::string_view text, bool multiple)
        : rest_(text), multiple_(multiple), end_(EndOfValue()) {}

    std::string_view operator*() const { return rest_.substr(0, end_); }
    Iterator& operator++() {
      if (end_ == std::string_view::npos) {
        done_ = true;
      } else {
        rest_.remove_prefix(end_ + 1);
        end_ = EndOfValue();
      }
      return *this;
    }
    bool operator==(std::default_sentinel_t) const { return done_; }

   private:
    std::size_t EndOfValue() const {
      return multiple_ ? rest_.find('\\') : std::string_view::npos;
    }

    std::string_view rest_;
    bool multiple_;
    std::size_t end_;  // of the value in `rest_`; npos: it is the last one
    bool done_ = false;
  };

  explicit Values(std::string_view text, bool multiple = true)
      : text_(text), multiple_(multiple) {}

  Iterator begin() const { return {text_, multiple_}; }
  std::default_sentinel_t end() const { return {}; }

 private:
  std::string_view text_;
  bool multiple_;
};

inline std::string_view FirstValue(std::string_view text) {
  return *Values(text).begin();
}

}  // namespace dcmscrub
