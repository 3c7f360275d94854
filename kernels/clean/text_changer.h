// What becomes of text that is neither kept as it is nor thrown away: dates
// moved, ages capped, descriptors cleaned, values of a site's statements
// written in the character set of their place, and all of it turned to UTF-8
// when that set will not do.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kernels/clean/descriptor.h"
#include "kernels/core/element_writer.h"
#include "kernels/match/rule_table.h"
#include "kernels/parse/object_view.h"

namespace dcmscrub {

// Working storage for one object at a time, reused from object to object. All
// functions append a value without its padding to the arena, or nothing.
class TextChanger {
 public:
  enum class Result : std::uint8_t {
    kSame,     // as it stands; nothing appended
    kChanged,  // appended; it may be empty
    kBad,      // not to be had: malformed, or not loaded
  };

  void Begin(const ObjectView& object, const RuleTable& rules);

  Result Shift(std::uint32_t i, Vr vr, int days, Arena& arena);
  Result CapAge(std::uint32_t i, Arena& arena);
  // Never leaves a word of what the profile removes from this object. In
  // `set`, which may be another than the object's.
  Result Clean(std::uint32_t i, Vr vr, std::string_view set, Arena& arena);

  // Element i in UTF-8. kSame for plain ASCII; kBad when it is not loaded.
  Result ToUtf8(std::uint32_t i, Vr vr, Arena& arena);
  bool undecodable() const { return undecodable_; }  // since Begin

  // `utf8` as a value of `vr` for an element in set `set`. Numbers of binary
  // VRs are read from decimal text. kBad: no such value, or not in this set.
  Result Write(Vr vr, std::string_view utf8, std::string_view set,
               ByteOrder order, Arena& arena);

 private:
  void FindIdentifiers();

  const ObjectView* object_ = nullptr;
  const RuleTable* rules_ = nullptr;
  DescriptorCleaner cleaner_;
  bool identifiers_known_ = false;
  bool undecodable_ = false;
  std::string text_;
  std::string changed_;
  std::string encoded_;
};

}  // namespace dcmscrub
