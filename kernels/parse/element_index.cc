#include "kernels/parse/element_index.h"

#include <algorithm>

#include "kernels/core/dictionary.h"

namespace dcmscrub {
namespace {

constexpr std::uint32_t kUndefined = 0xFFFFFFFF;  // PS3.5 7.1.1
// The longest header, and so the most that is asked for to read one.
constexpr std::uint64_t kLongestHeader = 12;
// Some writers leave the VR of an element they do not know blank or zero
// (seen in GE screen saves at (0028,0120)).
bool IsBlankVr(std::uint8_t first, std::uint8_t second) {
  return (first == ' ' && second == ' ') || (first == 0 && second == 0) ||
         (first == '?' && second == '?');
}

// Items inside a UN value must be implicit VR (PS3.5 6.2.2), yet some writers
// (Hologic) leave them explicit, and some put implicit items into explicit
// data sets. The first element of an item tells: `available` bytes follow its
// tag and must hold its value.
Encoding ItemEncoding(const std::uint8_t* first, std::uint64_t available,
                      Encoding expected) {
  const Vr vr = ParseVr(first[4], first[5]);
  const bool fits_implicit = [&] {
    const auto length = Load<std::uint32_t>(first + 4, ByteOrder::kLittle);
    return length == kUndefined || length <= available - 8;
  }();
  const Tag tag = LoadTag(first, expected.order);
  if (!expected.explicit_vr && vr != Vr::kNone &&
      (!fits_implicit || vr == DictionaryVr(tag))) {
    return kExplicitLittle;
  }
  if (expected == kExplicitLittle && vr == Vr::kNone && fits_implicit &&
      !IsBlankVr(first[4], first[5]) && tag.group() != 0xFFFE) {
    return kImplicitLittle;
  }
  return expected;
}

// Whether a value of undefined length is a run of fragments, PS3.5 A.4.
bool MayBeFragments(Tag tag, Vr written) {
  return tag == tags::kPixelData || written == Vr::kOB || written == Vr::kOW;
}

// It is 0 (PS3.5 7.5.2). Some writers have that of the sequence instead.
bool IsDelimiterLength(std::uint32_t length) {
  return length == 0 || length == kUndefined;
}

bool MayBePrivateSequence(Tag tag, Vr vr, std::uint32_t length) {
  const bool unknown = vr == Vr::kUN || vr == Vr::kNone;
  return unknown && tag.is_private() && length >= 8;
}

}  // namespace

void ElementIndex::Begin(Encoding encoding, std::uint64_t begin,
                         std::uint64_t end, const IndexLimits& limits) {
  elements_.clear();
  levels_.clear();
  NoteLevel();
  limits_ = limits;
  levels_.reserve(limits_.depth);
  encoding_ = encoding;
  end_ = end;
  position_ = begin;
  data_set_end_ = end;
  top_ = Level{};
  top_.end = top_.limit = end;
  top_.encoding = encoding;
  fragments_of_ = kNoElement;
  extent_ = PixelExtent();
  pixels_ = Pixels::kNone;
  last_may_run_over_ = false;
  zeros_end_ = 0;
  not_zero_ = 0;
  in_hop_window_ = false;
  fault_ = Fault{};
  warnings_ = WarningSet{};
  need_ = {begin, std::min(end, begin + kLongestHeader), false};
}

ElementIndex::Status ElementIndex::Extend(const Window& window) {
  in_hop_window_ = need_.hop;
  while (true) {
    switch (StepOnce(window)) {
      case Step::kGoOn:
      case Step::kAnew:
        continue;
      case Step::kNeedBytes:
        return Status::kNeedBytes;
      case Step::kFault:
        return Status::kFault;
      case Step::kDone:
        return Status::kDone;
    }
  }
}

ElementIndex::Step ElementIndex::StepOnce(const Window& window) {
  if (zeros_end_ != 0) return StepZeros(window);
  if (fragments_of_ != kNoElement) return StepFragment(window);
  const Level& level = Current();
  if (position_ == level.end) {
    return levels_.empty() ? Step::kDone : CloseLevel(0);
  }
  return level.is_sequence ? StepItem(window) : StepElement(window);
}

ElementIndex::Step ElementIndex::StepElement(const Window& window) {
  const Level& level = Current();
  if (pixels_ == Pixels::kWhole && levels_.empty()) MoveTail();
  if (level.limit - position_ < 8) return ShortTail(window);
  Header header;
  if (const Step step = ReadHeader(window, level, header);
      step != Step::kGoOn) {
    return step;
  }
  if (header.tag.group() == 0xFFFE) {
    return CloseItem(window, header.tag, header.length);
  }
  if (header.tag.value == 0 && levels_.empty() && !elements_.empty()) {
    if (const Step step = StepZeros(window); step != Step::kGoOn) return step;
  }
  if (header.length == kUndefined && header.size != 8) {
    return PlaceUndefined(window, header);
  }
  if (header.length == kUndefined && !level.encoding.explicit_vr) {
    return PlaceUndefined(window, header);
  }
  return PlaceValue(window, header);
}

// Reads tag, VR and length at position_, of which at least 8 bytes exist.
ElementIndex::Step ElementIndex::ReadHeader(const Window& window,
                                            const Level& level,
                                            Header& header) {
  const std::uint64_t wanted =
      std::min(level.limit, position_ + kLongestHeader);
  if (!window.Holds(position_, wanted)) return Want(position_, wanted);
  const std::uint8_t* at = window.At(position_);
  const ByteOrder order = level.encoding.order;
  header.tag = LoadTag(at, order);
  if (!level.encoding.explicit_vr || header.tag.group() == 0xFFFE) {
    header.length = Load<std::uint32_t>(at + 4, order);
    header.vr = DictionaryVr(header.tag);
    return Step::kGoOn;
  }
  header.written = ParseVr(at[4], at[5]);
  header.vr = header.written;
  if (header.written == Vr::kNone) {
    header.vr = DictionaryVr(header.tag);
    if (!IsBlankVr(at[4], at[5]) || header.vr == Vr::kNone) {
      return Fail(Error::kBadVr, header.tag, position_);
    }
    // A tag of zeros is padding, or goes with its group.
    if (header.tag.value != 0) warnings_.Add(Warning::kBadVr);
  }
  if (Traits(header.vr).long_form) {
    header.size = 12;
    if (level.limit - position_ < 12) {
      return Fail(Error::kTruncatedHeader, header.tag, position_);
    }
    // PS3.5 7.1.2: the two bytes after these VRs are reserved. Some scanners
    // leave garbage there, so they are skipped unread.
    header.length = Load<std::uint32_t>(at + 8, order);
  } else {
    header.length = Load<std::uint16_t>(at + 6, order);
  }
  // PS3.5 6.2.2: UN stands for a VR that the writer did not know. The
  // dictionary may; tags decide, not VRs.
  if (header.vr == Vr::kUN && !header.tag.is_private()) {
    const Vr known = DictionaryVr(header.tag);
    if (known != Vr::kNone) header.vr = known;
  }
  return Step::kGoOn;
}

ElementIndex::Step ElementIndex::PlaceUndefined(const Window& window,
                                                const Header& header) {
  const Encoding encoding = Current().encoding;
  if (header.written == Vr::kSQ) {
    return OpenContainer(window, header, true, true, encoding, false);
  }
  // PS3.5 6.2.2: UN of undefined length is a sequence in implicit little
  // endian, also inside a big endian data set.
  if (header.written == Vr::kUN) {
    warnings_.Add(Warning::kUnAsSequence);
    Header sequence = header;
    sequence.vr = Vr::kSQ;
    return OpenContainer(window, sequence, true, true, kImplicitLittle, false);
  }
  if (MayBeFragments(header.tag, header.written)) {
    return AddLeaf(window, header, Element::kEncapsulated);
  }
  const bool may_be_sequence =
      header.vr == Vr::kSQ || header.vr == Vr::kUN || header.vr == Vr::kNone;
  if (!encoding.explicit_vr && may_be_sequence) {
    Header sequence = header;
    sequence.vr = Vr::kSQ;
    return OpenContainer(window, sequence, true, true, encoding, false);
  }
  return Fail(Error::kIllegalUndefinedLength, header.tag, position_);
}

ElementIndex::Step ElementIndex::PlaceValue(const Window& window,
                                            const Header& header) {
  const Level& level = Current();
  const std::uint64_t room = level.limit - position_ - header.size;
  if (header.length > room) {
    const bool past_end = header.length > end_ - position_ - header.size;
    return Fail(past_end ? Error::kLengthPastEnd : Error::kLengthPastParent,
                header.tag, position_, header.length - room);
  }
  if (header.written == Vr::kSQ ||
      (!level.encoding.explicit_vr && header.vr == Vr::kSQ)) {
    return OpenContainer(window, header, false, true, level.encoding, false);
  }
  if (header.vr == Vr::kSQ && header.written == Vr::kUN) {
    return OpenContainer(window, header, false, true, kImplicitLittle, true);
  }
  if (DictionaryVr(header.tag) == Vr::kSQ) {
    warnings_.Add(Warning::kOpaqueSequence);
    return AddLeaf(window, header, Element::kOpaque);
  }
  if (MayBePrivateSequence(header.tag, header.vr, header.length)) {
    return PlacePrivate(window, header);
  }
  return AddLeaf(window, header);
}

// A private value of no known VR that begins with an item is taken for a
// sequence: what it holds is to be judged element by element (PS3.15 E.3.10).
ElementIndex::Step ElementIndex::PlacePrivate(const Window& window,
                                              const Header& header) {
  const std::uint64_t value = position_ + header.size;
  if (!window.Holds(value, value + 4)) return Want(position_, value + 4);
  const Encoding inside =
      header.written == Vr::kUN ? kImplicitLittle : Current().encoding;
  if (LoadTag(window.At(value), inside.order) != tags::kItem) {
    return AddLeaf(window, header);
  }
  Header sequence = header;
  sequence.vr = Vr::kSQ;
  return OpenContainer(window, sequence, false, true, inside, true);
}

// Notes the element at position_ as far as its header tells it.
Element& ElementIndex::AppendElement(const Window& window,
                                     const Header& header) {
  const Level& level = Current();
  Element& element = elements_.emplace_back();
  element.tag = header.tag;
  element.vr = header.vr;
  element.written_vr = header.written;
  element.header_size = header.size;
  element.flags = static_cast<std::uint16_t>(
      (level.encoding.explicit_vr ? Element::kExplicitVr : 0) |
      (level.encoding.order == ByteOrder::kBig ? Element::kBigEndian : 0));
  element.depth = static_cast<std::uint16_t>(levels_.size());
  element.parent = level.element;
  element.next = static_cast<std::uint32_t>(elements_.size());
  element.offset = position_;
  element.value_length = header.length;
  element.memory = window.memory + (position_ - window.begin);
  return element;
}

ElementIndex::Step ElementIndex::AddLeaf(const Window& window,
                                         const Header& header,
                                         std::uint16_t more_flags) {
  const bool fragments = (more_flags & Element::kEncapsulated) != 0;
  const std::uint64_t value_begin = position_ + header.size;
  const std::uint64_t value_end =
      fragments ? value_begin : value_begin + header.length;
  const std::uint32_t most =
      header.vr == Vr::kPN ? limits_.loaded_name : limits_.loaded_value;
  const bool loaded = !fragments && header.length <= most;
  if (loaded && value_end > window.end()) return Want(position_, value_end);
  if (elements_.size() >= limits_.elements) {
    return Fail(Error::kTooManyElements, header.tag, position_);
  }
  NoteOrder(header.tag);
  if (levels_.empty()) NoteTopLevel(window, header, loaded);
  Element& element = AppendElement(window, header);
  element.flags |= more_flags;
  if (loaded) element.flags |= Element::kLoaded;
  if (fragments) {
    element.flags |= Element::kLengthUndefined;
    element.value_length = 0;
    fragments_of_ = element.next - 1;
    fragment_ = 0;
    extent_.BeginFragments();
  } else if (header.length % 2 != 0) {
    warnings_.Add(Warning::kOddLength);
  }
  position_ = value_end;
  if (levels_.empty() && IsPixelData(header.tag) && !fragments) {
    NotePixels(extent_.NativeIsWhole(header.length));
  }
  return Step::kGoOn;
}

ElementIndex::Step ElementIndex::OpenContainer(const Window& window,
                                               const Header& header,
                                               bool undefined, bool is_sequence,
                                               Encoding inside,
                                               bool tentative) {
  if (levels_.size() >= limits_.depth) {
    return Fail(Error::kTooDeep, header.tag, position_);
  }
  if (elements_.size() >= limits_.elements) {
    return Fail(Error::kTooManyElements, header.tag, position_);
  }
  if (is_sequence) NoteOrder(header.tag);
  if (levels_.empty()) last_may_run_over_ = false;
  Element& element = AppendElement(window, header);
  element.flags |= Element::kContainer;
  if (undefined) {
    element.flags |= Element::kLengthUndefined;
    element.value_length = 0;
  }
  Level level;
  level.element = element.next - 1;
  level.end = undefined ? kUnknownEnd : element.value_end();
  level.limit = undefined ? Current().limit : level.end;
  level.is_sequence = is_sequence;
  level.tentative = tentative;
  level.encoding = inside;
  level.warnings = warnings_;
  position_ = element.value_offset();
  levels_.push_back(level);
  NoteLevel();
  return Step::kGoOn;
}

ElementIndex::Step ElementIndex::StepItem(const Window& window) {
  const Level& level = Current();
  const Tag sequence = elements_[level.element].tag;
  if (level.limit - position_ < 8) {
    return Fail(level.end == kUnknownEnd ? Error::kUnterminated
                                         : Error::kTruncatedHeader,
                sequence, position_);
  }
  const std::uint64_t wanted = position_ + 8;
  if (!window.Holds(position_, wanted)) return Want(position_, wanted);
  const std::uint8_t* at = window.At(position_);
  const Tag tag = LoadTag(at, level.encoding.order);
  const auto length = Load<std::uint32_t>(at + 4, level.encoding.order);
  if (tag == tags::kItem) return OpenItem(window, length);
  // A length is put right where the delimiter is read as it will be written.
  const bool may_mend =
      level.encoding.order == elements_[level.element].encoding().order;
  if (tag == tags::kSequenceDelimitation && level.end == kUnknownEnd &&
      (length == 0 || (may_mend && IsDelimiterLength(length)))) {
    return CloseLevel(8, length == 0);
  }
  return Fail(
      tag.group() == 0xFFFE ? Error::kStrayDelimiter : Error::kNotAnItem, tag,
      position_);
}

ElementIndex::Step ElementIndex::OpenItem(const Window& window,
                                          std::uint32_t length) {
  const Level& level = Current();
  const std::uint64_t room = level.limit - position_ - 8;
  const bool undefined = length == kUndefined;
  if (!undefined && length > room) {
    const bool past_end = length > end_ - position_ - 8;
    return Fail(past_end ? Error::kLengthPastEnd : Error::kLengthPastParent,
                tags::kItem, position_, length - room);
  }
  Encoding inside = level.encoding;
  const std::uint64_t content = undefined ? room : length;
  if (content >= 8) {
    const std::uint64_t wanted = position_ + 16;
    if (!window.Holds(position_, wanted)) return Want(position_, wanted);
    inside = ItemEncoding(window.At(position_ + 8), content, inside);
    if (inside != level.encoding) warnings_.Add(Warning::kEncodingMismatch);
  }
  Header header;
  header.tag = tags::kItem;
  header.length = length;
  return OpenContainer(window, header, undefined, false, inside, false);
}

// A delimiter in an item, or where no item is. One of the sequence closes an
// item as well: alone, where the sequence goes on or has one of its own.
ElementIndex::Step ElementIndex::CloseItem(const Window& window, Tag tag,
                                           std::uint32_t length) {
  const Level& level = Current();
  const bool open_item =
      level.element != kNoElement && level.end == kUnknownEnd;
  if (open_item && tag == tags::kItemDelimitation &&
      IsDelimiterLength(length)) {
    return CloseLevel(8, length == 0);
  }
  if (!open_item || tag != tags::kSequenceDelimitation ||
      !IsDelimiterLength(length)) {
    return Fail(Error::kStrayDelimiter, tag, position_);
  }
  const Level& sequence = levels_[levels_.size() - 2];
  if (sequence.end != kUnknownEnd) return CloseLevel(8, false);
  const std::uint64_t next = position_ + 8;
  if (level.limit - next < 4) return CloseLevel(0, false);
  if (!window.Holds(next, next + 4)) return Want(position_, next + 4);
  const Tag follows = LoadTag(window.At(next), level.encoding.order);
  const bool has_own =
      follows == tags::kItem || follows == tags::kSequenceDelimitation;
  return CloseLevel(has_own ? 8 : 0, false);
}

// One fragment of encapsulated Pixel Data, or the end of them. Lengths are
// followed; the delimiter's bytes may occur inside a fragment.
ElementIndex::Step ElementIndex::StepFragment(const Window& window) {
  Element& element = elements_[fragments_of_];
  const Level& level = Current();
  const std::uint64_t room = level.limit - position_;
  // With the header come the end of the fragment before it and the first bytes
  // of its own, by which is told whether they are whole.
  const std::uint64_t from =
      fragment_ == 0
          ? position_
          : std::max(fragment_,
                     position_ - std::min(position_, PixelExtent::kTail));
  const std::uint64_t wanted =
      position_ + std::min(room, 8 + PixelExtent::kHead);
  if (!window.Holds(from, wanted)) {
    return Want(from, wanted, position_ > window.end());
  }
  NoteFragmentEnd(window);
  if (room < 8) return ShortFragmentTail(window);
  const std::uint8_t* at = window.At(position_);
  const Tag tag = LoadTag(at, level.encoding.order);
  const auto length = Load<std::uint32_t>(at + 4, level.encoding.order);
  if (tag == tags::kSequenceDelimitation && IsDelimiterLength(length)) {
    return CloseFragments(8, length == 0);
  }
  if (tag.value == 0 && length == 0 && levels_.empty()) {
    return StepZeros(window);
  }
  if (tag != tags::kItem || length == kUndefined) {
    return Fail(Error::kBadFragment, element.tag, element.offset);
  }
  if (length > room - 8) {
    return Fail(Error::kLengthPastEnd, element.tag, element.offset,
                length - (room - 8));
  }
  NoteFragment(window, length);
  position_ += 8 + std::uint64_t{length};
  return Step::kGoOn;
}

ElementIndex::Step ElementIndex::CloseLevel(std::uint8_t delimiter_size,
                                            bool good) {
  const Level& level = levels_.back();
  Element& element = elements_[level.element];
  element.value_length = position_ - element.value_offset();
  element.delimiter_size = delimiter_size;
  if (!good) {
    element.flags |= Element::kUnended;
    warnings_.Add(Warning::kBadDelimiter);
  }
  element.next = static_cast<std::uint32_t>(elements_.size());
  if (level.unordered) element.flags |= Element::kUnordered;
  if (level.tentative) {
    element.vr = Vr::kSQ;
    if (element.written_vr == Vr::kUN) warnings_.Add(Warning::kUnAsSequence);
  }
  position_ += delimiter_size;
  levels_.pop_back();
  NoteLevel();
  return Step::kGoOn;
}

ElementIndex::Step ElementIndex::Want(std::uint64_t begin, std::uint64_t end,
                                      bool hop) {
  need_ = {begin, end, hop};
  return Step::kNeedBytes;
}

// Fails the data set, or, inside a UN value that was only read as a sequence
// on the dictionary's word, makes that value opaque and goes on behind it. Not
// so for a want of memory, which says nothing of the value.
ElementIndex::Step ElementIndex::Fail(Error error, Tag tag,
                                      std::uint64_t offset,
                                      std::uint64_t detail) {
  // The innermost one: what encloses it may still be read.
  const auto found =
      std::find_if(levels_.rbegin(), levels_.rend(),
                   [](const Level& level) { return level.tentative; });
  if (found == levels_.rend() || error == Error::kTooManyElements) {
    if (IsSurplus(error, tag)) return DropSurplus();
    // A length behind a tag that nobody knows may be bytes of a value as well.
    const Tag known = KnownTag(tag);
    fault_ = {error, known, offset, known == Tag() ? 0 : detail};
    return Step::kFault;
  }
  const auto tentative = found.base() - 1;
  Element& element = elements_[tentative->element];
  element.flags &= static_cast<std::uint16_t>(~Element::kContainer);
  element.flags |= Element::kOpaque;
  element.value_length = tentative->end - element.value_offset();
  position_ = tentative->end;
  // What was met in it says nothing, now that it is bytes.
  warnings_ = tentative->warnings;
  fragments_of_ = kNoElement;
  elements_.resize(tentative->element + 1);
  levels_.erase(tentative, levels_.end());
  NoteLevel();
  if (element.tag.is_private()) {
    element.vr = element.written_vr;
  } else {
    warnings_.Add(Warning::kOpaqueSequence);
  }
  return LeaveHops();
}

// What follows a run of fragments is referred to, and may not stand in the
// window of a hop.
ElementIndex::Step ElementIndex::LeaveHops() {
  if (!in_hop_window_ || position_ >= end_) return Step::kAnew;
  return Want(position_, std::min(end_, position_ + kLongestHeader));
}

void ElementIndex::NoteOrder(Tag tag) {
  Level& level = Current();
  if (level.any && tag.value <= level.last_tag) {
    level.unordered = true;
    warnings_.Add(tag.value == level.last_tag ? Warning::kDuplicate
                                              : Warning::kOutOfOrder);
  }
  level.any = true;
  level.last_tag = tag.value;
}

}  // namespace dcmscrub
