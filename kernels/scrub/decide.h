// The second phase of a scrub: element → Decision. A few elements no rule
// decides about; of all others the policy does (verdict_finder.h).
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "kernels/match/verdict_finder.h"
#include "kernels/parse/duplicates.h"
#include "kernels/scrub/marks.h"
#include "kernels/scrub/scrub_begin.h"
#include "kernels/scrub/scrub_job.h"

namespace dcmscrub {

struct Decision {
  enum class Kind : std::uint8_t {
    kVerdict,  // `found` has it
    kRemove,   // whatever the policy says
    kGoIn,     // an item that stays
    kFillIn,   // an identifier that is there but says nothing: `uid`
    kMark,     // one of kMarks, which stays and is added to
    kSayUtf8,  // (0008,0005) of an object that is turned to UTF-8
  };
  Kind kind = Kind::kVerdict;
  const ShortText* uid = nullptr;
  VerdictFinder::Found found;
};

// What the top level has that it would be given otherwise: see complete.h.
struct Present {
  bool character_set = false;
  bool sop_class = false;
  bool sop_instance = false;
  bool study = false;
  bool series = false;
  unsigned marks = 0;  // a bit each

  static unsigned Bit(Tag mark) {
    return 1u << (std::ranges::find(kMarks, mark) - kMarks.begin());
  }
};

class Decider {
 public:
  // `verdicts` has begun on the object, and `duplicates` are of it.
  Decider(const ScrubJob& job, const NewIdentifiers& ids,
          VerdictFinder& verdicts, const Duplicates& duplicates,
          WarningSet& warnings)
      : job_(job),
        ids_(ids),
        elements_(job.elements()),
        verdicts_(verdicts),
        duplicates_(duplicates),
        warnings_(warnings) {}

  // For element after element, ascending; what a removed one holds is not
  // asked about.
  void Decide(std::uint32_t i, Decision& decision);

  const Present& present() const { return present_; }

 private:
  bool DecideWithoutRules(std::uint32_t i, Decision& decision);
  bool DecideTopLevel(std::uint32_t i, Decision& decision);
  void NoteRemoval(const Element& element, const Verdict& verdict);

  const ScrubJob& job_;
  const NewIdentifiers& ids_;
  const std::span<const Element> elements_;
  VerdictFinder& verdicts_;
  const Duplicates& duplicates_;
  WarningSet& warnings_;
  Present present_;
};

}  // namespace dcmscrub
