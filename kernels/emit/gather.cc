#include "kernels/emit/gather.h"

#include <algorithm>

namespace dcmscrub {
namespace {

// The part of `run` from `skip` bytes into it that can be had in one step.
WriteStep NextPiece(const Run& run, std::uint64_t skip, Bytes arena,
                    std::span<const Window> windows, Bytes memory) {
  const std::uint64_t begin = run.offset + skip;
  const std::uint64_t size = run.size - skip;
  if (run.from == Run::From::kArena) return {arena.subspan(begin, size)};
  // The first window that begins after `begin`; the one before it may hold
  // `begin`.
  const auto after =
      std::ranges::upper_bound(windows, begin, {}, &Window::begin);
  if (after != windows.begin()) {
    const Window& window = *(after - 1);
    if (begin < window.end()) {
      return {memory.subspan(window.memory + (begin - window.begin),
                             std::min(size, window.end() - begin)),
              0, 0, run.mask, skip};
    }
  }
  const std::uint64_t gap =
      after == windows.end() ? size : std::min(size, after->begin - begin);
  return {{}, begin, gap, run.mask, skip};
}

std::uint64_t SizeOf(const WriteStep& step) {
  return step.bytes.empty() ? step.input_size : step.bytes.size();
}

template <typename Visit>
void ForEachPiece(const EditList& edits, std::span<const Window> windows,
                  Bytes memory, Visit visit) {
  for (const Run& run : edits.runs()) {
    for (std::uint64_t done = 0; done < run.size;) {
      const WriteStep piece =
          NextPiece(run, done, edits.arena(), windows, memory);
      visit(piece);
      done += SizeOf(piece);
    }
  }
}

bool IsCopied(const WriteStep& piece) {
  return !piece.bytes.empty() &&
         (piece.bytes.size() < Gather::kViewFrom || !piece.mask.keeps_all());
}

}  // namespace

std::span<const WriteStep> Gather::Plan(const EditList& edits,
                                        std::span<const Window> windows,
                                        Bytes memory) {
  // Two walks: steps are views of the buffer, so it must not move once the
  // first of them is made.
  std::uint64_t copied = 0;
  ForEachPiece(edits, windows, memory, [&](const WriteStep& piece) {
    if (IsCopied(piece)) copied += piece.bytes.size();
  });
  buffer_.clear();
  buffer_.reserve(copied);

  steps_.clear();
  bool joins = false;  // the last step is the end of the buffer
  ForEachPiece(edits, windows, memory, [&](const WriteStep& piece) {
    if (!IsCopied(piece)) {
      steps_.push_back(piece);
      joins = false;
      return;
    }
    const Bytes bytes = piece.bytes;
    const std::uint8_t* to = buffer_.data() + buffer_.size();
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
    if (!piece.mask.keeps_all()) {
      piece.mask.Apply(piece.mask_offset,
                       std::span(buffer_).last(bytes.size()));
    }
    if (joins) {
      Bytes& last = steps_.back().bytes;
      last = {last.data(), last.size() + bytes.size()};
    } else {
      steps_.push_back({{to, bytes.size()}});
    }
    joins = true;
  });
  return steps_;
}

}  // namespace dcmscrub
