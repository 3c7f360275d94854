// How a text divides into values of a VR, and whether it may stand as them,
// PS3.5 6.2.
#pragma once

#include <string_view>

#include "kernels/core/vr.h"

namespace dcmscrub {

// `utf8` is a whole element value, backslashes between values, without padding:
// characters, length and form of each. Numbers of binary VRs are decimal and in
// range. Empty values are legal. false for bytes, tags and sequences.
bool IsLegalValue(Vr vr, std::string_view utf8);

// Whether backslashes separate values of `vr` as ObjectView tells them.
bool HasValues(Vr vr);

// The value before the next backslash of `rest`, without padding, and `rest`
// without it; all of it where `several` is false. Call until `more` is false.
std::string_view NextValue(std::string_view& rest, bool several, bool& more);

}  // namespace dcmscrub
