// The element index: one flat pass over an encoded data set that notes what
// stands where. The only parser. PS3.5 chapter 7.
//
// Nothing is decoded, and no value is looked at but the few of the top level
// that say how large the pixel data is (pixel_extent.h). The pass is resumable
// and works on windows of the stream, so that pixel data and other large values
// are stepped over without being read:
//
//   while (true) {
//     switch (index.Extend(window)) {
//       case kDone: ...           // index.elements() is whole
//       case kFault: ...          // index.fault() says what and where
//       case kNeedBytes: ...      // window = bytes from index.need().begin on
//     }
//   }
//
// What a data set ends with, besides its last element (element_index_end.cc):
//   * zero bytes up to the end of the stream are padding, however many, unless
//     pixels are missing or the last value may have run over what is;
//   * fragments of Pixel Data without their delimiter end with the stream, or
//     where nothing but zero bytes follows, if they are whole;
//   * other bytes are dropped behind Pixel Data that is whole, unless they
//     begin as an element does. Anywhere else they fail the data set, as they
//     may be what is left of it.
//
// Thread rules: one index, one thread at a time. Memory: one growing array of
// elements that is reused from file to file; nothing is allocated while it is
// large enough.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "kernels/core/bytes.h"
#include "kernels/core/encoding.h"
#include "kernels/core/error.h"
#include "kernels/core/tag.h"
#include "kernels/core/vr.h"
#include "kernels/parse/pixel_extent.h"

namespace dcmscrub {

inline constexpr std::uint32_t kNoElement = 0xFFFFFFFF;

// A piece of the stream that is in memory.
struct Window {
  std::uint64_t begin = 0;   // offset in the stream of its first byte
  std::uint64_t memory = 0;  // where that byte stands in the caller's buffer
  Bytes bytes;

  std::uint64_t end() const { return begin + bytes.size(); }
  bool Holds(std::uint64_t from, std::uint64_t to) const {
    return from >= begin && to <= end();
  }
  const std::uint8_t* At(std::uint64_t offset) const {
    return bytes.data() + (offset - begin);
  }
};

// One data element, or one item of a sequence (tag (FFFE,E000), VR kNone).
// Offsets count from the start of the stream: the file, or the inflated data
// set.
struct Element {
  enum Flag : std::uint16_t {
    kLengthUndefined = 1 << 0,  // as written; value_length is what it came to
    kContainer = 1 << 1,        // a sequence or an item: children follow in the
                                // index; its value is theirs
    kEncapsulated = 1 << 2,     // a value of fragments, PS3.5 A.4
    kLoaded = 1 << 3,           // header and value stand in memory, at `memory`
    kUnordered = 1 << 4,        // children out of order or duplicated
    kExplicitVr = 1 << 5,       // how this header is written: UN of undefined
    kBigEndian = 1 << 6,        // length holds implicit little endian inside
    kOpaque = 1 << 7,           // a sequence by the dictionary that cannot be
                                // read as one
    kUnended = 1 << 8,          // of undefined length, but what stands behind
                                // its value is no good delimiter, or nothing
  };

  Tag tag;
  Vr vr = Vr::kNone;          // for whoever decides: the dictionary's where the
                              // file has none, a wrong one, or UN
  Vr written_vr = Vr::kNone;  // in the header; kNone in implicit VR
  std::uint8_t header_size = 8;
  std::uint8_t delimiter_size = 0;  // bytes of the delimiter after the value,
                                    // or of what stands in its place
  std::uint16_t flags = 0;
  std::uint16_t depth = 0;  // 0 at the top level; items count as a level
  std::uint32_t parent = kNoElement;  // item that holds it; of an item: its
                                      // sequence
  std::uint32_t next = 0;    // index after this element and all it holds
  std::uint64_t offset = 0;  // of the header
  std::uint64_t value_length = 0;
  std::uint64_t memory = 0;  // of the header, in the caller's buffer

  bool has(Flag flag) const { return (flags & flag) != 0; }
  std::uint64_t value_offset() const { return offset + header_size; }
  std::uint64_t value_end() const { return value_offset() + value_length; }
  std::uint64_t end() const { return value_end() + delimiter_size; }
  bool is_item() const { return tag == tags::kItem; }
  Encoding encoding() const {
    return {has(kExplicitVr),
            has(kBigEndian) ? ByteOrder::kBig : ByteOrder::kLittle};
  }
};

static_assert(sizeof(Element) == 48);  // a header of 200 fits the first cache

// The most that IndexLimits::depth may be: as far as Element::depth counts.
// Nothing in the kernels recurses on depth (tests/kernels/scrub/depth_test.cc
// has them go this deep on a stack of 128 KiB), so the stack sets no bound of
// its own.
inline constexpr std::uint32_t kGreatestDepth = 0xFFFF;

struct IndexLimits {
  std::uint32_t depth = 256;         // levels, items included
  std::uint64_t elements = 1 << 20;  // items included
  // A leaf value longer than this is stepped over and never called loaded,
  // even where it is in memory: what becomes of it must not depend on how the
  // stream was read.
  std::uint32_t loaded_value = 32 * 1024;
  // The same of a PN: who was named is searched for, however long it is.
  std::uint32_t loaded_name = 1024 * 1024;
};

class ElementIndex {
 public:
  enum class Status : std::uint8_t { kDone, kNeedBytes, kFault };

  // Bytes wanted next: from `begin` on, up to `end` at least. What lies
  // before `begin` and is not in the window is never asked for again.
  // `begin` may lie inside the last window: then the bytes that follow it are
  // wanted as well, and the caller passes one window with both.
  struct Need {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    // A hop from fragment to fragment, or over padding: a small read serves,
    // and nothing in this window will be referred to by the index.
    bool hop = false;
  };

  ElementIndex() = default;
  ElementIndex(const ElementIndex&) = delete;
  ElementIndex& operator=(const ElementIndex&) = delete;

  // Begins a data set that stands at [begin, end) of the stream. An
  // `encapsulated` transfer syntax does not matter here: fragments are told
  // by the undefined length of Pixel Data.
  void Begin(Encoding encoding, std::uint64_t begin, std::uint64_t end,
             const IndexLimits& limits);

  // Goes on with `window`, which must hold need().begin (the start of the
  // data set, the first time) unless the data set ends there.
  Status Extend(const Window& window);

  const Need& need() const { return need_; }
  const Fault& fault() const { return fault_; }

  // In stream order, each container before what it holds.
  std::span<const Element> elements() const { return elements_; }
  Encoding encoding() const { return encoding_; }
  WarningSet warnings() const { return warnings_; }
  // Whether the elements of the top level are out of order or duplicated.
  bool unordered() const { return top_.unordered; }
  // Whether those of every level are in the order of their tags, each once.
  bool in_order() const {
    return !warnings_.Has(Warning::kOutOfOrder) &&
           !warnings_.Has(Warning::kDuplicate);
  }
  // Where the data set ends; what follows up to the end of the stream was not
  // taken for elements.
  std::uint64_t end() const { return data_set_end_; }

 private:
  static constexpr std::uint64_t kUnknownEnd = ~std::uint64_t{0};

  struct Level {
    std::uint32_t element = kNoElement;  // container; kNoElement: top level
    std::uint64_t end = 0;    // of its value; kUnknownEnd where undefined
    std::uint64_t limit = 0;  // no child may pass it: the nearest known end
    std::uint32_t last_tag = 0;
    bool any = false;  // a child was seen
    bool unordered = false;
    bool is_sequence = false;
    bool tentative = false;  // UN or private, read as a sequence: a fault
                             // inside makes it opaque instead of failing the
                             // data set
    Encoding encoding;
    WarningSet warnings;  // of what stands before it, should it be opaque
  };
  // A header as read, before it is decided what follows it.
  struct Header {
    Tag tag;
    Vr written = Vr::kNone;
    Vr vr = Vr::kNone;
    std::uint8_t size = 8;
    std::uint32_t length = 0;
  };
  // Those of the top level, as far as the data set says how long they are.
  enum class Pixels : std::uint8_t { kNone, kUnknown, kShort, kWhole };
  // How far the data set is in order behind pixels that are whole: what follows
  // and is no element is dropped from here on.
  struct Tail {
    std::size_t elements = 0;
    std::uint64_t position = 0;
    Level top;
    WarningSet warnings;
  };
  enum class Step : std::uint8_t {
    kGoOn,  // with what is at hand
    kAnew,  // at position_, which has moved: what was read is of no use
    kNeedBytes,
    kFault,
    kDone,
  };

  Step StepOnce(const Window& window);
  Step StepElement(const Window& window);
  Step StepItem(const Window& window);
  Step StepFragment(const Window& window);
  Step StepZeros(const Window& window);
  Step ReadHeader(const Window& window, const Level& level, Header& header);
  Step PlaceValue(const Window& window, const Header& header);
  Step PlacePrivate(const Window& window, const Header& header);
  Step PlaceUndefined(const Window& window, const Header& header);
  Step AddLeaf(const Window& window, const Header& header,
               std::uint16_t more_flags = 0);
  Step OpenContainer(const Window& window, const Header& header, bool undefined,
                     bool is_sequence, Encoding inside, bool tentative);
  Step OpenItem(const Window& window, std::uint32_t length);
  Step CloseItem(const Window& window, Tag tag, std::uint32_t length);
  Step CloseLevel(std::uint8_t delimiter_size, bool good = true);
  Step CloseFragments(std::uint8_t delimiter_size, bool good);
  void NoteFragment(const Window& window, std::uint32_t length);
  void NoteFragmentEnd(const Window& window);
  Step ShortFragmentTail(const Window& window);
  Step ShortTail(const Window& window);
  Step EndInZeros();
  Step EndFragmentsInZeros();
  Step EndBefore(std::uint64_t end);
  bool MayHaveRunOver() const;
  bool Has(Tag tag) const;
  void NoteTopLevel(const Window& window, const Header& header, bool loaded);
  void NotePixels(std::optional<bool> whole);
  void MoveTail();
  bool IsSurplus(Error error, Tag tag) const;
  Step DropSurplus();
  Step LeaveHops();
  Step Want(std::uint64_t begin, std::uint64_t end, bool hop = false);
  Step Fail(Error error, Tag tag, std::uint64_t offset,
            std::uint64_t detail = 0);
  Element& AppendElement(const Window& window, const Header& header);
  Level& Current() { return *current_; }
  void NoteLevel() { current_ = levels_.empty() ? &top_ : &levels_.back(); }
  void NoteOrder(Tag tag);

  std::vector<Element> elements_;
  std::vector<Level> levels_;  // containers open at position_, outermost first
  Level top_;
  Level* current_ = &top_;  // the innermost of levels_, or top_
  Encoding encoding_;
  IndexLimits limits_;
  std::uint64_t end_ = 0;  // of the stream
  std::uint64_t position_ = 0;
  std::uint64_t data_set_end_ = 0;
  std::uint32_t fragments_of_ = kNoElement;  // element whose fragments we walk
  std::uint64_t fragment_ = 0;   // the value of the last one; 0: none was met
  std::uint64_t table_end_ = 0;  // of the offset table, the first of them
  PixelExtent extent_;
  Pixels pixels_ = Pixels::kNone;
  Tail tail_;
  bool last_may_run_over_ = false;  // the last leaf of the top level
  // Not 0: zeros stand from position_ up to here, and are walked over.
  std::uint64_t zeros_end_ = 0;
  std::uint64_t not_zero_ = 0;  // a byte that is known to be none
  bool in_hop_window_ = false;
  Need need_;
  Fault fault_;
  WarningSet warnings_;
};

}  // namespace dcmscrub
