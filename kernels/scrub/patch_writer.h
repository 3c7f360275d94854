// Puts new bytes, new headers or nothing in the place of elements, and notes
// what changed. New values stand in the arena: append, then say where they
// belong.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "kernels/core/element_writer.h"
#include "kernels/emit/patch_list.h"
#include "kernels/scrub/scrub_job.h"

namespace dcmscrub {

// Those that return a number return the element that follows element i and all
// it holds.
class PatchWriter {
 public:
  PatchWriter(const ScrubJob& job, Arena& arena, PatchList& patches,
              ScrubNotes& notes)
      : elements_(job.elements()),
        memory_(job.input.memory),
        arena_(arena),
        patches_(patches),
        notes_(notes) {}

  Arena& arena() { return arena_; }
  const PatchList& patches() const { return patches_; }
  // Which statement decides what follows; Change::kNoStatement: none.
  void set_statement(std::uint16_t statement) { statement_ = statement; }

  // How element i is to be written.
  Encoding EncodingOf(const Element& element) const {
    return patches_.TargetOf(element);
  }
  // Whether what stands around the value has to be written anew though it
  // stays.
  bool NeedsNewHeader(const Element& element) const {
    const bool blank_vr = element.has(Element::kExplicitVr) &&
                          element.written_vr == Vr::kNone && !element.is_item();
    return blank_vr || element.has(Element::kUnended) ||
           EncodingOf(element) != element.encoding();
  }

  std::uint32_t Remove(std::uint32_t i) {
    patches_.Remove(i);
    NoteChange(elements_[i].tag, Change::Kind::kRemoved);
    return elements_[i].next;
  }
  // A whole element with that value.
  std::uint32_t Put(std::uint32_t i, Vr vr, std::string_view value,
                    Change::Kind kind);
  // One whose value is the arena from `begin` on.
  std::uint32_t PutValue(std::uint32_t i, Vr vr, std::uint64_t begin,
                         Change::Kind kind);
  // The same; `takes_out`: whether what stood there is gone.
  std::uint32_t PutValue(std::uint32_t i, Vr vr, std::uint64_t begin,
                         Change::Kind kind, bool takes_out);
  // A whole element that is the arena from `begin` on. Nothing changes if that
  // is what stands there already.
  std::uint32_t PutElement(std::uint32_t i, std::uint64_t begin,
                           Change::Kind kind, bool takes_out);
  // The same, whatever stands there: for one that is not finished.
  std::uint32_t PutUnfinished(std::uint32_t i, std::uint64_t begin,
                              Change::Kind kind);
  // The value stays, and its header is written anew.
  void Rewrite(std::uint32_t i, Vr vr);
  void RewriteSequence(std::uint32_t i);
  void RewriteItem(std::uint32_t i) {
    if (elements_[i].has(Element::kUnended)) Rewrite(i, Vr::kNone);
  }
  // The arena from `begin` on, as more items of a sequence.
  void Append(std::uint32_t i, std::uint64_t begin, Change::Kind kind);
  std::uint32_t Mask(std::uint32_t i, BitMask keep);
  // The value stays but for `blanks`; a Rewrite of it may precede.
  std::uint32_t Blank(std::uint32_t i, std::span<const ByteHit> blanks);
  // The arena from `begin` on, as an element of the top level.
  void Add(Tag tag, std::uint64_t begin, Change::Kind kind);

  void NoteChange(Tag tag, Change::Kind kind) {
    notes_.changes.push_back({tag, kind, statement_});
  }

 private:
  const std::span<const Element> elements_;
  const Bytes memory_;
  Arena& arena_;
  PatchList& patches_;
  ScrubNotes& notes_;
  std::uint16_t statement_ = Change::kNoStatement;
};

}  // namespace dcmscrub
