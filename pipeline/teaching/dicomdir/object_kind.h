// What the objects of a SOP class hold, as far as references to them and
// directories must tell it. PS3.3 C.18.
#pragma once

#include <cstdint>
#include <string_view>

namespace dcmscrub {

enum class ObjectKind : std::uint8_t { kImage, kWaveform, kOther };

// By the IOD; of a SOP class that the Standard does not know, by `modality`.
ObjectKind KindOfObject(std::string_view sop_class, std::string_view modality);

}  // namespace dcmscrub
