// What a user put into a result beside what the rules made of the originals:
// known to verify, so that it is neither taken for a leak nor missed.
#pragma once

#include <string>
#include <vector>

#include "kernels/core/tag.h"

namespace dcmscrub {

// An attribute that a `label` statement wrote, at the top level.
struct WrittenLabel {
  Tag tag;
  std::string text;  // UTF-8
  friend bool operator==(const WrittenLabel&, const WrittenLabel&) = default;
};

// Of one case.
struct UserLabels {
  std::string folder;  // of the case, below the output; empty: all of it
  // All that was typed, also what no statement wrote; keywords one by one and
  // as one text.
  std::vector<std::string> texts;
  std::vector<WrittenLabel> attributes;  // by tag
  // Paths below the folder that dcmscrub made and no original stands for:
  // "TEACHING/manifest.dcm", "DICOMDIR", "case.json".
  std::vector<std::string> made;
};

}  // namespace dcmscrub
