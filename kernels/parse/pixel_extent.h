// How many bytes or fragments an image says that its pixels take, and how many
// were met. Only by this can be told a whole object with something behind it
// from one that was cut or has a wrong length: an object that may lack a frame
// is not put right, it is refused.
//
// Native pixels are whole when they are as long as rows, columns, samples,
// frames and bits have it (PS3.3 C.7.6.3, PS3.5 8.1.1). Fragments without
// their delimiter (PS3.5 A.4) are whole when
//   * there is one at least for each frame,
//   * the offset table, where there is one, has no frame that begins behind
//     the last of them, and
//   * they end with the marker that ends an image, where they begin as JPEG and
//     JPEG 2000 do; otherwise there are no more of them than frames.
// So a video, whose frames share fragments, is never taken for whole.
#pragma once

#include <cstdint>
#include <optional>

#include "kernels/core/bytes.h"
#include "kernels/core/tag.h"

namespace dcmscrub {

// Fed with one data set from front to back. No allocation.
class PixelExtent {
 public:
  // How many bytes before the end of a fragment NoteFragment wants to see, and
  // how many of its first.
  static constexpr std::uint64_t kTail = 16;
  static constexpr std::uint64_t kHead = 2;

  // Whether NoteElement wants the value of this element of the top level.
  static bool Wants(Tag tag);
  void NoteElement(Tag tag, Bytes value, ByteOrder order);

  // The next fragment begins `offset` bytes behind the offset table, which is
  // the one of offset 0 that comes first and is not counted: see NoteTable.
  // `head` are its first bytes, as far as it has any.
  void NoteFragment(std::uint64_t offset, Bytes head);
  // The last bytes of the fragment that was noted last.
  void NoteTail(Bytes tail);
  // The Basic Offset Table: how many frames it has, and where the last begins.
  void NoteTable(std::uint64_t frames, std::uint64_t last);
  void BeginFragments();

  bool FragmentsAreWhole() const;
  // Whether native pixels of that many bytes are all there are; nothing where
  // the image does not say.
  std::optional<bool> NativeIsWhole(std::uint64_t size) const;
  // Whether the data set is an image by what it says of itself.
  bool says_image() const { return says_image_; }

 private:
  struct OffsetTable {
    std::uint64_t frames = 0;
    std::uint64_t last = 0;  // where the last of them begins
  };

  bool Holds(const OffsetTable& table) const;

  std::uint64_t rows_ = 0;
  std::uint64_t columns_ = 0;
  std::uint64_t samples_ = 1;
  std::uint64_t bits_allocated_ = 0;
  std::optional<std::uint64_t> frames_ = 1;  // nothing: it cannot be read
  bool halves_chroma_ = false;
  bool says_image_ = false;

  OffsetTable extended_;  // (7FE0,0001)
  OffsetTable basic_;
  std::uint64_t fragments_ = 0;
  std::uint64_t last_begin_ = 0;
  bool begins_as_jpeg_ = false;
  bool ends_as_jpeg_ = false;
};

}  // namespace dcmscrub
