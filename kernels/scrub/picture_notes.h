// What is to be said of the pictures of an object that nobody looks at.
#pragma once

#include <span>

#include "kernels/core/error.h"
#include "kernels/emit/patch_list.h"
#include "kernels/scrub/scrub_job.h"

namespace dcmscrub {

// After all elements: kSlideLabel where the object says that a slide's label,
// with what is written on it, is in the picture: Specimen Label in Image
// (0048,0010) YES, or of slides an Image Type (0008,0008) of LABEL, OVERVIEW or
// THUMBNAIL (PS3.3 C.8.12.4.1.1). kPrivatePixelsGone where the patches take out
// what it showed (private_pixels.h).
void NotePictures(const ScrubJob& job, std::span<const Patch> patches,
                  WarningSet& warnings);

}  // namespace dcmscrub
