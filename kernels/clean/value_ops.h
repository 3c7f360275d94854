// What becomes of single values: dummies by VR, UIDs mapped. Appends to an
// arena; reads nothing else.
#pragma once

#include <cstdint>
#include <string_view>

#include "kernels/core/bytes.h"
#include "kernels/core/element_writer.h"
#include "kernels/core/vr.h"
#include "kernels/identity/identity.h"
#include "kernels/identity/uid_memo.h"

namespace dcmscrub {

// A harmless value that is legal for `vr`, `values` times: constants, so that
// they tell nothing and come out the same when scrubbed again. Not for SQ and
// UN. Numbers and bytes are zero.
void AppendDummyValue(Arena& arena, Vr vr, int values);

// Each UID of a (multi-)value mapped by key. A value that is no list of UIDs is
// mapped as one, byte for byte; then false is returned.
bool AppendMappedUids(Arena& arena, std::string_view value,
                      const Identity& identity, UidMemo& memo);

}  // namespace dcmscrub
