#include "kernels/clean/value_ops.h"

#include <algorithm>

#include "kernels/core/text.h"
#include "kernels/core/values.h"

namespace dcmscrub {
namespace {

std::string_view DummyText(Vr vr) {
  switch (vr) {
    case Vr::kAS:
      return "000Y";
    case Vr::kDA:
      return "19000101";
    case Vr::kDT:
      return "19000101000000";
    case Vr::kTM:
      return "000000";
    case Vr::kDS:
    case Vr::kIS:
      return "0";
    case Vr::kPN:
      return "ANON^ANON";
    case Vr::kAE:
    case Vr::kCS:
    case Vr::kSH:
      return "ANON";
    case Vr::kUR:
      return "urn:x-anonymized";
    default:
      return "ANONYMIZED";
  }
}

}  // namespace

void AppendDummyValue(Arena& arena, Vr vr, int values) {
  const VrTraits& traits = Traits(vr);
  if (!traits.text) {
    const auto unit = std::max<std::size_t>(traits.unit, 2);
    arena.insert(arena.end(), unit * static_cast<std::size_t>(values), 0);
    return;
  }
  for (int i = 0; i < values; ++i) {
    if (i > 0) arena.push_back('\\');
    AppendBytes(arena, AsBytes(DummyText(vr)));
  }
}

bool AppendMappedUids(Arena& arena, std::string_view value,
                      const Identity& identity, UidMemo& memo) {
  if (!LooksLikeUids(value)) {
    AppendBytes(arena, AsBytes(memo.Map(identity, value).view()));
    return false;
  }
  bool valid = true;
  bool first = true;
  for (const std::string_view padded : Values(value)) {
    if (!first) arena.push_back('\\');
    first = false;
    const std::string_view uid = TrimPadding(padded);
    if (uid.empty()) continue;
    valid = IsValidUid(uid) && valid;
    AppendBytes(arena, AsBytes(memo.Map(identity, uid).view()));
  }
  return valid;
}

}  // namespace dcmscrub
