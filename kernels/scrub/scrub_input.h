// What one scrub is given besides a policy and a key.
#pragma once

#include <optional>
#include <string_view>

#include "kernels/core/bytes.h"
#include "kernels/core/encoding.h"
#include "kernels/parse/object_facts.h"

namespace dcmscrub {

class ElementIndex;
class ResiduePatterns;

// (0002,0002) of a file that gives its SOP class nowhere.
inline constexpr std::string_view kUnknownSopClassUid =
    "2.25.209993169433153103240249022106098929945";

struct ScrubInput {
  const ElementIndex* index = nullptr;
  Bytes memory;
  ObjectFacts facts;      // completed from the file meta
  TransferSyntax syntax;  // of the output
  // Write every header anew in explicit VR: a data set in implicit VR whose
  // transfer syntax exists in explicit VR alone.
  bool make_explicit = false;
  // Scrub what this program de-identified before, under another key or policy;
  // otherwise that is refused.
  bool again = false;
  // Where the object stands in its source, folder by folder, with its own name:
  // what missing UIDs are made from. Empty: there is no such place, and Study
  // and Series Instance UID stay as they are.
  std::string_view place;
  // By how many days dates move, for all objects of a case; where the rules
  // name a day zero. Nothing: by the patient's own offset.
  std::optional<int> date_offset;
  // What to search for besides the object's own values: those of all objects of
  // its patient. May be null.
  const ResiduePatterns* patient = nullptr;
  // Whether NameHoldsResidue or Identifiers may be asked afterwards. A policy
  // that has outputs not searched is spared the gathering where not.
  bool names = true;
};

}  // namespace dcmscrub
