// CTP's DicomAnonymizer script, taken apart: elements from XML, and what is to
// be done with each as text and function calls.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <string_view>
#include <vector>

#include "rules/import/import_place.h"

namespace dcmscrub {

// <p>, <e>, <k>, <r>, and what else there is in <script>.
struct CtpElement {
  std::string kind;  // "e"
  std::string tag;   // attribute t
  std::string name;  // attribute n
  bool enabled = true;
  std::string text;
  ImportPlace place;
};

// kInvalidArgument, with line and column: no XML, or not what such a script
// has.
absl::StatusOr<std::vector<CtpElement>> ReadCtpScript(std::string_view xml);

// A part of what stands in an element: text, or a call such as
// @if(PatientSex,isblank){@remove()}{@keep()}.
struct CtpNode {
  bool call = false;
  std::string text;                    // of a call, its name
  std::vector<std::string> arguments;  // without the quotes around them
  std::string first, second;           // in braces
};

// The first function that is named without parentheses, as CTP has none; empty
// where there is none.
std::string BareCtpFunction(std::string_view text);

// False when a call has no end.
bool ParseCtpText(std::string_view text, std::vector<CtpNode>& nodes);

}  // namespace dcmscrub
