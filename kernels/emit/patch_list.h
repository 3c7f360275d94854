// What a scrub decided, element by element, before it is laid out: patches,
// elements to add, and by how much each sequence and item grows.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "kernels/core/edit_list.h"
#include "kernels/core/tag.h"
#include "kernels/core/vr.h"
#include "kernels/parse/element_index.h"
#include "kernels/search/byte_hit.h"

namespace dcmscrub {

struct Patch {
  enum class Kind : std::uint8_t {
    kRemove,   // header, value, delimiter and all
    kReplace,  // all of it, by arena bytes
    kRewrite,  // a new header with `vr`; the value stays, padded to even
    kAppend,   // arena bytes behind the last item of a sequence
    kMask,     // the value stays but for the bits that `keep` lacks
    kBlank,    // the value stays but for `blanks`
  };
  std::uint32_t element = 0;
  Kind kind = Kind::kRemove;
  Vr vr = Vr::kNone;
  bool takes_out = false;   // what stood there is gone, with all it held
  std::uint64_t begin = 0;  // of the arena bytes
  std::uint64_t size = 0;
  BitMask keep;
  // Of a value that stays, also under a new header: what spaces stand for.
  std::uint32_t blanks_begin = 0;
  std::uint32_t blanks_count = 0;
};

// A top-level element that the input lacks: arena bytes.
struct Addition {
  Tag tag;
  std::uint64_t begin = 0;
  std::uint64_t size = 0;
};

// Patches come in ascending order of elements. Reused from file to file.
class PatchList {
 public:
  // `target` is the encoding of the output.
  void Reset(std::span<const Element> elements, Encoding target) {
    elements_ = elements;
    target_ = target;
    patches_.clear();
    additions_.clear();
    blanks_.clear();
    growth_.assign(elements.size(), 0);
    grown_end_ = 0;
  }

  void Remove(std::uint32_t element) {
    patches_.push_back({element, Patch::Kind::kRemove, Vr::kNone, true});
    Grow(element, -static_cast<std::int64_t>(Extent(element)));
  }
  void Replace(std::uint32_t element, std::uint64_t begin, std::uint64_t size,
               bool takes_out) {
    patches_.push_back(
        {element, Patch::Kind::kReplace, Vr::kNone, takes_out, begin, size});
    Grow(element, static_cast<std::int64_t>(size) -
                      static_cast<std::int64_t>(Extent(element)));
  }
  void Mask(std::uint32_t element, BitMask keep) {
    patches_.push_back(
        {element, Patch::Kind::kMask, Vr::kNone, false, 0, 0, keep});
  }
  // `blanks` in order, apart from each other. A Rewrite may precede: then one
  // patch does both.
  void Blank(std::uint32_t element, std::span<const ByteHit> blanks) {
    if (patches_.empty() || patches_.back().element != element) {
      patches_.push_back({element, Patch::Kind::kBlank});
    }
    patches_.back().blanks_begin = static_cast<std::uint32_t>(blanks_.size());
    patches_.back().blanks_count = static_cast<std::uint32_t>(blanks.size());
    blanks_.insert(blanks_.end(), blanks.begin(), blanks.end());
  }
  // `more` is by how many bytes header, padding and delimiter grow.
  void Rewrite(std::uint32_t element, Vr vr, std::int64_t more) {
    patches_.push_back({element, Patch::Kind::kRewrite, vr});
    Grow(element, more);
  }
  // A Rewrite of the sequence may precede: then one patch does both.
  void Append(std::uint32_t sequence, std::uint64_t begin, std::uint64_t size) {
    if (patches_.empty() || patches_.back().element != sequence) {
      patches_.push_back({sequence, Patch::Kind::kAppend});
    }
    patches_.back().begin = begin;
    patches_.back().size = size;
    GrowContainer(sequence, static_cast<std::int64_t>(size));
  }
  void Add(Tag tag, std::uint64_t begin, std::uint64_t size) {
    additions_.push_back({tag, begin, size});
  }
  // After the last patch and before they are emitted: puts additions in the
  // order of tags, and has all that holds a container grow with it.
  void Settle() {
    std::ranges::sort(additions_, {}, &Addition::tag);
    // What an element holds follows it.
    for (std::size_t i = grown_end_; i-- > 0;) {
      if (growth_[i] == 0) continue;
      const std::uint32_t parent = elements_[i].parent;
      if (parent != kNoElement) growth_[parent] += growth_[i];
    }
    grown_end_ = 0;
  }

  Encoding target() const { return target_; }
  // How `element` is to be written. Implicit VR inside UN, and items that are
  // not in the encoding of their data set, come out in the one encoding. Only
  // in a big endian data set UN stays as it is: its values would have to be
  // swapped as well.
  Encoding TargetOf(const Element& element) const {
    return target_.order == ByteOrder::kBig ? element.encoding() : target_;
  }

  std::span<const Patch> patches() const { return patches_; }
  std::span<const Addition> additions() const { return additions_; }
  std::span<const ByteHit> BlanksOf(const Patch& patch) const {
    return std::span(blanks_).subspan(patch.blanks_begin, patch.blanks_count);
  }
  // Of the value of a sequence or item, in bytes; after Settle.
  std::int64_t growth(std::uint32_t container) const {
    return growth_[container];
  }

 private:
  std::uint64_t Extent(std::uint32_t element) const {
    return elements_[element].end() - elements_[element].offset;
  }
  void Grow(std::uint32_t element, std::int64_t by) {
    const std::uint32_t parent = elements_[element].parent;
    if (parent == kNoElement) return;
    GrowContainer(parent, by);
  }
  void GrowContainer(std::uint32_t i, std::int64_t by) {
    growth_[i] += by;
    grown_end_ = std::max(grown_end_, i + 1);
  }

  std::span<const Element> elements_;
  Encoding target_;
  std::vector<Patch> patches_;
  std::vector<Addition> additions_;
  std::vector<ByteHit> blanks_;
  std::vector<std::int64_t> growth_;
  std::uint32_t grown_end_ = 0;  // behind the last container that grows
};

}  // namespace dcmscrub
