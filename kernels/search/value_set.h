// Values of one object, and a quick answer whether a text is one of them.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace dcmscrub {

// Views, of what must outlive their use. Reused: what was allocated stays.
class ValueSet {
 public:
  // Forgets all, and makes room for so many. More make it grow.
  void Begin(std::size_t most);
  // Whether it is a new one; an empty one is not taken.
  bool Add(std::string_view value);
  bool Has(std::string_view value) const;

 private:
  void Grow();
  std::size_t SlotOf(std::string_view value) const;

  // Open addressing, at most half full; none where there is no value.
  std::vector<std::string_view> slots_;
  std::size_t count_ = 0;
};

}  // namespace dcmscrub
