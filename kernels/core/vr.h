// Value representations, PS3.5 6.2, and how each is encoded.
#pragma once

#include <cstdint>
#include <string_view>

namespace dcmscrub {

enum class Vr : std::uint8_t {
  kNone,  // not known: an invalid code in the file, or no row in PS3.6
  kAE,
  kAS,
  kAT,
  kCS,
  kDA,
  kDS,
  kDT,
  kFD,
  kFL,
  kIS,
  kLO,
  kLT,
  kOB,
  kOD,
  kOF,
  kOL,
  kOV,
  kOW,
  kPN,
  kSH,
  kSL,
  kSQ,
  kSS,
  kST,
  kSV,
  kTM,
  kUC,
  kUI,
  kUL,
  kUN,
  kUR,
  kUS,
  kUT,
  kUV,
};
inline constexpr int kVrCount = 35;

struct VrTraits {
  char code[3];              // "AE"
  bool long_form;            // PS3.5 7.1.2: 2 reserved bytes, 32-bit length
  bool text;                 // characters, as opposed to numbers or bytes
  bool numbers;              // numbers alone, which nobody reads as text
  bool free_text;            // text that may lose a word; in other text each
                             // value means something as a whole
  bool multiple;             // backslash separates values
  bool character_set;        // follows (0008,0005)
  std::uint8_t padding;      // ' ' or 00H
  std::uint8_t unit;         // bytes of one number; 1 for text and bytes
  std::uint32_t max_length;  // of one value, in characters; 0: no limit of
                             // its own. PN: of one component group.
};

const VrTraits& Traits(Vr vr);

// OB, OD, OF, OL, OV, OW, UN, and none at all: bytes that may be anything.
inline bool HoldsBytes(Vr vr) {
  const VrTraits& traits = Traits(vr);
  return !traits.text && vr != Vr::kSQ &&
         (traits.code[0] == 'O' || vr == Vr::kUN || vr == Vr::kNone);
}

inline bool HoldsNumbers(Vr vr) { return Traits(vr).numbers; }

inline bool IsTemporal(Vr vr) {
  return vr == Vr::kDA || vr == Vr::kDT || vr == Vr::kTM;
}

inline bool IsFreeText(Vr vr) { return Traits(vr).free_text; }

inline std::string_view VrName(Vr vr) { return {Traits(vr).code, 2}; }

// The VR of two bytes of an explicit header; kNone when they are not one.
Vr ParseVr(std::uint8_t first, std::uint8_t second);

// Bytes of an element header in explicit VR: 8 or 12.
inline std::uint32_t ExplicitHeaderSize(Vr vr) {
  return Traits(vr).long_form ? 12 : 8;
}

}  // namespace dcmscrub
