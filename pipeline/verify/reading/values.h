// What may stand where an original stood: dummies, pseudonyms, new UIDs, moved
// dates. docs/profile.md, "How each action is done".
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "kernels/identity/identity.h"
#include "kernels/text/text_codec.h"
#include "pipeline/verify/reading/gdcm_object.h"

namespace dcmscrub {

// Values without padding, backslashes between them.
std::vector<std::string_view> ValuesOf(std::string_view value);

// Whether a value is the constant of its VR, or of its attribute; each of
// several. An empty value is none.
bool IsVerifyDummy(const GdcmElement& element);

// The same for what stands in the items of a dummy sequence.
bool IsDummyContent(const GdcmElement& element);

// By the key where there is one, else by its form.
bool IsPseudonym(std::string_view value, const Identity* identity);

// One that stays for every key: of the Standard, or the nil UUID of dummies.
bool IsSettledUid(std::string_view uid);

// Days since 1970-01-01 of the first eight digits of a DA or DT; nothing when
// they are no day.
std::optional<std::int64_t> DayOf(std::string_view date);

// "12:30:00" and "123000" are one time.
bool IsSameTime(std::string_view a, std::string_view b);

bool IsDateOrTime(Vr vr);  // DA, DT, TM
bool IsText(Vr vr);        // LO, LT, PN, SH, ST, UC, UR, UT

// A value of DS or IS.
bool IsNumberText(std::string_view text);

// A value as UTF-8, without padding.
std::string Utf8Of(const GdcmElement& element, TextCodec& codec);

// Whether `value` is text in UTF-8 that was read as another set, as `read`.
bool IsOtherUtf8(std::string_view value, std::string_view read);

}  // namespace dcmscrub
