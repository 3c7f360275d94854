// What becomes of single values: dummies by VR, UIDs mapped, text cut to its
// VR's limit. Appends to an arena; reads nothing else.
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

// How long text counts in characters, PS3.3 C.12.1.1.2.
enum class CharacterWidth : std::uint8_t {
  kSingle,  // a byte each
  kUtf8,
  kMulti,  // escape sequences or pairs: up to four bytes each
};
CharacterWidth WidthOf(std::string_view specific_character_set);

// Whether `value` may be longer than `vr` allows. Cheap: false for almost all.
bool MayBeOverlong(Vr vr, std::size_t size);

// Appends `value` with each of its values cut to what `vr` allows (numbers
// and text that cannot be cut safely are kept when they are numbers, else
// emptied). Returns whether anything was cut.
bool AppendCutText(Arena& arena, Vr vr, std::string_view value,
                   CharacterWidth width);

}  // namespace dcmscrub
