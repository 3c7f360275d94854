#include "kernels/scrub/patch_writer.h"

#include <algorithm>

namespace dcmscrub {

std::uint32_t PatchWriter::Put(std::uint32_t i, Vr vr, std::string_view value,
                               Change::Kind kind) {
  const std::uint64_t begin = arena_.size();
  AppendElement(arena_, elements_[i].tag, vr, value, EncodingOf(elements_[i]));
  return PutElement(i, begin, kind, Traits(kind).takes_out);
}

std::uint32_t PatchWriter::PutValue(std::uint32_t i, Vr vr, std::uint64_t begin,
                                    Change::Kind kind) {
  return PutValue(i, vr, begin, kind, Traits(kind).takes_out);
}

std::uint32_t PatchWriter::PutValue(std::uint32_t i, Vr vr, std::uint64_t begin,
                                    Change::Kind kind, bool takes_out) {
  PutHeaderBefore(arena_, begin, elements_[i].tag, vr,
                  EncodingOf(elements_[i]));
  return PutElement(i, begin, kind, takes_out);
}

std::uint32_t PatchWriter::PutElement(std::uint32_t i, std::uint64_t begin,
                                      Change::Kind kind, bool takes_out) {
  const Element& element = elements_[i];
  const std::uint64_t size = arena_.size() - begin;
  if (element.has(Element::kLoaded) && element.end() - element.offset == size &&
      std::equal(arena_.begin() + static_cast<std::ptrdiff_t>(begin),
                 arena_.end(), memory_.data() + element.memory)) {
    arena_.resize(begin);
    return element.next;
  }
  patches_.Replace(i, begin, size, takes_out);
  NoteChange(element.tag, kind);
  return element.next;
}

std::uint32_t PatchWriter::PutUnfinished(std::uint32_t i, std::uint64_t begin,
                                         Change::Kind kind) {
  patches_.Replace(i, begin, arena_.size() - begin, false);
  NoteChange(elements_[i].tag, kind);
  return elements_[i].next;
}

void PatchWriter::Rewrite(std::uint32_t i, Vr vr) {
  const Element& element = elements_[i];
  const bool undefined = element.has(Element::kLengthUndefined);
  const std::uint64_t padding = undefined || element.has(Element::kContainer)
                                    ? 0
                                    : element.value_length % 2;
  const auto length =
      static_cast<std::uint32_t>(element.value_length + padding);
  const std::int64_t header =
      HeaderSize(vr, undefined ? 0 : length, EncodingOf(element));
  const std::int64_t delimiter =
      element.has(Element::kUnended) ? 8 - element.delimiter_size : 0;
  patches_.Rewrite(i, vr,
                   header - element.header_size +
                       static_cast<std::int64_t>(padding) + delimiter);
}

void PatchWriter::RewriteSequence(std::uint32_t i) {
  const Element& element = elements_[i];
  // UN that held a sequence becomes one, now that its items will be in the
  // encoding of the data set.
  const bool un_as_sequence = element.written_vr == Vr::kUN &&
                              patches_.target().order == ByteOrder::kLittle;
  if (un_as_sequence || NeedsNewHeader(element)) Rewrite(i, Vr::kSQ);
}

void PatchWriter::Append(std::uint32_t i, std::uint64_t begin,
                         Change::Kind kind) {
  if (arena_.size() == begin) return;
  patches_.Append(i, begin, arena_.size() - begin);
  NoteChange(elements_[i].tag, kind);
}

std::uint32_t PatchWriter::Mask(std::uint32_t i, BitMask keep) {
  patches_.Mask(i, keep);
  NoteChange(elements_[i].tag, Change::Kind::kRepaired);
  return elements_[i].next;
}

std::uint32_t PatchWriter::Blank(std::uint32_t i,
                                 std::span<const ByteHit> blanks) {
  patches_.Blank(i, blanks);
  NoteChange(elements_[i].tag, Change::Kind::kResidue);
  return elements_[i].next;
}

void PatchWriter::Add(Tag tag, std::uint64_t begin, Change::Kind kind) {
  patches_.Add(tag, begin, arena_.size() - begin);
  NoteChange(tag, kind);
}

}  // namespace dcmscrub
