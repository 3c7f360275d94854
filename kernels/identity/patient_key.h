// Who an object is of: the Patient ID with its issuer; the name where there is
// no ID (PS3.3 C.7.1.1). The one answer to whether two objects are of the same
// patient, for pseudonyms, the crosswalk, two passes, surveys and cases alike.
#pragma once

#include <compare>
#include <string_view>

namespace dcmscrub {

// Views, in whatever character set they are given in.
struct PatientKey {
  bool by_name = false;
  std::string_view who;     // ID or name
  std::string_view issuer;  // of the ID

  static PatientKey Of(std::string_view id, std::string_view issuer,
                       std::string_view name) {
    if (id.empty()) return {true, name, {}};
    return {false, id, issuer};
  }
  // Nothing says whose the object is.
  bool empty() const { return who.empty(); }

  friend auto operator<=>(const PatientKey&, const PatientKey&) = default;
};

}  // namespace dcmscrub
