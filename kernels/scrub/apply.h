// The third phase of a scrub: Decision → patch. What becomes of each element,
// once it is decided, and what of its value has to be put right where it stays.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "kernels/clean/text_changer.h"
#include "kernels/identity/uid_memo.h"
#include "kernels/match/verdict_finder.h"
#include "kernels/scrub/decide.h"
#include "kernels/scrub/patch_writer.h"
#include "kernels/scrub/residue_remover.h"
#include "kernels/scrub/scrub_begin.h"
#include "kernels/scrub/scrub_job.h"

namespace dcmscrub {

class Applier {
 public:
  // What it works with. `verdicts` and `texts` have begun on the object;
  // `text` and `original` are working storage.
  struct Tools {
    VerdictFinder& verdicts;
    TextChanger& texts;
    UidMemo& uids;
    ResidueRemover& remover;
    PatchWriter& writer;
    std::string& text;
    std::string& original;
    PatientKey& patient;  // of an item
  };

  // A statement may give the patient another ID: then `ids` has it.
  Applier(const ScrubJob& job, NewIdentifiers& ids, const Tools& tools,
          ScrubNotes& notes)
      : job_(job),
        ids_(ids),
        tools_(tools),
        writer_(tools.writer),
        notes_(notes),
        elements_(job.elements()) {}

  // The next element to decide on.
  std::uint32_t Apply(std::uint32_t i, const Decision& decision);

 private:
  using Found = VerdictFinder::Found;

  // An element with what the policy knows of it and says of it.
  struct Ruled {
    std::uint32_t i;
    const Element& element;
    const Rule& rule;
    const Found& found;

    const Verdict& verdict() const { return found.verdict; }
  };

  const Rule& RuleOf(const Element& element, const Found& found) {
    const Rule* const rule = found.verdict.rule;
    return rule != nullptr ? *rule : Unlisted(element, found);
  }
  const Rule& Unlisted(const Element& element, const Found& found);
  std::uint32_t ApplyWithoutRules(std::uint32_t i, const Decision& decision);
  std::uint32_t ApplyToSequence(const Ruled& on);
  std::uint32_t ApplyToValue(const Ruled& on);
  static bool MayBeNoted(const Ruled& on) {
    return on.found.statement != SiteTable::kEndOfChain || on.rule.spared ||
           on.element.tag.is_private();
  }
  void NoteKept(const Ruled& on);

  // Marks that stand in the input already.
  std::uint32_t AddToMark(std::uint32_t i);
  std::uint32_t ExtendMethodCodes(std::uint32_t i);
  bool HasCode(std::uint32_t sequence, std::string_view value) const;
  void ReadMethod(std::uint32_t i);

  // Something else in place of the value.
  static Vr TargetVr(const Ruled& on);
  std::uint32_t Empty(const Ruled& on, Change::Kind kind);
  std::uint32_t PutDummy(const Ruled& on, std::uint16_t dummy,
                         Change::Kind kind);
  std::uint32_t EmptyOrDummy(const Ruled& on);
  std::uint32_t PutPseudonym(const Ruled& on);
  std::uint32_t PutMappedUids(const Ruled& on);
  std::uint32_t PutChanged(const Ruled& on);
  TextChanger::Result ChangeText(const Ruled& on, Vr vr);
  void TakeOutOfChanged(const Ruled& on, Vr vr, std::uint64_t begin);
  std::uint32_t PutComputed(const Ruled& on);
  std::uint32_t PutComputedText(const Ruled& on);
  bool StaysWithin(const Ruled& on) const;

  // The value, as far as it may stay.
  std::uint32_t KeepLeaf(const Ruled& on);
  static bool StaysAnyway(const Rule& rule);
  ResidueRemover::Stays StaysOf(const Ruled& on) const;
  std::uint32_t KeepPixelData(const Ruled& on);
  std::uint32_t KeepValue(const Ruled& on);
  bool HeaderMayChange(const Element& element) const {
    return element.written_vr == Vr::kUN || element.value_length % 2 != 0 ||
           writer_.NeedsNewHeader(element);
  }
  bool LostItsDocument(const Ruled& on) const;
  void KeepHeader(const Ruled& on);
  bool KeepAsUtf8(const Ruled& on);
  bool CutText(const Ruled& on);
  bool MoveDay(const Ruled& on);
  std::uint32_t BlankBytes(const Ruled& on);
  std::uint32_t TakePart(const Ruled& on);
  void CutWhatIsLeft(const Ruled& on, std::uint64_t begin);
  std::uint32_t TakeWhole(const Ruled& on);
  bool IsRequired(const Ruled& on) const;
  Vr RewrittenVr(const Ruled& on) const;
  std::string_view SiblingText(std::uint32_t i, Tag tag) const;

  Arena& arena() { return writer_.arena(); }

  const ScrubJob& job_;
  NewIdentifiers& ids_;
  const Tools tools_;
  PatchWriter& writer_;
  ScrubNotes& notes_;
  const std::span<const Element> elements_;
  Rule unlisted_;  // of an element that has none
};

}  // namespace dcmscrub
