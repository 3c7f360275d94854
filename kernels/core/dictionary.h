// The VR of every standard element, PS3.6 Tables 6-1 to 9-1 and PS3.7, for
// data sets that do not carry it.
#pragma once

#include "kernels/core/tag.h"
#include "kernels/core/vr.h"

namespace dcmscrub {

// The VR of `tag`, repeating groups included; kNone for a tag that the tables
// lack. Private creators are LO, other private elements kUN, group lengths UL.
// Where PS3.6 leaves a choice: US for US/SS (and US/SS/OW, US/OW), OW for
// OB/OW (PS3.5 A.1: implicit VR is OW).
Vr DictionaryVr(Tag tag);

// Whether PS3.6 leaves that choice, so that the VR found in a file stands.
bool DictionaryVrIsAmbiguous(Tag tag);

// `tag` if it is an item, a delimiter or an element of PS3.6, else (0000,0000):
// for messages about files in which nothing is certain.
Tag KnownTag(Tag tag);

}  // namespace dcmscrub
