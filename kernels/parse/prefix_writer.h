// A new preamble and new file meta information, PS3.10 7.1: nothing of the old
// ones is taken over but what describes the data set.
#pragma once

#include <string_view>

#include "kernels/core/element_writer.h"

namespace dcmscrub {

// (0002,0012) and (0002,0013) of what this program writes.
inline constexpr std::string_view kImplementationClassUid =
    "2.25.80972230476628241474799398806409722364";
inline constexpr std::string_view kImplementationVersionName = "DCMSCRUB_0_1_0";

// Appends all that stands before the data set to an empty arena.
void AppendPrefix(Arena& arena, std::string_view sop_class_uid,
                  std::string_view sop_instance_uid,
                  std::string_view transfer_syntax_uid);

}  // namespace dcmscrub
