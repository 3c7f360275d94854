#include "rules/language/legal_value.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "kernels/core/ascii.h"
#include "kernels/core/text.h"
#include "kernels/core/values.h"
#include "kernels/identity/date_ops.h"
#include "kernels/identity/identity.h"
#include "rules/language/text_functions.h"

namespace dcmscrub {
namespace {

bool IsControl(char c) {
  return static_cast<unsigned char>(c) < ' ' || c == 0x7F;
}
bool IsPrintableAscii(char c) { return c >= ' ' && c < 0x7F; }
// PS3.5 6.1.3: what text of several lines may hold.
bool IsLayout(char c) {
  return c == '\r' || c == '\n' || c == '\f' || c == '\t';
}

bool FitsInto(Vr vr, std::string_view utf8) {
  const std::uint32_t most = Traits(vr).max_length;
  return most == 0 || CountCharacters(utf8) <= most;
}

template <typename Number>
bool IsInteger(std::string_view text) {
  Number number;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

template <typename Number>
bool IsFloat(std::string_view text) {
  Number number;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() &&
         std::isfinite(number);
}

// from_chars takes no plus.
std::string_view WithoutPlus(std::string_view text) {
  const bool plus = text.starts_with('+') && !text.starts_with("+-");
  return plus ? text.substr(1) : text;
}

bool IsAge(std::string_view text) {
  return text.size() == 4 &&
         std::all_of(text.begin(), text.end() - 1, IsDigit) &&
         std::string_view("DWMY").find(text[3]) != std::string_view::npos;
}

bool IsCode(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return IsDigit(c) || IsUpper(c) || c == ' ' || c == '_';
  });
}

// A single value in the form that is not retired: the one that moving it by no
// day does not change.
bool IsDateOrTime(Vr vr, std::string_view text) {
  std::string same;
  return AppendShifted(same, vr, text, 0) && same == text &&
         (vr == Vr::kDT || text.find('-') == std::string_view::npos);
}

bool IsPersonName(std::string_view text) {
  if (std::ranges::count(text, '=') > 2) return false;
  while (true) {
    const std::size_t end = text.find('=');
    const std::string_view group = text.substr(0, end);
    if (!FitsInto(Vr::kPN, group) || std::ranges::count(group, '^') > 4) {
      return false;
    }
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

bool IsOneLine(std::string_view text) {
  return std::ranges::none_of(text, IsControl);
}

bool IsLegalOne(Vr vr, std::string_view text) {
  switch (vr) {
    case Vr::kAE:
      return std::ranges::all_of(text, IsPrintableAscii) && FitsInto(vr, text);
    case Vr::kAS:
      return IsAge(text);
    case Vr::kCS:
      return IsCode(text) && FitsInto(vr, text);
    case Vr::kDA:
    case Vr::kDT:
    case Vr::kTM:
      return IsDateOrTime(vr, text);
    case Vr::kDS:
      return IsFloat<double>(WithoutPlus(text)) && FitsInto(vr, text);
    case Vr::kIS:
      return IsInteger<std::int32_t>(WithoutPlus(text)) && FitsInto(vr, text);
    case Vr::kLO:
    case Vr::kSH:
    case Vr::kUC:
      return IsOneLine(text) && FitsInto(vr, text);
    case Vr::kPN:
      return IsOneLine(text) && IsPersonName(text);
    case Vr::kUI:
      return IsValidUid(text);
    case Vr::kUR:
      return std::ranges::all_of(
          text, [](char c) { return IsPrintableAscii(c) && c != ' '; });
    case Vr::kLT:
    case Vr::kST:
    case Vr::kUT:
      return FitsInto(vr, text) && std::ranges::all_of(text, [](char c) {
               return !IsControl(c) || IsLayout(c);
             });
    case Vr::kFL:
      return IsFloat<float>(text);
    case Vr::kFD:
      return IsFloat<double>(text);
    case Vr::kSS:
      return IsInteger<std::int16_t>(text);
    case Vr::kUS:
      return IsInteger<std::uint16_t>(text);
    case Vr::kSL:
      return IsInteger<std::int32_t>(text);
    case Vr::kUL:
      return IsInteger<std::uint32_t>(text);
    case Vr::kSV:
      return IsInteger<std::int64_t>(text);
    case Vr::kUV:
      return IsInteger<std::uint64_t>(text);
    default:
      return false;
  }
}

}  // namespace

bool HasValues(Vr vr) {
  const VrTraits& traits = Traits(vr);
  return traits.multiple || !traits.text;
}

bool IsLegalValue(Vr vr, std::string_view utf8) {
  // Numbers of binary VRs stand side by side: none can be missing.
  const bool may_lack = Traits(vr).text;
  if (utf8.empty()) return true;
  for (const std::string_view padded : Values(utf8, HasValues(vr))) {
    const std::string_view value = TrimPadding(padded);
    if (value.empty() ? !may_lack : !IsLegalOne(vr, value)) return false;
  }
  return true;
}

}  // namespace dcmscrub
