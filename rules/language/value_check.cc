#include "rules/language/value_check.h"

#include <absl/strings/str_format.h>

#include "kernels/core/text.h"
#include "kernels/core/values.h"
#include "rules/language/legal_value.h"
#include "rules/language/text_functions.h"

namespace dcmscrub {
namespace {

std::string_view FormOf(Vr vr) {
  switch (vr) {
    case Vr::kAE:
      return "AE is ASCII text of at most 16 characters";
    case Vr::kAS:
      return "AS is an age such as 045Y, 018M, 002W or 010D";
    case Vr::kCS:
      return "CS has capital letters, digits, spaces and _ only";
    case Vr::kDA:
      return "DA is a date such as 20240131";
    case Vr::kDS:
      return "DS is a number such as 1.5";
    case Vr::kDT:
      return "DT is a date and time such as 20240131235959";
    case Vr::kFD:
      return "FD is a number such as 1.5";
    case Vr::kFL:
      return "FL is a number such as 1.5";
    case Vr::kIS:
      return "IS is a whole number from -2147483648 to 2147483647";
    case Vr::kPN:
      return "PN is up to three groups with = between them, each of up to five "
             "parts with ^ and 64 characters";
    case Vr::kSL:
      return "SL is a whole number from -2147483648 to 2147483647";
    case Vr::kSS:
      return "SS is a whole number from -32768 to 32767";
    case Vr::kSV:
      return "SV is a whole number of 64 bits";
    case Vr::kTM:
      return "TM is a time such as 235959";
    case Vr::kUI:
      return "UI is a UID such as 1.2.3";
    case Vr::kUL:
      return "UL is a whole number from 0 to 4294967295";
    case Vr::kUR:
      return "UR is a URL, ASCII without spaces";
    case Vr::kUS:
      return "US is a whole number from 0 to 65535";
    case Vr::kUV:
      return "UV is a whole number of 64 bits, none below 0";
    case Vr::kLT:
    case Vr::kST:
    case Vr::kUT:
      return "there is a control character in it";
    default:
      return "there is a line break or control character in it";
  }
}

}  // namespace

bool TakesText(Vr vr) {
  return Traits(vr).text || vr == Vr::kFL || vr == Vr::kFD || vr == Vr::kSL ||
         vr == Vr::kSS || vr == Vr::kSV || vr == Vr::kUL || vr == Vr::kUS ||
         vr == Vr::kUV;
}

bool IsLimitedText(Vr vr) {
  return vr == Vr::kAE || vr == Vr::kCS || vr == Vr::kSH || vr == Vr::kLO ||
         vr == Vr::kST || vr == Vr::kLT || vr == Vr::kDS || vr == Vr::kIS ||
         vr == Vr::kUI;
}

std::string WhyNoValue(Vr vr, std::string_view text) {
  if (IsLegalValue(vr, text)) return {};
  for (const std::string_view value : Values(text, HasValues(vr))) {
    const std::size_t count = CountCharacters(TrimPadding(value));
    if (IsLimitedText(vr) && count > Traits(vr).max_length) {
      return absl::StrFormat("%s has at most %d characters, not %d", VrName(vr),
                             Traits(vr).max_length, count);
    }
  }
  return std::string(FormOf(vr));
}

}  // namespace dcmscrub
