#include "kernels/identity/uid_memo.h"

#include "kernels/core/bytes.h"

namespace dcmscrub {
namespace {

// UIDs differ at their ends; their last digits come lowest here, as no bit of
// a product depends on higher ones of its factors.
std::size_t Mix(std::string_view uid) {
  std::uint64_t tail = 0;
  if (uid.size() >= 8) {
    tail = Load<std::uint64_t>(AsBytes(uid).last(8).data(), ByteOrder::kBig);
  }
  return static_cast<std::size_t>((tail + uid.size()) * 0x9E3779B97F4A7C15u >>
                                  58);
}

}  // namespace

ShortText UidMemo::Map(const Identity& identity, std::string_view uid) {
  if (uid.size() > ShortText::kCapacity) return identity.MapUid(uid);
  Slot& slot = slots_[Mix(uid)];
  if (slot.identity != identity.serial() || slot.uid.view() != uid) {
    slot.mapped = identity.MapUid(uid);
    slot.uid = ShortText(uid);
    slot.identity = identity.serial();
  }
  return slot.mapped;
}

}  // namespace dcmscrub
