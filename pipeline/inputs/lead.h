// Inputs that were found and wait for their turn, packed: of each path only
// what differs from the one before, some twenty bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/inputs/ticket.h"
#include "pipeline/journal/outcome.h"

namespace dcmscrub {

// First in, first out. One thread at a time.
class Lead {
 public:
  explicit Lead(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  bool empty() const { return begin_ == bytes_.size(); }
  // No more should be put in.
  bool full() const { return bytes_.size() - begin_ >= most_bytes_; }

  // Numbers ascend by one. Of the ending is kept what discovery decides.
  void Push(const FoundInput& input, const Ending& ending);
  // Not from an empty one.
  void Pop(FoundInput& input, Ending& ending);

 private:
  void PutNumber(std::uint64_t number);
  std::uint64_t TakeNumber();

  const std::size_t most_bytes_;
  std::vector<char> bytes_;
  std::size_t begin_ = 0;  // of what is left, in bytes_
  std::string pushed_;     // the last path that went in
  std::string popped_;     // and out
  std::uint64_t popped_number_ = 0;
};

}  // namespace dcmscrub
