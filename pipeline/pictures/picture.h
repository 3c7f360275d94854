// Frames as people see them: 8 bits, grey or red, green and blue, small.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/pictures/image_facts.h"

namespace dcmscrub {

struct Picture {
  int width = 0;
  int height = 0;
  int channels = 1;                  // 1: grey, 3: red, green, blue
  std::vector<std::uint8_t> pixels;  // row by row, no padding
};

// `frame`, which is not compressed, with its longer side at most `longest`
// pixels: never enlarged, each pixel the mean of what it covers, shaped by
// the height of the pixels. Grey values go through rescale and the first
// window, else from the 1st to the 99th percentile of the frame; those of 8
// bits stay what they are. A frame of fewer bytes than its layout asks for
// gives an empty picture.
Picture Render(const Frame& frame, const ImageFacts& facts,
               const RgbPalette& palette, int longest);

// A JPEG file: grey pictures with one component, colour not subsampled, so
// that the edges of letters stay. Empty on failure.
std::string EncodeJpeg(const Picture& picture);

}  // namespace dcmscrub
