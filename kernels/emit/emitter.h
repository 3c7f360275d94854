// Element index + patches → edit list: lays the output out in tag order, with
// the lengths of enclosing items and sequences put right.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kernels/core/edit_list.h"
#include "kernels/core/error.h"
#include "kernels/emit/patch_list.h"
#include "kernels/parse/element_index.h"

namespace dcmscrub {

// Working storage, reused from file to file. Levels that are open are kept on a
// stack of its own, so that no depth is too much for the thread's.
class Emitter {
 public:
  // Appends the data set to `edits`, whose arena the patches point into.
  // Levels that the index calls unordered are sorted by tag; of duplicates
  // all but the first must have been removed by a patch. Elements
  // that are not in their target encoding, and those without a good delimiter,
  // must have been patched. After PatchList::Settle.
  Error Emit(const ElementIndex& index, const PatchList& patches,
             EditList& edits);

 private:
  // What a container holds, or the top level, as far as it is laid out.
  struct Level {
    std::uint32_t container = kNoElement;
    const Patch* patch = nullptr;  // of the container
    bool sorted = false;
    // Elements; where they are sorted, their places in siblings_.
    std::uint32_t begin = 0;
    std::uint32_t next = 0;
    std::uint32_t end = 0;
  };

  void EmitLevels(bool unordered);
  // The first element from the one asked for last on that has a patch.
  std::uint32_t NextPatched() const {
    const auto patches = list_->patches();
    return cursor_ < patches.size()
               ? patches[cursor_].element
               : static_cast<std::uint32_t>(elements_.size());
  }
  // Whether it stays as it is, with all it holds, which has no patch of its
  // own.
  bool IsUntouched(const Element& element) const {
    return in_order_ && element.next <= NextPatched();
  }
  void KeepRow(std::uint32_t first, Level& level);
  Level Enter(std::uint32_t container, const Patch* patch, std::uint32_t first,
              std::uint32_t end, bool unordered);
  std::uint32_t TakeNext(Level& level) {
    if (level.sorted) return siblings_[level.next++];
    const std::uint32_t i = level.next;
    level.next = elements_[i].next;
    return i;
  }
  void Leave(const Level& level);
  void EmitLeaf(const Element& element, const Patch* patch);
  void EmitContainerHeader(std::uint32_t i, const Patch* patch);
  void EmitValue(const Element& element, const Patch& patch);
  void EmitDelimiter(const Element& element);
  void EmitRewrittenLeaf(const Element& element, const Patch& patch);
  void EmitAdditionsBefore(Tag tag);
  void PutHeader(const Element& element, Vr vr, std::uint64_t length);
  const Patch* FindPatch(std::uint32_t element);

  std::span<const Element> elements_;
  const PatchList* list_ = nullptr;
  EditList* edits_ = nullptr;
  bool in_order_ = false;                // all levels of the index
  std::size_t cursor_ = 0;               // in the patches
  std::size_t addition_ = 0;             // next one to put in
  std::vector<Level> outer_;             // that are open, the outermost first
  std::vector<std::uint32_t> siblings_;  // of those that are sorted
  Error error_ = Error::kOk;
};

}  // namespace dcmscrub
