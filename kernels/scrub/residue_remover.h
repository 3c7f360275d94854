// Takes out of what stays what was taken out elsewhere: docs/residue.md.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/scrub/residue_finder.h"
#include "kernels/scrub/scrub_job.h"

namespace dcmscrub {

class ResidueRemover {
 public:
  // What a leaf that would stay as it is loses.
  enum class Loss : std::uint8_t {
    kNothing,
    kPart,   // of its text
    kWhole,  // it cannot lose a part of itself
  };

  // Takes out what `finder` knows when this is made: nothing, before it has
  // gathered. `telling` are the elements that were not loaded and that hold
  // something, ascending; `found` is working storage.
  ResidueRemover(const ScrubJob& job, const ResidueFinder& finder,
                 std::span<const std::uint32_t> telling,
                 std::vector<TextRange>& found, ScrubNotes& notes)
      : job_(job),
        finder_(finder),
        active_(finder.any() || !telling.empty()),
        telling_(telling),
        found_(found),
        notes_(notes) {}

  // Whether there is anything to take out.
  bool active() const { return active_; }

  // kPart: `left` is what is left of the text, UTF-8.
  Loss LossOf(std::uint32_t i, const Rule& rule, std::string& left) {
    return active_ ? FindLoss(i, rule, left) : Loss::kNothing;
  }
  // Takes it out of text that goes into the output. false: there was none.
  bool TakeOutOf(Vr vr, std::string& utf8) { return active_ && Cut(vr, utf8); }
  // Whether element i as it stands holds something; `vr` is the policy's, and
  // `text` is working storage.
  bool IsIn(std::uint32_t i, Vr vr, std::string& text) const {
    return active_ && Tells(i, vr, text);
  }

  // Text with nothing in it that anyone would read.
  static bool IsBlank(std::string_view utf8);

 private:
  Loss FindLoss(std::uint32_t i, const Rule& rule, std::string& left);
  Loss FindLossOfText(std::uint32_t i, Vr vr, std::string& left);
  bool Cut(Vr vr, std::string& utf8);
  bool Tells(std::uint32_t i, Vr vr, std::string& text) const;

  const ScrubJob& job_;
  const ResidueFinder& finder_;
  const bool active_;
  const std::span<const std::uint32_t> telling_;
  std::vector<TextRange>& found_;
  ScrubNotes& notes_;
};

// An object that is to stay as it left us may hold what a site has learnt to
// search for since: Error::kResidue. `text` is working storage.
void SearchSealed(const ScrubJob& job, const ResidueRemover& remover,
                  std::string& text, ScrubNotes& notes);

}  // namespace dcmscrub
