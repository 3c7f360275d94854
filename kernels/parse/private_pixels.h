// Pixels, or other bulk data, that stand in private attributes alone: images of
// some tomosynthesis and ultrasound devices, objects of Raw Data Storage. An
// object that loses those is an empty shell.
#pragma once

#include <cstdint>

#include "kernels/parse/object_view.h"

namespace dcmscrub {

// The largest private value of bytes, in whatever sequence, of an image (it has
// Rows, PS3.3 C.7.6.3), of Raw Data Storage, or of a private SOP class, that
// has none of the Standard's own: pixel data (7FE0,xxxx), a document,
// waveforms, spectra. kNoElement: of any other object.
std::uint32_t FindPrivatePixels(const ObjectView& object);

}  // namespace dcmscrub
