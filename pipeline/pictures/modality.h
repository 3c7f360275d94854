// What the Modality and the SOP class of an object let one expect of its
// pixels. PS3.3 C.7.3.1.1.1.
#pragma once

#include <cstdint>
#include <string_view>

namespace dcmscrub {

enum class PixelText : std::uint8_t {
  kNotExpected,
  kUsual,  // text in the image: devices that burn it in, screens, photographs
  kNoPixels,  // the objects never have any
};

// `modality` without padding. Terms that the Standard does not have count as
// kNotExpected: any text may stand there.
PixelText PixelTextOf(std::string_view modality, std::string_view sop_class);

// The same letters, living as long as the program; empty when the Standard
// does not define the term, so that it may hold anything.
std::string_view KnownModality(std::string_view modality);

}  // namespace dcmscrub
