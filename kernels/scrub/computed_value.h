// What a site's statement computed, on its way into the output.
#pragma once

#include <cstdint>
#include <string_view>

#include "kernels/clean/text_changer.h"
#include "kernels/core/element_writer.h"
#include "kernels/scrub/scrub_job.h"

namespace dcmscrub {

struct ComputedValue {
  std::string_view utf8;
  Vr vr = Vr::kNone;
  bool prose = false;              // Rule::prose
  std::string_view character_set;  // of its place
  ByteOrder order = ByteOrder::kLittle;
  // Whose value it is, for a fault.
  std::uint16_t statement = 0;
  Tag tag;
  std::uint64_t offset = 0;
};

// Appends it; prose is cut to what its VR allows. false: it cannot stand there,
// or only after the object is turned to UTF-8, and `notes` say so.
bool AppendComputed(const ScrubJob& job, const ComputedValue& value,
                    TextChanger& texts, Arena& arena, ScrubNotes& notes);

}  // namespace dcmscrub
