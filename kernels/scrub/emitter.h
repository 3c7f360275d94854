// Element index + patches → edit list: lays the output out in tag order, with
// the lengths of enclosing items and sequences put right.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kernels/core/edit_list.h"
#include "kernels/core/error.h"
#include "kernels/parse/element_index.h"
#include "kernels/scrub/patch_list.h"

namespace dcmscrub {

// Working storage, reused from file to file.
class Emitter {
 public:
  // Appends the data set to `edits`, whose arena the patches point into.
  // Levels that the index calls unordered are sorted by tag; of duplicates
  // all but the first must have been removed by a patch. Elements
  // that are not in their target encoding must have been patched.
  Error Emit(const ElementIndex& index, const PatchList& patches,
             EditList& edits);

 private:
  void EmitTopLevel(bool unordered);
  void EmitLevel(std::uint32_t first, std::uint32_t end, bool unordered);
  void EmitElement(std::uint32_t i);
  void EmitContainer(std::uint32_t i, const Patch* patch);
  void EmitRewrittenLeaf(const Element& element, const Patch& patch);
  void EmitAdditionsBefore(Tag tag);
  void PutHeader(const Element& element, Vr vr, std::uint64_t length);
  const Patch* FindPatch(std::uint32_t element);

  std::span<const Element> elements_;
  const PatchList* list_ = nullptr;
  EditList* edits_ = nullptr;
  std::size_t cursor_ = 0;               // in the patches
  std::size_t addition_ = 0;             // next one to put in
  std::vector<std::uint32_t> siblings_;  // a stack of sorted levels
  Error error_ = Error::kOk;
};

}  // namespace dcmscrub
