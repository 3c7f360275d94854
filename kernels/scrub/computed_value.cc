#include "kernels/scrub/computed_value.h"

#include <string>

#include "kernels/clean/cut_text.h"

namespace dcmscrub {

bool AppendComputed(const ScrubJob& job, const ComputedValue& value,
                    TextChanger& texts, Arena& arena, ScrubNotes& notes) {
  const std::uint64_t begin = arena.size();
  if (texts.Write(value.vr, value.utf8, value.character_set, value.order,
                  arena) == TextChanger::Result::kBad) {
    if (Traits(value.vr).character_set && !job.to_utf8) {
      notes.needs_utf8 = true;
    } else {
      notes.Fail(Error::kBadRuleValue, value.tag, value.offset,
                 value.statement);
    }
    return false;
  }
  if (MayBeOverlong(value.vr, arena.size() - begin)) {
    const std::string written(AsText(Bytes(arena).subspan(begin)));
    arena.resize(begin);
    const bool cut = AppendCutText(arena, value.vr, written,
                                   value.character_set, job.object.codec());
    if (cut && !value.prose) {
      notes.Fail(Error::kBadRuleValue, value.tag, value.offset,
                 value.statement);
      return false;
    }
    if (cut) notes.warnings.Add(Warning::kOverlongValue);
  }
  return true;
}

}  // namespace dcmscrub
