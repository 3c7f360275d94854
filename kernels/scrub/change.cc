#include "kernels/scrub/change.h"

namespace dcmscrub {

std::string_view ChangeKindName(Change::Kind kind) {
  switch (kind) {
    case Change::Kind::kRemoved:
      return "removed";
    case Change::Kind::kEmptied:
      return "emptied";
    case Change::Kind::kReplaced:
      return "replaced";
    case Change::Kind::kUidMapped:
      return "uid-mapped";
    case Change::Kind::kAdded:
      return "added";
    case Change::Kind::kRepaired:
      return "repaired";
    case Change::Kind::kShifted:
      return "shifted";
    case Change::Kind::kCleaned:
      return "cleaned";
    case Change::Kind::kComputed:
      return "computed";
    case Change::Kind::kKept:
      return "kept";
    case Change::Kind::kResidue:
      return "residue";
  }
  return "";
}

}  // namespace dcmscrub
