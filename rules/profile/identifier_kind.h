// What the values of an attribute identify by, where a policy takes them out:
// docs/residue.md.
#pragma once

#include "kernels/core/vr.h"
#include "kernels/search/residue_patterns.h"
#include "rules/profile/profile.h"

namespace dcmscrub {

// `vr` is that of PS3.6. kNone for what names nobody by itself, and for what
// the profile lets stay, unless `site_takes`: statements have its values go,
// somewhere at least. Under profile "none" the basic codes tell what
// identifies; nothing goes there but by statements.
IdentifierKind IdentifierKindOf(const Profile& profile, const Profile::Row& row,
                                Vr vr, bool site_takes);

}  // namespace dcmscrub
