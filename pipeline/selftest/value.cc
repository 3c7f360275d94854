#include "pipeline/selftest/value.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <utility>

namespace dcmscrub {
namespace {

using enum Needle::Form;
using Kind = Spelling::Kind;

bool IsAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return (c & 0x80) == 0; });
}
bool AllOf(std::string_view text, std::string_view allowed) {
  return text.find_first_not_of(allowed) == std::string_view::npos;
}

bool IsBytes(Vr vr) {
  switch (vr) {
    case Vr::kOB:
    case Vr::kOD:
    case Vr::kOF:
    case Vr::kOL:
    case Vr::kOV:
    case Vr::kOW:
    case Vr::kUN:
      return true;
    default:
      return false;
  }
}

// Whether the text is a value of `vr`, for VRs of text.
bool FitsText(const Spelling& one, Vr vr) {
  static constexpr std::string_view kDigits = "0123456789";
  const std::uint32_t most = Traits(vr).max_length;
  if (most != 0 && one.utf8.size() > most) return false;
  const bool digits = AllOf(one.utf8, kDigits);
  switch (vr) {
    case Vr::kAE:
      return IsAscii(one.bytes);
    case Vr::kCS:
      return AllOf(one.bytes, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _");
    case Vr::kIS:
      return digits && one.utf8.size() <= 10;
    case Vr::kDS:
      return digits;
    case Vr::kUI:
      return one.kind == Kind::kUid || (digits && one.kind == Kind::kNumber);
    case Vr::kDA:
    case Vr::kDT:
      return one.kind == Kind::kDate && digits;
    case Vr::kUR:
      return IsAscii(one.bytes) && one.utf8.find(' ') == std::string::npos;
    case Vr::kLO:
    case Vr::kLT:
    case Vr::kPN:
    case Vr::kSH:
    case Vr::kST:
    case Vr::kUC:
    case Vr::kUT:
      return true;
    default:
      return false;
  }
}

// What may stand beside others of `vr`; empty where there is one value alone.
std::pair<std::string_view, std::string_view> PlainValues(Vr vr) {
  switch (vr) {
    case Vr::kAE:
      return {"ANY_AE", "ANY_AE"};
    case Vr::kCS:
      return {"ORIGINAL", "AXIAL"};
    case Vr::kDA:
      return {"20010203", "20010204"};
    case Vr::kDS:
      return {"0.5", "1.25"};
    case Vr::kIS:
      return {"1", "2"};
    case Vr::kLO:
    case Vr::kPN:
    case Vr::kSH:
    case Vr::kUC:
      return {"axial", "t1"};
    case Vr::kUI:
      return {"1.2.840.10008.1.2", "1.2.840.10008.1.2.1"};
    default:
      return {};
  }
}

std::string Padded(std::string bytes, Vr vr) {
  const std::size_t unit = std::max<std::size_t>(Traits(vr).unit, 2);
  bytes.resize((bytes.size() + unit - 1) / unit * unit, '\0');
  return bytes;
}

}  // namespace

std::string OwnValues::Word() {
  static constexpr std::string_view kConsonants = "BCDFGHJKLMNPQRSTVWXZ";
  std::string word;
  for (int i = 0; i < 12; ++i) word.push_back(kConsonants[Below(20)]);
  return word;
}

std::string OwnValues::Digits(int count) {
  std::string digits(1, static_cast<char>('1' + Below(9)));
  while (digits.size() < static_cast<std::size_t>(count)) {
    digits.push_back(static_cast<char>('0' + Below(10)));
  }
  return digits;
}

std::string OwnValues::Date() {
  return absl::StrFormat("%04d%02d%02d", 1750 + Below(120), 1 + Below(12),
                         1 + Below(28));
}

CanaryValue OwnValues::Make(Vr vr) {
  CanaryValue made{"", {}, "own value"};
  const auto text = [&made](std::string value) {
    made.needles.push_back({kText, value});
    made.bytes = std::move(value);
  };
  switch (vr) {
    case Vr::kAS:
      text("097Y");
      return made;
    case Vr::kDA:
      text(Date());
      return made;
    case Vr::kDT:
      text(Date() + absl::StrFormat("%02d%02d%02d.%06d", Below(24), Below(60),
                                    Below(60), Below(1000000)));
      return made;
    case Vr::kTM:
      text(absl::StrFormat("%02d%02d%02d.%06d", 10 + Below(14), Below(60),
                           Below(60), 100000 + Below(900000)));
      return made;
    case Vr::kDS:
      text(Digits(8) + "." + Digits(5));
      return made;
    case Vr::kIS:
      text(Digits(9));
      return made;
    case Vr::kUI:
      text("1.3.9999.5." + Digits(20));
      return made;
    case Vr::kUR:
      text("http://" + Word() + ".example/");
      return made;
    case Vr::kPN:
      made.bytes = Word();
      made.needles.push_back({kText, made.bytes});
      made.needles.push_back({kText, Word()});
      made.bytes += "^" + made.needles[1].bytes;
      return made;
    default:
      break;
  }
  if (Traits(vr).text) {
    text(Word());
  } else if (IsBytes(vr) || vr == Vr::kNone) {
    text(Word());
    made.bytes = Padded("<" + made.bytes + ">", vr);
  } else {
    for (int i = 0; i < 16; ++i) {
      made.bytes.push_back(static_cast<char>(1 + Below(255)));
    }
    made.needles.push_back({kBytes, made.bytes.substr(0, 8)});
    made.needles.push_back({kBytes, made.bytes.substr(8)});
  }
  return made;
}

std::vector<CanaryValue> Fitted(const Spelling& spelling, Vr vr) {
  if (IsBytes(vr)) return FittedAsBytes(spelling, vr);
  if (!FitsText(spelling, vr)) return {};
  return {{spelling.bytes, spelling.needles, spelling.what}};
}

std::vector<CanaryValue> FittedAsBytes(const Spelling& spelling, Vr vr) {
  std::vector<CanaryValue> fitted;
  const auto add = [&](std::string bytes, std::string_view how) {
    // Something before and behind it, as in a protocol.
    const std::string name = spelling.what + std::string(how);
    fitted.push_back({Padded(std::move(bytes), vr), spelling.needles, name});
  };
  add("a=\"" + spelling.bytes + "\"\n", "");
  if (!IsAscii(spelling.utf8))
    add("a=\"" + spelling.utf8 + "\"\n", ", as UTF-8");
  add(Utf16("a=\"" + spelling.utf8 + "\"\n", false), ", as UTF-16");
  add(Utf16("a=\"" + spelling.utf8 + "\"\n", true), ", as UTF-16 big-endian");
  return fitted;
}

std::optional<CanaryValue> OneOfSeveral(CanaryValue value, Vr vr) {
  const auto [first, last] = PlainValues(vr);
  if (first.empty()) return std::nullopt;
  value.bytes = absl::StrFormat("%s\\%s\\%s", first, value.bytes, last);
  value.what += ", one of several";
  return value;
}

}  // namespace dcmscrub
