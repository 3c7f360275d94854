#include "kernels/parse/object_view.h"

#include <algorithm>
#include <bit>
#include <charconv>

#include "kernels/core/text.h"

namespace dcmscrub {
namespace {

std::uint32_t FindSibling(std::span<const Element> elements,
                          std::uint32_t first, std::uint32_t end, Tag tag) {
  for (std::uint32_t i = first; i < end; i = elements[i].next) {
    if (elements[i].tag == tag) return i;
  }
  return kNoElement;
}

template <typename Number>
void AppendNumber(Number value, std::string& out) {
  char digits[40];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out.append(digits, end);
}

// Loaded as unsigned integers of their size.
template <typename Number, typename Carrier>
bool AppendNumbers(Bytes value, ByteOrder order, std::string& out) {
  if (value.size() % sizeof(Number) != 0) return false;
  for (std::size_t at = 0; at < value.size(); at += sizeof(Number)) {
    if (at > 0) out += '\\';
    AppendNumber(std::bit_cast<Number>(Load<Carrier>(value.data() + at, order)),
                 out);
  }
  return true;
}

bool AppendTags(Bytes value, ByteOrder order, std::string& out) {
  if (value.size() % 4 != 0) return false;
  for (std::size_t at = 0; at < value.size(); at += 4) {
    if (at > 0) out += '\\';
    out += TagText(LoadTag(value.data() + at, order));
  }
  return true;
}

bool AppendBinary(Vr vr, Bytes value, ByteOrder order, std::string& out) {
  switch (vr) {
    case Vr::kUS:
      return AppendNumbers<std::uint16_t, std::uint16_t>(value, order, out);
    case Vr::kSS:
      return AppendNumbers<std::int16_t, std::uint16_t>(value, order, out);
    case Vr::kUL:
      return AppendNumbers<std::uint32_t, std::uint32_t>(value, order, out);
    case Vr::kSL:
      return AppendNumbers<std::int32_t, std::uint32_t>(value, order, out);
    case Vr::kUV:
      return AppendNumbers<std::uint64_t, std::uint64_t>(value, order, out);
    case Vr::kSV:
      return AppendNumbers<std::int64_t, std::uint64_t>(value, order, out);
    case Vr::kFL:
      return AppendNumbers<float, std::uint32_t>(value, order, out);
    case Vr::kFD:
      return AppendNumbers<double, std::uint64_t>(value, order, out);
    case Vr::kAT:
      return AppendTags(value, order, out);
    default:
      return false;  // bytes
  }
}

}  // namespace

std::uint32_t ObjectView::Find(Tag tag) const {
  return FindSibling(elements_, 0, static_cast<std::uint32_t>(elements_.size()),
                     tag);
}

std::uint32_t ObjectView::FindIn(std::uint32_t item, Tag tag) const {
  return FindSibling(elements_, item + 1, elements_[item].next, tag);
}

std::uint32_t ObjectView::Item(std::uint32_t sequence,
                               std::uint32_t number) const {
  const Element& holder = elements_[sequence];
  if (!holder.has(Element::kContainer) || holder.is_item()) return kNoElement;
  for (std::uint32_t i = sequence + 1; i < holder.next; i = elements_[i].next) {
    if (number-- == 0) return i;
  }
  return kNoElement;
}

std::string_view ObjectView::CharacterSetOf(std::uint32_t i) const {
  if (items_ == Items::kNotAsked) {
    const bool any = std::ranges::any_of(elements_, [](const Element& element) {
      return element.tag == tags::kSpecificCharacterSet &&
             element.parent != kNoElement;
    });
    items_ = any ? Items::kHaveSets : Items::kHaveNone;
  }
  if (items_ == Items::kHaveNone) return facts_.character_set;
  for (std::uint32_t at = elements_[i].parent; at != kNoElement;
       at = elements_[at].parent) {
    if (!elements_[at].is_item()) continue;
    const std::uint32_t set = FindIn(at, tags::kSpecificCharacterSet);
    if (set != kNoElement) return TrimPadding(AsText(Value(set)));
  }
  return facts_.character_set;
}

bool ObjectView::AppendText(std::uint32_t i, std::string& utf8) const {
  return AppendTextAs(i, elements_[i].vr, utf8);
}

bool ObjectView::AppendTextAs(std::uint32_t i, Vr vr, std::string& utf8) const {
  const Element& element = elements_[i];
  if (!HoldsBytes(element.vr)) vr = element.vr;
  if (!element.has(Element::kLoaded) || element.has(Element::kContainer)) {
    return false;
  }
  const Bytes value = Value(i);
  const std::size_t size = utf8.size();
  if (!Traits(vr).text) {
    if (AppendBinary(vr, value, element.encoding().order, utf8)) {
      return true;
    }
    utf8.resize(size);
    return false;
  }
  const std::string_view text = TrimPadding(AsText(value));
  if (IsPlainAscii(text)) {
    utf8 += text;
  } else {
    codec_.Decode(CharacterSetOf(i), vr, text, utf8);
  }
  return true;
}

}  // namespace dcmscrub
