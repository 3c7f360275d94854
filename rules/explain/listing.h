// A compiled rule table as text, for tests and for those who ask why.
#pragma once

#include <string>

#include "kernels/match/rule_table.h"

namespace dcmscrub {

// First every attribute that is not kept as it stands,
//
//   (0008,0012) InstanceCreationDate: remove, unknown dummy
//
// with the action at the top level and, where they differ, those at known
// places without a row ("absent") and at unknown places; then every place that
// the IOD singles out, as a path of tags with its action, "known" when the
// places below it are:
//
//   (0040,0275)>(0040,0007): empty
//   (5200,9229): keep, known
//
// At the end come the content items and private attributes that the policy
// knows, where it does:
//
//   content 121033 DCM NUM: cap-age
//   private (0019,"SIEMENS MR HEADER",0C): keep
//
// Places reached by several paths are listed under the shortest, with "= "
// and that path under the others. Equal for equal tables.
std::string Listing(const RuleTable& table);

}  // namespace dcmscrub
