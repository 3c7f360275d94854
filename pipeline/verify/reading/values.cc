#include "pipeline/verify/reading/values.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <string>

#include "kernels/core/ascii.h"
#include "kernels/core/text.h"
#include "kernels/core/utf8.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kNilUid = "2.25.0";

std::string_view DummyOf(Vr vr) {
  switch (vr) {
    case Vr::kAE:
    case Vr::kCS:
    case Vr::kSH:
      return "ANON";
    case Vr::kAS:
      return "000Y";
    case Vr::kDA:
      return "19000101";
    case Vr::kDS:
    case Vr::kIS:
      return "0";
    case Vr::kDT:
      return "19000101000000";
    case Vr::kLO:
    case Vr::kLT:
    case Vr::kST:
    case Vr::kUC:
    case Vr::kUT:
      return "ANONYMIZED";
    case Vr::kPN:
      return "ANON^ANON";
    case Vr::kTM:
      return "000000";
    case Vr::kUI:
      return kNilUid;
    case Vr::kUR:
      return "urn:x-anonymized";
    default:
      return "";
  }
}

// Where the constant of the VR is no legal value.
std::string_view OtherDummyOf(Tag tag) {
  switch (tag.value) {
    case 0x00080201:
      return "+0000";
    case 0x00687005:
      return "#";
    case 0x04000565:
      return "COERCE";
    case 0x0040A160:
      return "Removed by de-identification";
    default:
      return "";
  }
}

bool IsZero(std::string_view bytes) {
  return std::ranges::all_of(bytes, [](char c) { return c == '\0'; });
}

std::string DigitsOf(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (IsDigit(c)) digits += c;
  }
  return digits;
}

}  // namespace

std::vector<std::string_view> ValuesOf(std::string_view value) {
  std::vector<std::string_view> values;
  while (true) {
    const std::size_t cut = value.find('\\');
    values.push_back(TrimPadding(value.substr(0, cut)));
    if (cut == std::string_view::npos) return values;
    value.remove_prefix(cut + 1);
  }
}

bool IsVerifyDummy(const GdcmElement& element) {
  if (element.sequence || element.value.empty()) return false;
  const std::string_view dummy = DummyOf(element.vr);
  if (dummy.empty()) return IsZero(element.value);
  const std::string_view value = TrimPadding(element.value);
  const std::string_view other = OtherDummyOf(element.tag);
  if (!other.empty() && value == other) return true;
  const auto values = ValuesOf(value);
  return std::ranges::all_of(
      values, [dummy](std::string_view one) { return one == dummy; });
}

bool IsDummyContent(const GdcmElement& element) {
  constexpr std::array<std::string_view, 11> kTerms = {
      "261665006", "SCT",     "Unknown", "CONTAINS", "TEXT", "121106",
      "DCM",       "Comment", "DISPLAY", "N",        ""};
  // A clock rate, and channel numbers.
  constexpr std::string_view kClock("\x90\x5F\x01\0", 4);
  constexpr std::string_view kChannels("\1\0\0\0", 4);
  const std::string_view value = TrimPadding(element.value);
  return element.sequence || IsVerifyDummy(element) || IsSettledUid(value) ||
         std::ranges::find(kTerms, value) != kTerms.end() ||
         element.value == kClock || element.value == kChannels;
}

bool IsPseudonym(std::string_view value, const Identity* identity) {
  return identity != nullptr ? identity->MadePseudonym(value)
                             : HasPseudonymForm(value);
}

bool IsSettledUid(std::string_view uid) {
  return uid.starts_with("1.2.840.10008.") || uid == kNilUid;
}

std::optional<std::int64_t> DayOf(std::string_view date) {
  const std::string digits = DigitsOf(date.substr(0, 10)).substr(0, 8);
  if (digits.size() != 8) return std::nullopt;
  const std::chrono::year_month_day day(
      std::chrono::year(std::stoi(digits.substr(0, 4))),
      std::chrono::month(static_cast<unsigned>(std::stoi(digits.substr(4, 2)))),
      std::chrono::day(static_cast<unsigned>(std::stoi(digits.substr(6)))));
  if (!day.ok()) return std::nullopt;
  return std::chrono::sys_days(day).time_since_epoch().count();
}

bool IsSameTime(std::string_view a, std::string_view b) {
  return DigitsOf(a) == DigitsOf(b);
}

bool IsDateOrTime(Vr vr) {
  return vr == Vr::kDA || vr == Vr::kDT || vr == Vr::kTM;
}

bool IsText(Vr vr) {
  constexpr std::array kVrs = {Vr::kLO, Vr::kLT, Vr::kPN, Vr::kSH,
                               Vr::kST, Vr::kUC, Vr::kUR, Vr::kUT};
  return std::ranges::find(kVrs, vr) != kVrs.end();
}

bool IsNumberText(std::string_view text) {
  static const RE2 kNumber(R"([+-]?[0-9]*\.?[0-9]+\.?([eE][+-]?[0-9]+)?)");
  return RE2::FullMatch({text.data(), text.size()}, kNumber);
}

std::string Utf8Of(const GdcmElement& element, TextCodec& codec) {
  std::string utf8;
  codec.Decode(element.character_set, element.vr, TrimPadding(element.value),
               utf8);
  return utf8;
}

bool IsOtherUtf8(std::string_view value, std::string_view read) {
  return value != read && !IsPlainAscii(value) && IsUtf8(value);
}

}  // namespace dcmscrub
