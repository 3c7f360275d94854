// What an output says about how it was made: (0012,0062), (0012,0063),
// (0012,0064) and (0028,0303), and whether that fits together. PS3.15 E.1.1,
// E.3.6; docs/profile.md.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "pipeline/verify/reading/findings.h"
#include "pipeline/verify/reading/gdcm_object.h"
#include "rules/language/rule_file.h"
#include "rules/standard/action.h"

namespace dcmscrub {

// What an output should say of itself, by rules that are known.
struct VerifyMeant {
  const RuleFile* rules = nullptr;
  bool method = true;         // (0012,0063) is there
  bool codes = true;          // (0012,0064) is there
  bool profile = true;        // with 113100
  bool other_policy = false;  // but (0012,0063) names another one
  std::string_view temporal_information;
};

struct VerifyClaims {
  bool basic = false;  // 113100
  // Claimed by code, and named by our own method where there is one: codes of
  // whoever was here before us are no licence.
  std::array<bool, kOptionCount> options{};
  bool site_rules = false;  // the method names some
  std::string policy;       // our value of (0012,0063); empty: there is none
  std::optional<VerifyMeant> meant;  // empty: nobody knows

  bool Has(Option option) const {
    return options[static_cast<std::size_t>(option)];
  }
};

// Whether an element holds one of the marks just as the program writes them:
// fixed words that tell nothing of anybody.
bool IsOwnMark(const GdcmObject& object, const GdcmElement& element);

VerifyClaims ReadClaims(const GdcmObject& object);

// The marks of one object. `original` may be null; what it says already is
// none of ours.
void CheckMarks(const GdcmObject& object, const GdcmObject* original,
                const VerifyClaims& claims, FileFindings& findings);

}  // namespace dcmscrub
