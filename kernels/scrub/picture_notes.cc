#include "kernels/scrub/picture_notes.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "kernels/parse/private_pixels.h"
#include "kernels/scrub/marks.h"

namespace dcmscrub {
namespace {

// VL Slide-Coordinates Microscopic and VL Whole Slide Microscopy Image Storage.
constexpr std::array<std::string_view, 2> kSlides = {
    "1.2.840.10008.5.1.4.1.1.77.1.3", "1.2.840.10008.5.1.4.1.1.77.1.6"};

constexpr Tag kImageType{0x0008, 0x0008};
constexpr Tag kSpecimenLabelInImage{0x0048, 0x0010};

std::string_view TextOf(const ScrubJob& job, Tag tag) {
  const std::uint32_t at = job.object.Find(tag);
  return at == kNoElement ? std::string_view() : job.Text(at);
}

bool ShowsSlideLabel(const ScrubJob& job) {
  if (TextOf(job, kSpecimenLabelInImage) == "YES") return true;
  const ObjectFacts& facts = job.input.facts;
  if (facts.modality != "SM" &&
      std::ranges::find(kSlides, facts.sop_class_uid) == kSlides.end()) {
    return false;
  }
  const std::string_view type = TextOf(job, kImageType);
  return HasValue(type, "LABEL") || HasValue(type, "OVERVIEW") ||
         HasValue(type, "THUMBNAIL");
}

}  // namespace

void NotePictures(const ScrubJob& job, std::span<const Patch> patches,
                  WarningSet& warnings) {
  if (ShowsSlideLabel(job)) warnings.Add(Warning::kSlideLabel);
  const std::uint32_t pixels = FindPrivatePixels(job.object);
  if (pixels == kNoElement) return;
  const auto takes_pixels = [&](const Patch& patch) {
    return patch.takes_out && patch.element <= pixels &&
           pixels < job.elements()[patch.element].next;
  };
  if (std::ranges::any_of(patches, takes_pixels)) {
    warnings.Add(Warning::kPrivatePixelsGone);
  }
}

}  // namespace dcmscrub
