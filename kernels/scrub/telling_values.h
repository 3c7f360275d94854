// Values that were not loaded and hold what may not leave, with where it
// stands in them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "kernels/search/byte_hit.h"

namespace dcmscrub {

// Reused from object to object.
class TellingValues {
 public:
  void Clear() {
    values_.clear();
    hits_.clear();
  }
  bool empty() const { return values_.empty(); }

  // Elements in ascending order. Nothing where there are no hits.
  void Add(std::uint32_t element, std::span<const ByteHit> hits) {
    if (hits.empty()) return;
    values_.push_back({element, hits_.size(), hits.size()});
    hits_.insert(hits_.end(), hits.begin(), hits.end());
  }
  std::span<const ByteHit> Of(std::uint32_t element) const {
    const auto at =
        std::ranges::lower_bound(values_, element, {}, &Value::element);
    if (at == values_.end() || at->element != element) return {};
    return std::span(hits_).subspan(at->begin, at->size);
  }

 private:
  struct Value {
    std::uint32_t element;
    std::size_t begin;  // in hits_
    std::size_t size;
  };
  std::vector<Value> values_;
  std::vector<ByteHit> hits_;
};

}  // namespace dcmscrub
