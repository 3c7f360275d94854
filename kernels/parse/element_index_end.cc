// How a data set ends: see element_index.h.
#include <algorithm>

#include "kernels/core/dictionary.h"
#include "kernels/parse/element_index.h"

namespace dcmscrub {
namespace {

constexpr Tag kSpectroscopyData{0x5600, 0x0020};
constexpr Tag kTrailingPadding{0xFFFC, 0xFFFC};
constexpr std::uint64_t kDelimiterSize = 8;
// Zero bytes are looked at in pieces of this size. The first one stays in
// memory, should elements follow.
constexpr std::uint64_t kZerosAtOnce = 64 * 1024;
// A value that ran over pixel data and into zeros behind it is longer.
constexpr std::uint32_t kHarmlessValue = 64;

// The first byte in [from, to) that is not zero; `to` where all are.
std::uint64_t FindNotZero(const Window& window, std::uint64_t from,
                          std::uint64_t to) {
  const std::uint8_t* const begin = window.At(from);
  const std::uint8_t* const end = begin + (to - from);
  return from +
         static_cast<std::uint64_t>(
             std::find_if(begin, end, [](std::uint8_t b) { return b != 0; }) -
             begin);
}

// Whether text has a NUL that is no padding, as headers have them.
bool HoldsNul(Bytes text) {
  while (!text.empty() && text.back() == 0) text = text.first(text.size() - 1);
  return std::ranges::find(text, 0) != text.end();
}

// Whether bytes behind whole pixels that were read as this tag may be an
// element of the object: then they may be what is left of it.
bool MayBeElement(Tag tag, Encoding encoding) {
  const std::uint16_t group = tag.group();
  if (group < 0x0008 || group >= 0xFFFE || tag == kTrailingPadding) {
    return false;
  }
  if (!tag.is_private()) return DictionaryVr(tag) != Vr::kNone;
  // Two letters of a VR are a proof, an odd number is none.
  return encoding.explicit_vr || tag > tags::kPixelData;
}

}  // namespace

// Fewer than 8 bytes are left in this level: no element fits.
ElementIndex::Step ElementIndex::ShortTail(const Window& window) {
  const Level& level = Current();
  if (!levels_.empty()) {
    return Fail(level.end == kUnknownEnd ? Error::kUnterminated
                                         : Error::kTruncatedHeader,
                elements_[level.element].tag, position_);
  }
  if (elements_.empty()) {
    return Fail(Error::kTrailingGarbage, Tag(), position_);
  }
  if (const Step step = StepZeros(window); step != Step::kGoOn) return step;
  return Fail(Error::kTrailingGarbage, Tag(), position_);
}

// Ends the data set here if nothing but zero bytes follows. Goes on if
// something else does and position_ can still be gone back to.
ElementIndex::Step ElementIndex::StepZeros(const Window& window) {
  if (position_ <= not_zero_) return Step::kGoOn;
  if (zeros_end_ == 0) zeros_end_ = position_;
  while (zeros_end_ < end_) {
    const std::uint64_t piece_end = std::min(end_, zeros_end_ + kZerosAtOnce);
    if (!window.Holds(zeros_end_, piece_end)) {
      return Want(zeros_end_, piece_end, zeros_end_ != position_);
    }
    const std::uint64_t found = FindNotZero(window, zeros_end_, piece_end);
    if (found != piece_end) {
      const bool first = zeros_end_ == position_;
      zeros_end_ = 0;
      not_zero_ = found;
      if (fragments_of_ != kNoElement) {
        const Element& element = elements_[fragments_of_];
        return Fail(Error::kBadFragment, element.tag, element.offset);
      }
      if (first && pixels_ != Pixels::kWhole) return Step::kGoOn;
      return Fail(Error::kTrailingGarbage, Tag(), position_);
    }
    zeros_end_ = piece_end;
  }
  zeros_end_ = 0;
  return fragments_of_ != kNoElement ? EndFragmentsInZeros() : EndInZeros();
}

ElementIndex::Step ElementIndex::EndInZeros() {
  const bool incomplete =
      pixels_ == Pixels::kShort ||
      (pixels_ == Pixels::kNone &&
       ((extent_.says_image() && !Has(kSpectroscopyData)) || MayHaveRunOver()));
  if (incomplete) return Fail(Error::kTrailingGarbage, Tag(), position_);
  warnings_.Add(Warning::kTrailingBytes);
  return EndBefore(position_);
}

// Zeros stand where the delimiter should.
ElementIndex::Step ElementIndex::EndFragmentsInZeros() {
  const Element& element = elements_[fragments_of_];
  if (element.tag != tags::kPixelData || !extent_.FragmentsAreWhole()) {
    return Fail(Error::kBadFragment, element.tag, element.offset);
  }
  const std::uint64_t left = end_ - position_;
  CloseFragments(static_cast<std::uint8_t>(std::min(left, kDelimiterSize)),
                 false);
  if (left > kDelimiterSize) warnings_.Add(Warning::kTrailingBytes);
  return EndBefore(position_);
}

ElementIndex::Step ElementIndex::EndBefore(std::uint64_t end) {
  data_set_end_ = end;
  return Step::kDone;
}

// Whether the last value, of no image, may have a wrong length and hold what
// comes behind it: text that is none, or bytes before the UIDs that each object
// has.
bool ElementIndex::MayHaveRunOver() const {
  return last_may_run_over_ && !elements_.empty() &&
         (Traits(elements_.back().vr).text || !Has(tags::kStudyInstanceUid) ||
          !Has(tags::kSeriesInstanceUid));
}

bool ElementIndex::Has(Tag tag) const {
  for (std::size_t i = 0; i < elements_.size(); i = elements_[i].next) {
    if (elements_[i].tag == tag) return true;
  }
  return false;
}

// A leaf of the top level, whose header stands at position_.
void ElementIndex::NoteTopLevel(const Window& window, const Header& header,
                                bool loaded) {
  const auto value = [&] {
    return Bytes(window.At(position_ + header.size), header.length);
  };
  if (loaded && PixelExtent::Wants(header.tag)) {
    extent_.NoteElement(header.tag, value(), top_.encoding.order);
  }
  last_may_run_over_ = false;
  if (header.length <= kHarmlessValue) return;
  const VrTraits& traits = Traits(header.vr);
  last_may_run_over_ =
      !traits.text || (loaded ? HoldsNul(value()) : traits.max_length != 0);
}

void ElementIndex::NotePixels(std::optional<bool> whole) {
  pixels_ = !whole   ? Pixels::kUnknown
            : *whole ? Pixels::kWhole
                     : Pixels::kShort;
  tail_ = {elements_.size(), position_, top_, warnings_};
}

// An element in its place behind pixels that are whole is none of the bytes
// that may be dropped.
void ElementIndex::MoveTail() {
  if (elements_.size() == tail_.elements) return;
  const Element& element = elements_[tail_.elements];
  const bool in_place =
      element.next == elements_.size() &&
      element.tag.value > tail_.top.last_tag &&
      (element.tag == kTrailingPadding || MayBeElement(element.tag, encoding_));
  if (in_place) tail_ = {elements_.size(), position_, top_, warnings_};
}

// Whether what fails the data set is no part of it: see element_index.h. What
// was read behind the tail tells, or else the header that could not be.
bool ElementIndex::IsSurplus(Error error, Tag tag) const {
  if (pixels_ != Pixels::kWhole || error == Error::kTooManyElements) {
    return false;
  }
  if (elements_.size() > tail_.elements)
    tag = elements_[tail_.elements].tag;
  else if (error == Error::kBadVr)
    return true;
  return !MayBeElement(tag, encoding_);
}

ElementIndex::Step ElementIndex::DropSurplus() {
  elements_.resize(tail_.elements);
  levels_.clear();
  NoteLevel();
  top_ = tail_.top;
  warnings_ = tail_.warnings;
  warnings_.Add(Warning::kTrailingBytes);
  fragments_of_ = kNoElement;
  return EndBefore(tail_.position);
}

// The offset table, PS3.5 A.4, or a fragment whose header stands at position_.
void ElementIndex::NoteFragment(const Window& window, std::uint32_t length) {
  if (fragment_ == 0) {
    table_end_ = position_ + 8 + length;
  } else {
    const std::uint64_t head =
        std::min<std::uint64_t>(length, PixelExtent::kHead);
    extent_.NoteFragment(position_ - table_end_,
                         Bytes(window.At(position_ + 8), head));
  }
  fragment_ = position_ + 8;
}

// What stands before position_ is the end of an item of the run, if any was
// met.
void ElementIndex::NoteFragmentEnd(const Window& window) {
  if (fragment_ == 0) return;
  const std::uint64_t size = position_ - fragment_;
  const std::uint64_t seen = std::min(size, PixelExtent::kTail);
  if (position_ != table_end_) {
    return extent_.NoteTail(Bytes(window.At(position_ - seen), seen));
  }
  if (size >= 4) {
    extent_.NoteTable(size / 4, Load<std::uint32_t>(window.At(position_ - 4),
                                                    Current().encoding.order));
  }
}

ElementIndex::Step ElementIndex::CloseFragments(std::uint8_t delimiter_size,
                                                bool good) {
  Element& element = elements_[fragments_of_];
  element.value_length = position_ - element.value_offset();
  element.delimiter_size = delimiter_size;
  if (!good) {
    element.flags |= Element::kUnended;
    warnings_.Add(Warning::kBadDelimiter);
  }
  fragments_of_ = kNoElement;
  position_ += delimiter_size;
  if (levels_.empty() && element.tag == tags::kPixelData) NotePixels(true);
  return LeaveHops();
}

// Fewer bytes are left than a delimiter has: none, the first of one, or zeros.
ElementIndex::Step ElementIndex::ShortFragmentTail(const Window& window) {
  const Element& element = elements_[fragments_of_];
  const std::uint64_t left = Current().limit - position_;
  std::uint8_t delimiter[kDelimiterSize] = {};
  const ByteOrder order = Current().encoding.order;
  Store(delimiter, tags::kSequenceDelimitation.group(), order);
  Store(delimiter + 2, tags::kSequenceDelimitation.element(), order);
  const Bytes tail(window.At(position_), left);
  const bool cut = std::ranges::equal(tail, Bytes(delimiter, left));
  const bool zeros = FindNotZero(window, position_, end_) == end_;
  if (!levels_.empty() || element.tag != tags::kPixelData || !(cut || zeros) ||
      !extent_.FragmentsAreWhole()) {
    return Fail(Error::kUnterminated, element.tag, element.offset);
  }
  return CloseFragments(static_cast<std::uint8_t>(left), false);
}

}  // namespace dcmscrub
