// The content items of structured reports, where Clean Structured Content has
// them judged by their concepts. PS3.15 E.3.4.
#pragma once

#include <map>
#include <optional>
#include <utility>

#include "pipeline/verify/reading/gdcm_object.h"
#include "pipeline/verify/reading/profile.h"

namespace dcmscrub {

class VerifyContent {
 public:
  // Empty without the option.
  VerifyContent(const GdcmObject& object, const VerifyProfile& profile);

  // The code of the content item that `element` is the value of, or by which
  // its value type is told; nothing where that is no matter of a content item.
  std::optional<ActionCode> CodeFor(const GdcmElement& element) const;

 private:
  using Item = std::pair<std::uint32_t, std::uint32_t>;  // sequence, number
  std::map<Item, ActionCode> codes_;
};

// (0040,A040), which every content item has one of.
inline constexpr Tag kValueType{0x0040, 0xA040};

// Whether the items of a sequence are content items.
bool IsContentSequence(Tag tag);

}  // namespace dcmscrub
