#include "pipeline/pictures/decompress.h"

#include <bit>
#include <cstring>
#include <string>

#include "pipeline/pictures/frame_message.h"

namespace dcmscrub {
namespace {

struct Compression {
  std::string_view uids;  // what they begin with
  std::string_view name;
  bool ours;
};

// PS3.5 A.4, the longer beginnings first.
constexpr Compression kCompressions[] = {
    {"1.2.840.10008.1.2.5", "RLE", true},
    {"1.2.840.10008.1.2.8", "deflated frames", false},
    {"1.2.840.10008.1.2.4.11", "JPEG XL", false},
    {"1.2.840.10008.1.2.4.20", "HTJ2K", false},
    {"1.2.840.10008.1.2.4.10", "video", false},
    {"1.2.840.10008.1.2.4.8", "JPEG-LS", true},
    {"1.2.840.10008.1.2.4.9", "JPEG 2000", true},
    {"1.2.840.10008.1.2.4.5", "JPEG", true},
    {"1.2.840.10008.1.2.4.6", "JPEG", true},
    {"1.2.840.10008.1.2.4.7", "JPEG", true},
};
constexpr Compression kUnknown = {"", "an unknown compression", false};

const Compression& CompressionOf(std::string_view transfer_syntax) {
  for (const Compression& compression : kCompressions) {
    if (transfer_syntax.starts_with(compression.uids)) return compression;
  }
  return kUnknown;
}

}  // namespace

std::string_view CompressionName(std::string_view transfer_syntax) {
  return CompressionOf(transfer_syntax).name;
}

bool CanDecompress(std::string_view transfer_syntax) {
  return CompressionOf(transfer_syntax).ours;
}

FrameFault Decompress(std::string_view transfer_syntax, WorkerTerms terms,
                      Workers& workers, Frame& frame) {
  if (!CanDecompress(transfer_syntax)) return FrameFault::kSyntax;
  FrameLayout& layout = frame.layout;
  FrameQuestion head;
  head.layout = layout;
  head.syntax_size = static_cast<std::uint32_t>(transfer_syntax.size());
  const Bytes question[] = {
      {reinterpret_cast<const std::uint8_t*>(&head), sizeof head},
      AsBytes(transfer_syntax),
      frame.bytes};
  FrameAnswer found;
  terms.answer = sizeof found + layout.bytes_a_frame();
  std::string answer;
  const WorkerEnd end =
      workers.Ask(WorkerTask::kDecompress, question, terms, answer);
  if (end == WorkerEnd::kTooLong) return FrameFault::kTooLong;
  if (end != WorkerEnd::kDone || answer.size() != terms.answer) {
    return FrameFault::kBroken;
  }
  // What a process that handled broken input says is not believed.
  std::memcpy(&found, answer.data(), sizeof found);
  if (found.stored == 0 || found.stored > layout.bits ||
      found.high_bit >= layout.bits || found.high_bit + 1 < found.stored) {
    return FrameFault::kBroken;
  }
  const Bytes samples = AsBytes(answer).subspan(sizeof found);
  frame.bytes.assign(samples.begin(), samples.end());
  layout.stored = found.stored;
  layout.high_bit = found.high_bit;
  layout.planar = false;
  layout.order = std::endian::native == std::endian::big ? ByteOrder::kBig
                                                         : ByteOrder::kLittle;
  if (layout.colour == Colour::kYbr422) layout.colour = Colour::kYbr;
  frame.compressed = false;
  return FrameFault::kNone;
}

}  // namespace dcmscrub
