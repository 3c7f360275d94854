// What must be known of an object before its frames can be shown: PS3.3
// C.7.6.3 (Image Pixel), C.11.1 (Modality LUT), C.11.2 (VOI LUT), C.7.6.16
// (functional groups), read off an element index.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "kernels/parse/element_index.h"
#include "pipeline/pictures/frame.h"

namespace dcmscrub {

struct ValueWindow {
  double center = 0;
  double width = 1;
};

// A value that stayed on the disk.
struct ValuePlace {
  std::uint64_t offset = 0;  // in the stream, of the value
  std::uint64_t length = 0;
};

// Red, green and blue of Palette Color.
struct PalettePlaces {
  std::uint32_t entries = 0;
  std::int32_t first = 0;  // the pixel value of the first entry
  ValuePlace colours[3];
  ByteOrder order = ByteOrder::kLittle;
};

struct ImageFacts {
  std::string modality;   // as it stands there
  std::string sop_class;  // UID
  std::optional<std::int64_t> instance;
  bool says_burned_in = false;

  bool has_pixels = false;
  ValuePlace pixels;
  bool fragments = false;  // `pixels` is a sequence of them
  FrameLayout layout;
  std::uint32_t frames = 1;
  double slope = 1;
  double intercept = 0;
  std::optional<ValueWindow> window;
  std::optional<PalettePlaces> palette;
  double pixel_height = 1;  // over its width
};

// `memory` is what the index points into.
ImageFacts CollectImageFacts(const ElementIndex& index, Bytes memory);

}  // namespace dcmscrub
