#include "pipeline/verify/reading/element_search.h"

#include <algorithm>
#include <array>

#include "kernels/core/text.h"
#include "kernels/core/utf8.h"
#include "pipeline/verify/reading/values.h"

namespace dcmscrub {
namespace {

enum class Form { kText, kShort, kBytes, kNumbers };

// What is too long for a code or a number is somebody's text.
bool IsOverlong(const GdcmElement& element) {
  const std::size_t most = Traits(element.vr).max_length;
  return most != 0 && std::ranges::any_of(ValuesOf(element.value),
                                          [&](std::string_view value) {
                                            return value.size() > most;
                                          });
}

Form FormOf(const GdcmElement& element) {
  const Vr vr = element.vr;
  if (IsText(vr)) return Form::kText;
  const VrTraits& traits = Traits(vr);
  if (traits.text) {
    return IsOverlong(element) && !IsNumberText(TrimPadding(element.value))
               ? Form::kText
               : Form::kShort;
  }
  constexpr std::array kNumbers = {Vr::kAT, Vr::kFD, Vr::kFL, Vr::kSL, Vr::kSS,
                                   Vr::kSV, Vr::kUL, Vr::kUS, Vr::kUV};
  return std::ranges::find(kNumbers, vr) != kNumbers.end() ? Form::kNumbers
                                                           : Form::kBytes;
}

// Bytes from `begin` on as UTF-16, what is beyond its first plane as spaces.
std::string FromUtf16(std::string_view bytes, std::size_t begin, bool big) {
  std::string utf8;
  for (std::size_t at = begin; at + 2 <= bytes.size(); at += 2) {
    const auto first = static_cast<std::uint8_t>(bytes[at]);
    const auto second = static_cast<std::uint8_t>(bytes[at + 1]);
    const char32_t unit =
        big ? char32_t{first} << 8 | second : char32_t{second} << 8 | first;
    AppendCharacter(unit >= 0xD800 && unit < 0xE000 ? U' ' : unit, utf8);
  }
  return utf8;
}

Check CheckOf(ResidueKind kind) {
  switch (kind) {
    case ResidueKind::kName:
      return Check::kResidueName;
    case ResidueKind::kText:
      return Check::kResidueText;
    case ResidueKind::kDate:
      return Check::kResidueDate;
    case ResidueKind::kUid:
      return Check::kResidueUid;
  }
  return Check::kResidueText;
}

}  // namespace

// A value as its character set has it, and as the UTF-8 that it may be.
std::vector<std::string> ElementSearch::TextsOf(
    const GdcmElement& element) const {
  std::vector<std::string> texts = {Utf8Of(element, codec_)};
  const std::string_view value = TrimPadding(element.value);
  if (IsOtherUtf8(value, texts.front())) texts.emplace_back(value);
  return texts;
}

std::optional<Check> ElementSearch::Find(const GdcmElement& element,
                                         VerifyPatterns::Sought sought) const {
  switch (FormOf(element)) {
    case Form::kText:
      for (const std::string_view text : TextsOf(element)) {
        const auto kind = patterns_.InText(text, sought);
        if (kind) return CheckOf(*kind);
      }
      break;
    case Form::kShort:
      for (const std::string_view text : TextsOf(element)) {
        if (patterns_.InShortValue(text, element.vr, sought)) {
          return Check::kResidueShortValue;
        }
      }
      break;
    case Form::kBytes:
      return FindInBytes(element, {.firm_alone = sought.firm_alone});
    case Form::kNumbers:
      if (patterns_.InBytes(element.value, {.firm_alone = sought.firm_alone})) {
        return Check::kResidueBytes;
      }
      break;
  }
  return std::nullopt;
}

std::optional<Check> ElementSearch::FindInBytes(
    const GdcmElement& element, VerifyPatterns::Sought sought) const {
  const std::string_view bytes = element.value;
  if (patterns_.InBytes(bytes, sought) || InItsCharacterSet(element, sought)) {
    return Check::kResidueBytes;
  }
  for (const std::size_t begin : {0u, 1u}) {
    for (const bool big : {false, true}) {
      if (patterns_.InBytes(FromUtf16(bytes, begin, big), sought)) {
        return Check::kResidueWideBytes;
      }
    }
  }
  return std::nullopt;
}

bool ElementSearch::InItsCharacterSet(const GdcmElement& element,
                                      VerifyPatterns::Sought sought) const {
  if (element.character_set.empty() || IsPlainAscii(element.value)) {
    return false;
  }
  std::string utf8;
  codec_.Decode(element.character_set, Vr::kUT, element.value, utf8);
  return patterns_.InBytes(utf8, sought).has_value();
}

}  // namespace dcmscrub
