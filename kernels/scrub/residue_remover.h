// Takes out of what stays what was taken out elsewhere: docs/residue.md.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/scrub/residue_finder.h"
#include "kernels/scrub/scrub_job.h"
#include "kernels/scrub/telling_values.h"

namespace dcmscrub {

class ResidueRemover {
 public:
  // What a leaf that would stay as it is loses.
  enum class Loss : std::uint8_t {
    kNothing,
    kPart,   // of its text
    kBytes,  // of its bytes: hits()
    kWhole,  // it cannot lose a part of itself
  };

  // What may stay of a value that PS3.15 has go.
  enum class Stays : std::uint8_t {
    kNothing,
    kAll,    // by a statement: the value itself, wherever else it goes
    kTexts,  // by an option: whatever is no person's name
  };
  // Where a text stands.
  struct Field {
    Vr vr = Vr::kNone;  // the policy's
    Wording wording = Wording::kPeoples;
    Stays stays = Stays::kNothing;
  };

  // Takes out what `finder` knows when this is made: nothing, before it has
  // gathered. `telling` are the values that were not loaded and hold something;
  // `found` and `hits` are working storage.
  ResidueRemover(const ScrubJob& job, const ResidueFinder& finder,
                 const TellingValues& telling, std::vector<TextRange>& found,
                 std::vector<ByteHit>& hits, ScrubNotes& notes)
      : job_(job),
        finder_(finder),
        active_(finder.any() || !telling.empty()),
        telling_(telling),
        found_(found),
        hits_(hits),
        notes_(notes) {}

  // Whether there is anything to take out.
  bool active() const { return active_; }

  // kPart: `left` is what is left of the text, UTF-8.
  Loss LossOf(std::uint32_t i, const Rule& rule, Stays stays,
              std::string& left) {
    return active_ ? FindLoss(i, rule, stays, left) : Loss::kNothing;
  }
  // What the bytes of the last LossOf lose, in order, apart from each other.
  std::span<const ByteHit> hits() const { return hits_; }
  // Takes it out of text that goes into the output. false: there was none.
  bool TakeOutOf(Field field, std::string& utf8) {
    return active_ && Cut(field, utf8);
  }
  // Whether element i as it stands holds something; `text` is working storage.
  bool IsIn(std::uint32_t i, Field field, std::string& text) const {
    return active_ && Tells(i, field, text);
  }

  // The day that all of element i's text is, where it may not leave; `text`
  // gets the text.
  std::optional<SpelledDay> DayThatIs(std::uint32_t i, std::string& text) const;

  // Codes are the Standard's words, or those of a maker's private attributes.
  static Field FieldOf(const Rule& rule) {
    const bool code = rule.vr == Vr::kCS && rule.wording == Wording::kPeoples;
    return {rule.vr, code ? Wording::kStandards : rule.wording};
  }
  // Text with nothing in it that anyone would read.
  static bool IsBlank(std::string_view utf8);

 private:
  Loss FindLoss(std::uint32_t i, const Rule& rule, Stays stays,
                std::string& left);
  Loss FindLossOfBytes(std::uint32_t i);
  Loss FindLossOfText(std::uint32_t i, Field field, std::string& left);
  bool Cut(Field field, std::string& utf8);
  bool CutValues(Field field, std::string& utf8);
  bool FindInText(Field field, std::string_view utf8) const;
  bool IsValue(Field field, std::string_view utf8) const;
  bool Tells(std::uint32_t i, Field field, std::string& text) const;
  bool TellsAsText(Field field, std::string_view utf8) const;
  bool ReadAsUtf8(std::uint32_t i, std::string& text) const;
  void NoteHit(Field field);
  // Whose words are no hit in that field; null: nobody's.
  const Vocabulary* WordsOf(Field field) const {
    return field.wording != Wording::kPeoples ? job_.rules.residue.words.common
                                              : nullptr;
  }

  const ScrubJob& job_;
  const ResidueFinder& finder_;
  const bool active_;
  const TellingValues& telling_;
  std::vector<TextRange>& found_;
  std::vector<ByteHit>& hits_;
  ScrubNotes& notes_;
};

// An object that is to stay as it left us may hold what a site has learnt to
// search for since: Error::kResidue. `text` is working storage.
void SearchSealed(const ScrubJob& job, const ResidueRemover& remover,
                  std::string& text, ScrubNotes& notes);

}  // namespace dcmscrub
