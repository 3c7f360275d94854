// One object as those see it who decide by values: its elements, and their
// values as UTF-8 text, whatever their VR, byte order and character set.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/core/bytes.h"
#include "kernels/parse/element_index.h"
#include "kernels/parse/object_facts.h"
#include "kernels/text/text_codec.h"

namespace dcmscrub {

// A view; everything it is made from must outlive it. One thread at a time, as
// the codec keeps state.
class ObjectView {
 public:
  ObjectView(const ElementIndex& index, Bytes memory, const ObjectFacts& facts,
             TextCodec& codec)
      : elements_(index.elements()),
        memory_(memory),
        facts_(facts),
        codec_(codec),
        ordered_(!index.unordered()) {}

  std::span<const Element> elements() const { return elements_; }
  const ObjectFacts& facts() const { return facts_; }
  TextCodec& codec() const { return codec_; }

  // Empty where it was not loaded: IndexLimits::loaded_value.
  Bytes Value(std::uint32_t i) const {
    return LoadedValue(elements_[i], memory_);
  }

  // The first element `tag` of the top level, or of an item; kNoElement when
  // there is none.
  std::uint32_t Find(Tag tag) const;
  std::uint32_t FindIn(std::uint32_t item, Tag tag) const;
  // Whether the elements of an item, or of the top level (kNoElement), ascend
  // by tag, each once.
  bool ordered(std::uint32_t item) const {
    return item == kNoElement ? ordered_
                              : !elements_[item].has(Element::kUnordered);
  }
  // The item `number`, from 0, of a sequence.
  std::uint32_t Item(std::uint32_t sequence, std::uint32_t number) const;

  // The value of (0008,0005) that holds for element i: that of the nearest
  // item around it which has one, or of the top level (PS3.3 C.12.1.1.2).
  std::string_view CharacterSetOf(std::uint32_t i) const;

  // How many elements the calls above went over: tests hold that it grows with
  // the object, and no faster.
  std::uint64_t steps() const { return steps_; }

  // Appends the value of element i without padding: text as UTF-8 with
  // backslashes between values, numbers in decimal, AT as "(gggg,eeee)". false,
  // and nothing appended, where the value is not loaded, is bytes, or a
  // sequence.
  bool AppendText(std::uint32_t i, std::string& utf8) const;
  // The same where the object does not say what its bytes are, and `vr` does.
  bool AppendTextAs(std::uint32_t i, Vr vr, std::string& utf8) const;

 private:
  std::uint32_t FindAmong(std::uint32_t first, std::uint32_t end, Tag tag,
                          bool ordered) const;
  void FindSets() const;

  std::span<const Element> elements_;
  Bytes memory_;
  const ObjectFacts& facts_;
  TextCodec& codec_;
  bool ordered_ = false;
  // Whether some item has a (0008,0005) of its own; found out when it matters,
  // and then where that which holds in each item stands.
  enum class Items : std::uint8_t { kNotAsked, kHaveSets, kHaveNone };
  mutable Items items_ = Items::kNotAsked;
  mutable std::vector<std::uint32_t> sets_;
  mutable std::uint64_t steps_ = 0;
};

}  // namespace dcmscrub
