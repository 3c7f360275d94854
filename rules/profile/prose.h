// Which attributes hold text of people, as opposed to codes and IDs.
#pragma once

#include "rules/profile/profile.h"
#include "rules/standard/standard.h"

namespace dcmscrub {

// Whether a part of a value says less of the same: descriptions, names,
// comments. What is left of a code, an ID or a version is another one. `row` is
// the profile's, nullptr for an attribute that it does not list.
bool IsProse(const DictionaryRow& known, const Profile::Row* row);

}  // namespace dcmscrub
