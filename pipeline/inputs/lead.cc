#include "pipeline/inputs/lead.h"

#include <algorithm>

namespace dcmscrub {

void Lead::PutNumber(std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) {
    bytes_.push_back(static_cast<char>(number | 0x80));
  }
  bytes_.push_back(static_cast<char>(number));
}

std::uint64_t Lead::TakeNumber() {
  std::uint64_t number = 0;
  for (unsigned shift = 0;; shift += 7) {
    const auto byte = static_cast<std::uint8_t>(bytes_[begin_++]);
    number |= std::uint64_t{byte & 0x7FU} << shift;
    if (byte < 0x80) return number;
  }
}

void Lead::Push(const FoundInput& input, const Ending& ending) {
  const std::string& path = input.source;
  const std::size_t same = static_cast<std::size_t>(
      std::mismatch(path.begin(), path.end(), pushed_.begin(), pushed_.end())
          .first -
      path.begin());
  if (empty()) popped_number_ = input.number - 1;
  PutNumber(same);
  PutNumber(path.size() - same);
  bytes_.insert(bytes_.end(), path.begin() + static_cast<std::ptrdiff_t>(same),
                path.end());
  PutNumber(input.root);
  PutNumber(input.below);
  PutNumber(ending.decided ? 1 : 0);
  if (ending.decided) {
    PutNumber(static_cast<std::uint64_t>(ending.outcome));
    PutNumber(static_cast<std::uint64_t>(ending.reason));
    PutNumber(static_cast<std::uint64_t>(ending.error_number));
  }
  pushed_ = path;
}

void Lead::Pop(FoundInput& input, Ending& ending) {
  ending.Reset();
  popped_.resize(TakeNumber());
  const std::size_t more = TakeNumber();
  popped_.append(bytes_.data() + begin_, more);
  begin_ += more;
  input.source = popped_;
  input.number = ++popped_number_;
  input.root = TakeNumber();
  input.below = TakeNumber();
  if (TakeNumber() != 0) {
    const auto outcome = static_cast<Outcome>(TakeNumber());
    const auto reason = static_cast<Reason>(TakeNumber());
    ending.Decide(outcome, reason, static_cast<int>(TakeNumber()));
  }
  if (begin_ < bytes_.size() / 2) return;
  bytes_.erase(bytes_.begin(),
               bytes_.begin() + static_cast<std::ptrdiff_t>(begin_));
  begin_ = 0;
}

}  // namespace dcmscrub
