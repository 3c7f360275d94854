// One object on the disk, opened to look at single frames of it: no more is
// read than its header and the frames asked for.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/files/file_system.h"
#include "pipeline/pictures/frame.h"
#include "pipeline/pictures/image_facts.h"

namespace dcmscrub {

struct InputObject;

// Reused from object to object; one thread at a time.
class FrameFile {
 public:
  FrameFile();
  ~FrameFile();

  // kNone also for objects without pixels.
  FrameFault Open(const std::string& path, FileSystem& file_system);

  const ImageFacts& facts() const { return facts_; }
  // UID; lives as long as the program.
  std::string_view transfer_syntax() const;

  // How many frames there are, whatever the header claims: 0 when there are
  // no pixels or less than a frame of them. Reads the heads of all fragments.
  std::uint32_t FrameCount();
  // Frame `number`, below FrameCount(). `limit` bounds the bytes of a frame
  // in memory, compressed or not.
  FrameFault ReadFrame(std::uint32_t number, std::uint64_t limit, Frame& frame);
  // Empty when there is none of a kind we read.
  RgbPalette ReadPalette();

 private:
  bool ReadAt(std::uint64_t offset, std::uint8_t* to, std::size_t size);
  bool ReadBits(std::uint32_t number, Frame& frame);
  bool WalkFragments();
  void FindFrames(const std::vector<std::uint32_t>& offset_table);
  bool BeginsStream(const ValuePlace& fragment);

  std::unique_ptr<InputObject> object_;
  ImageFacts facts_;
  bool walked_ = false;
  std::vector<ValuePlace> fragments_;
  // Index of the first fragment of each frame, and the end.
  std::vector<std::uint32_t> frames_;
};

}  // namespace dcmscrub
