#include "kernels/scrub/transcode.h"

#include <algorithm>

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

  void Append(std::uint32_t i) {
    const Element& element = elements_[i];
    if (element.has(Element::kContainer)) {
      AppendContainer(i);
    } else if (element.has(Element::kLoaded)) {
      AppendLeaf(element);
    }
  }

 private:
  // As deep as IndexLimits::depth.
  void AppendContainer(std::uint32_t i) {
    const Element& element = elements_[i];
    const bool item = element.is_item();
    AppendHeader(arena_, element.tag, item ? Vr::kNone : Vr::kSQ,
                 kUndefinedLength, target_);
    const std::size_t begin = arena_.size();
    for (std::uint32_t at = i + 1; at < element.next; at = elements_[at].next) {
      Append(at);
    }
    if (!element.has(Element::kUndefinedLength)) {
      // Every header of a container ends with its length.
      Store(arena_.data() + begin - sizeof(std::uint32_t),
            static_cast<std::uint32_t>(arena_.size() - begin), target_.order);
      return;
    }
    const Tag end =
        item ? tags::kItemDelimitation : tags::kSequenceDelimitation;
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
  bool HasSignedPixels() const {
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
};

}  // namespace

void AppendTranscoded(Arena& arena, const ElementIndex& index, Bytes memory,
                      std::uint32_t i, Encoding target) {
  Transcoder(arena, index, memory, target).Append(i);
}

}  // namespace dcmscrub
