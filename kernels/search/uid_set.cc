#include "kernels/search/uid_set.h"

#include <algorithm>

#include "kernels/core/bytes.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kBlock = 8;
constexpr std::uint64_t kStart = 0x243F6A8885A308D3;

std::uint64_t Mixed(std::uint64_t hash, std::uint64_t block) {
  hash = (hash ^ block) * 0x9E3779B97F4A7C15;
  return hash ^ (hash >> 29);
}

// Of at least kShortest bytes; the last eight may overlap those before.
static_assert(UidSet::kShortest >= kBlock);
std::uint64_t HashOf(std::string_view uid) {
  const auto block = [&](std::size_t at) {
    return Load<std::uint64_t>(AsBytes(uid).data() + at, ByteOrder::kLittle);
  };
  std::uint64_t hash = kStart;
  for (std::size_t at = 0; at + kBlock < uid.size(); at += kBlock) {
    hash = Mixed(hash, block(at));
  }
  hash = Mixed(Mixed(hash, block(uid.size() - kBlock)), uid.size());
  return hash == 0 ? 1 : hash;
}

}  // namespace

void UidSet::Clear() {
  if (size_ == 0) return;
  std::ranges::fill(slots_, 0);
  size_ = 0;
  has_size_.fill(false);
  sizes_.clear();
}

bool UidSet::Add(std::string_view uid) {
  if (uid.size() < kShortest || uid.size() > kLongest ||
      uid.starts_with(kStandardRoot)) {
    return false;
  }
  if (!has_size_[uid.size()]) {
    has_size_[uid.size()] = true;
    sizes_.push_back(static_cast<std::uint8_t>(uid.size()));
  }
  Insert(HashOf(uid));
  return true;
}

// Most runs have no end where a UID of this set has one: they are not hashed.
bool UidSet::HasBeginningOf(std::string_view run, std::size_t loose) const {
  return std::ranges::any_of(sizes_, [&](std::size_t size) {
    if (size > run.size()) return false;
    const bool ends = run.size() - size <= loose || run[size] == '.';
    return ends && Has(HashOf(run.substr(0, size)));
  });
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
