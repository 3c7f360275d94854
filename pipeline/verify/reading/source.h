// An original, so that its result can be compared with it.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "pipeline/verify/reading/gdcm_object.h"

namespace dcmscrub {

// Where each element stands, so that it can be found in another object: tags,
// items, and how many items there are, as those behind one that was removed
// have other numbers.
std::vector<std::uint64_t> PlacesOf(const GdcmObject& object);

// A hash of a text for sets that would be too large otherwise. The same in
// every process.
std::uint64_t TextHash(std::string_view text);

// Looks into the object, which must outlive it.
class VerifySource {
 public:
  explicit VerifySource(const GdcmObject& object);

  const GdcmObject& object() const { return object_; }
  // Of its elements, in their order.
  const std::vector<std::uint64_t>& places() const { return places_; }
  // The element at the place; nullptr: none.
  const GdcmElement* At(std::uint64_t place) const;
  // Whether an element of that tag has that value anywhere, padding aside.
  bool HasValue(Tag tag, std::string_view value) const;
  // Whether any UI has it.
  bool HasUid(std::string_view uid) const;

 private:
  const GdcmObject& object_;
  std::vector<std::uint64_t> places_;
  std::unordered_map<std::uint64_t, std::uint32_t> by_place_;
  std::unordered_set<std::uint64_t> values_;
  std::unordered_set<std::string_view> uids_;
};

}  // namespace dcmscrub
