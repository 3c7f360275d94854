#include "kernels/uid_set.h"

#include <algorithm>

#include "kernels/bytes.h"

namespace dcmscrub {
namespace {

// Eight bytes at a time, so that the hashes of all beginnings of a text share
// what they have in common.
constexpr std::size_t kBlock = 8;
constexpr std::uint64_t kStart = 0x243F6A8885A308D3;

std::uint64_t Mixed(std::uint64_t hash, std::uint64_t block) {
  hash = (hash ^ block) * 0x9E3779B97F4A7C15;
  return hash ^ (hash >> 29);
}

std::uint64_t LoadSome(const char* from, std::size_t size) {
  std::uint64_t block = 0;
  std::memcpy(&block, from, size);
  return NeedsSwap(ByteOrder::kLittle) ? ByteSwap(block) : block;
}

std::uint64_t Ended(std::uint64_t hash, const char* tail, std::size_t size) {
  hash = Mixed(Mixed(hash, LoadSome(tail, size)), size);
  return hash == 0 ? 1 : hash;
}

}  // namespace

void UidSet::Clear() {
  if (size_ == 0) return;
  std::ranges::fill(slots_, 0);
  size_ = 0;
}

bool UidSet::Add(std::string_view uid) {
  if (uid.size() < kShortest || uid.size() > kLongest ||
      uid.starts_with(kStandardRoot)) {
    return false;
  }
  std::uint64_t hash = kStart;
  while (uid.size() >= kBlock) {
    hash = Mixed(hash, LoadSome(uid.data(), kBlock));
    uid.remove_prefix(kBlock);
  }
  Insert(Ended(hash, uid.data(), uid.size()));
  return true;
}

bool UidSet::HasBeginningOf(std::string_view run) const {
  if (empty()) return false;
  std::uint64_t hash = kStart;
  for (std::size_t begin = 0; begin <= run.size(); begin += kBlock) {
    const std::size_t size = std::min(kBlock, run.size() - begin);
    const char* const block = run.data() + begin;
    for (std::size_t i = 0; i < size; ++i) {
      if (block[i] == '.' && Has(Ended(hash, block, i))) return true;
    }
    if (size < kBlock) return Has(Ended(hash, block, size));
    hash = Mixed(hash, LoadSome(block, kBlock));
  }
  return false;
}

bool UidSet::Has(std::uint64_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  while (slots_[at] != 0 && slots_[at] != hash) at = (at + 1) & mask;
  return slots_[at] != 0;
}

void UidSet::Insert(std::uint64_t hash) {
  if (2 * (size_ + 1) > slots_.size()) {
    const std::vector<std::uint64_t> old = std::move(slots_);
    slots_.assign(2 * old.size(), 0);
    size_ = 0;
    for (const std::uint64_t each : old) {
      if (each != 0) Insert(each);
    }
  }
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  while (slots_[at] != 0 && slots_[at] != hash) at = (at + 1) & mask;
  if (slots_[at] == hash) return;
  slots_[at] = hash;
  ++size_;
}

}  // namespace dcmscrub
