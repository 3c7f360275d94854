// Whether a path that is kept, of an in-place run or a mirrored tree, gives
// away what was taken out of the file.
#pragma once

#include <string_view>

namespace dcmscrub {

// Original values of one file, without padding. Any may be empty. Leave out
// those that the scrub did not change: they are no secrets any more.
struct PathIdentifiers {
  std::string_view patient_name;  // as written, with '^', '=' and '\'
  std::string_view patient_id;
  std::string_view accession_number;
  std::string_view study_id;
  std::string_view birth_date;
  std::string_view study_uid;
  std::string_view series_uid;
  std::string_view instance_uid;
};

// Whether `text`, one component of a path, holds one of them, upper and lower
// case ASCII letters being equal. Of the name each component of three bytes
// or more counts. Values shorter than five bytes count only where neither a
// letter nor a digit stands beside them ("1" is in every path), those shorter
// than three only when they are the text up to its extension.
bool HoldsIdentifier(std::string_view text, const PathIdentifiers& identifiers);

}  // namespace dcmscrub
