// What holds for any bytes in any character set: for random tests and fuzzers.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "kernels/core/utf8.h"
#include "kernels/text/text_codec.h"

namespace dcmscrub {

// Values of (0008,0005): each term, each kind of code extension, and wrong
// ones.
inline constexpr std::string_view kTextSets[] = {
    "",
    "ISO_IR 6",
    "ISO_IR 100",
    "ISO_IR 101",
    "ISO_IR 109",
    "ISO_IR 110",
    "ISO_IR 144",
    "ISO_IR 127",
    "ISO_IR 126",
    "ISO_IR 138",
    "ISO_IR 148",
    "ISO_IR 203",
    "ISO_IR 13",
    "ISO_IR 166",
    "ISO_IR 192",
    "GB18030",
    "GBK",
    "ISO 2022 IR 13",
    "\\ISO 2022 IR 87",
    "\\ISO 2022 IR 13",
    "ISO 2022 IR 13\\ISO 2022 IR 87",
    "ISO 2022 IR 6\\ISO 2022 IR 87\\ISO 2022 IR 159",
    "\\ISO 2022 IR 149",
    "\\ISO 2022 IR 58",
    "ISO 2022 IR 100\\ISO 2022 IR 144\\ISO 2022 IR 126",
    "ISO_IR 100\\ISO 2022 IR 87",
    "ISO 2022 IR 138\\ISO 2022 IR 149\\ISO 2022 IR 58\\ISO 2022 IR 13",
    "ISO 2022 IR 149",
    "ISO_IR 100\\ISO_IR 192",
    "LATIN ONE",
};
inline constexpr Vr kTextVrs[] = {Vr::kLO, Vr::kPN, Vr::kLT, Vr::kCS};

inline bool IsWellFormed(std::string_view utf8) {
  while (!utf8.empty()) {
    if (TakeCharacter(utf8) == kNoCharacter) return false;
  }
  return true;
}

// What `bytes` does wrong; empty when all is well.
inline std::string TextProblem(TextCodec& codec, std::string_view set, Vr vr,
                               std::string_view bytes) {
  std::string utf8;
  const bool exact = codec.Decode(set, vr, bytes, utf8);
  if (!IsWellFormed(utf8)) return "is no UTF-8";
  if (std::ranges::count(utf8, '?') > std::ranges::count(bytes, '?')) {
    return "has new question marks";
  }
  std::string text = "|";
  if (!codec.Encode(set, vr, utf8, text)) {
    if (exact) return "decodes without loss but not back";
    return text == "|" ? "" : "leaves something behind";
  }
  std::string again;
  if (!codec.Decode(set, vr, std::string_view(text).substr(1), again)) {
    return "is encoded with loss";
  }
  if (again != utf8) return "is another text after a round trip";

  // The same bytes as if they were UTF-8.
  text.clear();
  if (!codec.Encode(set, vr, bytes, text)) return "";
  again.clear();
  if (!codec.Decode(set, vr, text, again)) return "as UTF-8 comes to a loss";
  return again == bytes ? "" : "as UTF-8 is another text after a round trip";
}

}  // namespace dcmscrub
