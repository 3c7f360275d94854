// Who an object is of: the Patient ID with its issuer; the name where there is
// no ID (PS3.3 C.7.1.1). The one answer to whether two objects are of the same
// patient, for pseudonyms, dates, the crosswalk, two passes, surveys, cases and
// verify alike.
#pragma once

#include <compare>
#include <string>
#include <string_view>

namespace dcmscrub {

class TextCodec;

// As it stands in an object: in the character set that holds there, with
// padding.
struct PatientText {
  std::string_view id;
  std::string_view issuer;  // of the ID
  std::string_view name;
  std::string_view character_set;  // the value of (0008,0005)
};

// UTF-8, in the one form that is compared: without padding, an ID and a name
// without empty components at their ends. Capitals, leading zeros and accents
// count, of names as of IDs.
struct PatientKey {
  bool by_name = false;
  std::string who;     // ID or name
  std::string issuer;  // of the ID

  static PatientKey Of(const PatientText& text, TextCodec& codec);
  // The same into this one, whose memory it uses.
  void Read(const PatientText& text, TextCodec& codec);

  // Nothing says whose the object is.
  bool empty() const { return who.empty(); }

  friend auto operator<=>(const PatientKey&, const PatientKey&) = default;
};

// `text` without the carets and spaces at its end: components that say nothing,
// which writers send or omit as they like (PS3.5 6.2.1.1).
std::string_view WithoutEmptyEnd(std::string_view text);

// Appends a name so that PS3.5 6.2.1.1 makes no difference to it: components
// without spaces around them, none that are empty at the end of their group, no
// such group at the end.
void AppendPlainName(std::string_view utf8, std::string& name);

}  // namespace dcmscrub
