// CTP's DicomAnonymizer script, taken apart: elements from XML, and what is to
// be done with each as text and function calls.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dcmscrub {

// <p>, <e>, <k>, <r>, and what else there is in <script>.
struct CtpElement {
  std::string kind;  // "e"
  std::string tag;   // attribute t
  std::string name;  // attribute n
  bool enabled = true;
  std::string text;
  std::uint64_t line = 0;
};

// kInvalidArgument with the line when it is no XML.
absl::StatusOr<std::vector<CtpElement>> ReadCtpScript(std::string_view xml);

// A part of what stands in an element: text, or a call such as
// @if(PatientSex,isblank){@remove()}{@keep()}.
struct CtpNode {
  bool call = false;
  std::string text;                    // of a call, its name
  std::vector<std::string> arguments;  // without the quotes around them
  std::string first, second;           // in braces
};

// False when a call has no end.
bool ParseCtpText(std::string_view text, std::vector<CtpNode>& nodes);

}  // namespace dcmscrub
