#include "rules/compile/claims.h"

#include <absl/strings/str_format.h>

#include <algorithm>

#include "rules/language/option_names.h"
#include "rules/language/value.h"
#include "rules/language/verb.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

// Of one value of (0012,0063), VR LO.
constexpr std::size_t kLongestValue = 64;
constexpr std::size_t kShownFingerprint = 8;

bool Protects(ActionCode code) {
  return code != ActionCode::kNone && code != ActionCode::kK;
}

// Whether the profile leaves as much of it where its code is C.
bool IsCleaningOf(Left left, const Rule& rule) {
  return (left == Left::kCleaned && rule.unknown == Action::kClean) ||
         (left == Left::kMoved && rule.unknown == Action::kShift);
}

bool IsSequenceOfItems(const Profile::Row& row) {
  const DictionaryRow* const known = FindDictionaryRow(row.tag);
  return known != nullptr && GoesThroughItems(row.code, known->vr);
}

void WeakenRow(const Profile::Row& row, Weakening& weakening) {
  weakening.profile = true;
  if (row.option) {
    weakening.options[static_cast<std::size_t>(*row.option)] = true;
  }
}

void WeighRow(const Profile::Row& row, const Rule& rule, Left left,
              Weakening& weakening) {
  if (left == Left::kNothing) return;
  if (row.temporal) {
    weakening.keeps_dates |= left == Left::kOriginal;
    weakening.moves_dates |= left == Left::kMoved;
  }
  if (!Protects(row.code) || IsSequenceOfItems(row)) return;
  if (row.code == ActionCode::kC && IsCleaningOf(left, rule)) return;
  WeakenRow(row, weakening);
}

// Originals that are copied into whatever attribute.
void WeighCopies(const Profile& profile, const Value& value,
                 Weakening& weakening) {
  for (const ShownAttribute& shown : ShownBy(value)) {
    if (shown.pattern.kind == AttributePattern::Kind::kCreator) {
      weakening.profile = true;
      continue;
    }
    const Profile::Row* const row = profile.Find(shown.pattern.tag);
    if (row == nullptr) continue;
    weakening.keeps_dates |= row->temporal;
    if (Protects(row->code)) WeakenRow(*row, weakening);
  }
}

}  // namespace

Weakening FindWeakening(const Profile& profile, const RuleTable& table,
                        const Chains& chains, const SiteProgram& site) {
  Weakening weakening;
  const auto left_by = [&](std::uint16_t number) {
    return LeftBy(site.source(number));
  };
  for (std::size_t i = 0; i < site.statements().size(); ++i) {
    const auto number = static_cast<std::uint16_t>(i);
    const std::optional<Value>& value = site.source(number).value;
    if (value) WeighCopies(profile, *value, weakening);
  }
  for (const Profile::Row& row : profile.rows()) {
    const auto rule = std::ranges::lower_bound(table.attributes.rules, row.tag,
                                               {}, &Rule::tag);
    for (std::uint16_t number : chains.statements(rule->chain)) {
      WeighRow(row, *rule, left_by(number), weakening);
    }
  }
  // A site may know what is safe (E.3.10), but has to say that it uses this.
  if (profile.Has(Option::kRetainSafePrivate)) return weakening;
  std::vector<std::uint32_t> open = {table.site.private_chain};
  for (const PrivateRule& rule : table.privates.slots) {
    open.push_back(rule.chain);
  }
  for (std::uint32_t chain : open) {
    for (std::uint16_t number : chains.statements(chain)) {
      weakening.profile |= left_by(number) != Left::kNothing;
    }
  }
  return weakening;
}

namespace {

std::string_view TemporalInformation(const Profile& profile,
                                     const Weakening& weakening) {
  if (profile.Has(Option::kRetainFullDates) || weakening.keeps_dates) {
    return "UNMODIFIED";
  }
  const bool moved = profile.Has(Option::kRetainModifiedDates);
  return moved || weakening.moves_dates ? "MODIFIED" : "REMOVED";
}

// "with clean-descriptors, retain-uids", as many values as it takes.
void AppendOptions(const Profile& profile, std::string& method) {
  constexpr std::string_view kFirst = "with ", kNext = ", ";
  std::size_t size = kLongestValue;  // of the last value: nothing fits behind
  for (int i = 0; i < kOptionCount; ++i) {
    const auto option = static_cast<Option>(i);
    if (!profile.Has(option)) continue;
    const std::string_view name = OptionName(option);
    if (size + kNext.size() + name.size() <= kLongestValue) {
      method.append(kNext);
      size += kNext.size();
    } else {
      method.append("\\").append(kFirst);
      size = kFirst.size();
    }
    method.append(name);
    size += name.size();
  }
}

}  // namespace

Claims MakeClaims(const Profile& profile, const Weakening& weakening, bool site,
                  std::string_view fingerprint) {
  Claims claims;
  claims.temporal_information = TemporalInformation(profile, weakening);
  if (!profile.is_basic()) return claims;
  claims.method = absl::StrFormat("%s%s %s", MethodName(profile),
                                  site ? ", site rules" : "",
                                  fingerprint.substr(0, kShownFingerprint));
  AppendOptions(profile, claims.method);
  for (const DeidCodeRow& row : StandardDeidCodes()) {
    const bool is_profile = &row == StandardDeidCodes().data();
    if (is_profile ? weakening.profile : row.option < 0) continue;
    if (!is_profile) {
      const auto option = static_cast<Option>(row.option);
      if (!profile.Has(option) || weakening.options[row.option]) continue;
    }
    claims.codes.push_back(
        {StandardText(row.value), StandardText(row.meaning)});
  }
  return claims;
}

std::string MethodName(const Profile& profile) {
  return absl::StrFormat("dcmscrub %s PS3.15 %s %s", DCMSCRUB_VERSION,
                         StandardEdition(), profile.name());
}

}  // namespace dcmscrub
