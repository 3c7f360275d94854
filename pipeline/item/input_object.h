// An input in memory: as many of its bytes as are needed, and the index of its
// elements. Reused from file to file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "kernels/core/bytes.h"
#include "kernels/parse/element_index.h"
#include "kernels/parse/file_prefix.h"
#include "kernels/parse/object_facts.h"
#include "pipeline/files/file_system.h"

namespace dcmscrub {

// Bytes that are not cleared before they are read into.
class Buffer {
 public:
  std::uint8_t* data() { return data_.get(); }
  std::size_t size() const { return size_; }
  std::size_t capacity() const { return capacity_; }
  Bytes bytes() const { return {data_.get(), size_}; }

  void Resize(std::size_t size);  // what is there stays, may move
  void Release();

 private:
  std::unique_ptr<std::uint8_t[]> data_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

// Gives the memory back where it is more than `budget` bytes.
template <typename T>
void ReleaseIfLarger(std::vector<T>& vector, std::uint64_t budget) {
  if (vector.capacity() * sizeof(T) > budget) std::vector<T>().swap(vector);
}

struct InputObject {
  std::unique_ptr<InputFile> file;  // open while more may be asked of it
  FileInfo info;                    // of the file, when it was opened
  bool whole = false;               // all of it is in `buffer`
  Buffer buffer;                    // bytes of the file, window by window
  std::vector<Window> windows;      // of the stream that `index` describes
  bool last_is_hop = false;
  std::vector<std::uint8_t> inflated;  // the stream, if it is deflated

  FilePrefix prefix;
  ObjectFacts facts;  // views into memory() and `prefix`, from Complete on
  std::optional<ElementIndex> index{std::in_place};

  // What the index points into.
  Bytes memory() const {
    return prefix.syntax.deflated ? Bytes(inflated) : buffer.bytes();
  }
  // Fills `facts`; what is to be said of them.
  WarningSet Complete();
  // Closes the file and gives back what is above `budget` bytes; whether the
  // index was.
  bool Finish(std::uint64_t budget);
};

}  // namespace dcmscrub
