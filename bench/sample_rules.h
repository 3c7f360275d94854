// Rule files of any length, as a site might write them.
#pragma once

#include <string>

namespace dcmscrub {

// `count` statements: of twenty about thirteen on one attribute each, spread
// over PS3.6, three of them on what most files have; then conditions, paths,
// globs, groups, VRs and private creators. None decides about everything, and
// none is a reason to seal an output: conditions and values read what stays.
std::string SampleRules(int count);

}  // namespace dcmscrub
