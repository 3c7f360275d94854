#include "kernels/parse/object_view.h"

#include <bit>
#include <charconv>

#include "kernels/core/text.h"

namespace dcmscrub {
namespace {

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
  return FindAmong(0, static_cast<std::uint32_t>(elements_.size()), tag,
                   ordered(kNoElement));
}

std::uint32_t ObjectView::FindIn(std::uint32_t item, Tag tag) const {
  return FindAmong(item + 1, elements_[item].next, tag, ordered(item));
}

std::uint32_t ObjectView::FindAmong(std::uint32_t first, std::uint32_t end,
                                    Tag tag, bool ordered) const {
  for (std::uint32_t i = first; i < end; i = elements_[i].next) {
    ++steps_;
    if (elements_[i].tag == tag) return i;
    if (ordered && elements_[i].tag > tag) break;
  }
  return kNoElement;
}

std::uint32_t ObjectView::Item(std::uint32_t sequence,
                               std::uint32_t number) const {
  const Element& holder = elements_[sequence];
  if (!holder.has(Element::kContainer) || holder.is_item()) return kNoElement;
  for (std::uint32_t i = sequence + 1; i < holder.next; i = elements_[i].next) {
    ++steps_;
    if (number-- == 0) return i;
  }
  return kNoElement;
}

std::string_view ObjectView::CharacterSetOf(std::uint32_t i) const {
  if (items_ == Items::kNotAsked) FindSets();
  if (items_ == Items::kHaveNone) return facts_.character_set;
  std::uint32_t item = elements_[i].parent;
  if (elements_[i].is_item()) item = elements_[item].parent;
  const std::uint32_t set = item == kNoElement ? kNoElement : sets_[item];
  return set == kNoElement ? facts_.character_set
                           : TrimPadding(AsText(Value(set)));
}

void ObjectView::FindSets() const {
  items_ = Items::kHaveNone;
  for (std::uint32_t i = 0; i < elements_.size(); ++i) {
    const std::uint32_t item = elements_[i].parent;
    if (elements_[i].tag != tags::kSpecificCharacterSet || item == kNoElement) {
      continue;
    }
    if (items_ == Items::kHaveNone) sets_.assign(elements_.size(), kNoElement);
    items_ = Items::kHaveSets;
    if (sets_[item] == kNoElement) sets_[item] = i;
  }
  if (items_ == Items::kHaveNone) return;
  for (std::uint32_t i = 0; i < elements_.size(); ++i) {
    if (!elements_[i].is_item() || sets_[i] != kNoElement) continue;
    const std::uint32_t outer = elements_[elements_[i].parent].parent;
    if (outer != kNoElement) sets_[i] = sets_[outer];
  }
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
