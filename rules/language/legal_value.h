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

}  // namespace dcmscrub
