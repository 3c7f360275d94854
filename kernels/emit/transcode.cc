#include "kernels/emit/transcode.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "kernels/core/dictionary.h"
#include "kernels/parse/object_facts.h"

namespace dcmscrub {
namespace {

class Transcoder {
 public:
  Transcoder(Arena& arena, const ElementIndex& index, Bytes memory,
             Encoding target)
      : arena_(arena),
        elements_(index.elements()),
        memory_(memory),
        target_(target) {}

  // What is held follows what holds it, in the index as in the output.
  void Append(std::uint32_t i) {
    const std::uint32_t end = elements_[i].next;
    for (; i < end; ++i) {
      CloseBefore(i);
      const Element& element = elements_[i];
      if (element.has(Element::kContainer)) {
        OpenContainer(i);
      } else if (element.has(Element::kLoaded)) {
        AppendLeaf(element);
      }
    }
    CloseBefore(end);
  }

 private:
  struct Open {
    std::uint32_t element = kNoElement;
    std::size_t begin = 0;  // of its value, in the arena
  };

  void OpenContainer(std::uint32_t i) {
    AppendHeader(arena_, elements_[i].tag,
                 elements_[i].is_item() ? Vr::kNone : Vr::kSQ, kUndefinedLength,
                 target_);
    open_.push_back({i, arena_.size()});
  }

  // Ends all containers that do not hold element i.
  void CloseBefore(std::uint32_t i) {
    while (!open_.empty() && elements_[open_.back().element].next <= i) {
      Close(open_.back());
      open_.pop_back();
    }
  }

  void Close(const Open& open) {
    const Element& element = elements_[open.element];
    if (!element.has(Element::kLengthUndefined)) {
      // Every header of a container ends with its length.
      Store(arena_.data() + open.begin - sizeof(std::uint32_t),
            static_cast<std::uint32_t>(arena_.size() - open.begin),
            target_.order);
      return;
    }
    const Tag end = element.is_item() ? tags::kItemDelimitation
                                      : tags::kSequenceDelimitation;
    AppendHeader(arena_, end, Vr::kNone, 0, target_);
  }

  void AppendLeaf(const Element& element) {
    const Vr vr = VrOf(element);
    AppendElement(arena_, element.tag, vr, LoadedValue(element, memory_),
                  target_);
    if (element.encoding().order == target_.order) return;
    const std::size_t padded = element.value_length + element.value_length % 2;
    SwapUnits(std::span(arena_).last(padded), Traits(vr).unit);
  }

  Vr VrOf(const Element& element) {
    if (element.written_vr != Vr::kNone) return element.written_vr;
    if (element.vr == Vr::kNone) return Vr::kUN;
    const bool chosen_by_pixels =
        element.vr == Vr::kUS && DictionaryVrIsAmbiguous(element.tag);
    return chosen_by_pixels && HasSignedPixels() ? Vr::kSS : element.vr;
  }

  // (0028,0103), which comes after few of the elements that depend on it.
  bool HasSignedPixels() {
    if (!signed_pixels_) signed_pixels_ = FindSignedPixels();
    return *signed_pixels_;
  }
  bool FindSignedPixels() const {
    for (std::uint32_t i = 0; i < elements_.size(); i = elements_[i].next) {
      const Element& element = elements_[i];
      if (element.tag != tags::kPixelRepresentation) continue;
      const Bytes value = LoadedValue(element, memory_);
      return value.size() >= 2 &&
             Load<std::uint16_t>(value.data(), element.encoding().order) == 1;
    }
    return false;
  }

  static void SwapUnits(std::span<std::uint8_t> bytes, std::size_t unit) {
    for (; bytes.size() >= unit && unit > 1; bytes = bytes.subspan(unit)) {
      std::reverse(bytes.begin(), bytes.begin() + unit);
    }
  }

  Arena& arena_;
  std::span<const Element> elements_;
  Bytes memory_;
  Encoding target_;
  std::vector<Open> open_;  // the outermost first
  std::optional<bool> signed_pixels_;
};

}  // namespace

void AppendTranscoded(Arena& arena, const ElementIndex& index, Bytes memory,
                      std::uint32_t i, Encoding target) {
  Transcoder(arena, index, memory, target).Append(i);
}

}  // namespace dcmscrub
