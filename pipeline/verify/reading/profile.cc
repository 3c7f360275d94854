#include "pipeline/verify/reading/profile.h"

#include <algorithm>

#include "rules/language/selector.h"
#include "rules/standard/standard.h"

namespace dcmscrub {

VerifyProfile::VerifyProfile(const VerifyClaims& claims)
    : options_(claims.options),
      rules_(claims.meant ? claims.meant->rules : nullptr) {
  // Rows of the supplement replace those of the table.
  for (const auto table : {StandardProfile(), StandardProfileSupplement()}) {
    for (const ProfileRow& from : table) {
      Row row;
      row.basic = from.basic;
      row.code = Choose(from.basic, from.options, from.tag);
      row.descriptor =
          from.options[static_cast<std::size_t>(Option::kCleanDescriptors)] !=
          ActionCode::kNone;
      row.temporal = from.options[static_cast<std::size_t>(
                         Option::kRetainModifiedDates)] != ActionCode::kNone;
      if (from.scope == ProfileRow::kGroup) groups_[from.tag.group()] = row;
      if (from.scope == ProfileRow::kTag) rows_[from.tag] = row;
    }
  }
}

// An option overrides the profile; of two options C beats K.
ActionCode VerifyProfile::Choose(ActionCode basic, const Codes& codes,
                                 std::optional<Tag> tag) const {
  ActionCode chosen = ActionCode::kNone;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if (!options_[i] || codes[i] == ActionCode::kNone || Excepts(i, tag)) {
      continue;
    }
    if (chosen != ActionCode::kC) chosen = codes[i];
  }
  return chosen == ActionCode::kNone ? basic : chosen;
}

bool VerifyProfile::Excepts(std::size_t option, std::optional<Tag> tag) const {
  const DictionaryRow* const row =
      rules_ == nullptr || !tag ? nullptr : FindDictionaryRow(*tag);
  if (row == nullptr) return false;
  return std::ranges::any_of(rules_->options, [&](const OptionUse& use) {
    return static_cast<std::size_t>(use.option) == option &&
           std::ranges::any_of(use.except, [&](const Selector& except) {
             return Means(except, row->tag, row->vr,
                          StandardText(row->keyword));
           });
  });
}

const VerifyProfile::Row* VerifyProfile::Find(Tag tag) const {
  const Tag canonical = CanonicalTag(tag);
  const auto row = rows_.find(canonical);
  if (row != rows_.end()) return &row->second;
  const auto group = groups_.find(canonical.group());
  return group == groups_.end() ? nullptr : &group->second;
}

ActionCode VerifyProfile::ContentCode(std::string_view code,
                                      std::string_view scheme,
                                      std::string_view value_type) const {
  if (!Has(Option::kCleanStructuredContent)) return ActionCode::kNone;
  for (const ContentItemRow& row : StandardContentItems()) {
    if (StandardText(row.code) == code && StandardText(row.scheme) == scheme &&
        StandardText(row.value_type) == value_type) {
      return Choose(row.basic, row.options, std::nullopt);
    }
  }
  return ActionCode::kNone;
}

const VerifyProfile& VerifyProfiles::For(const VerifyClaims& claims) {
  const std::lock_guard lock(mutex_);
  std::unique_ptr<VerifyProfile>& profile = profiles_[claims.options];
  if (profile == nullptr) profile = std::make_unique<VerifyProfile>(claims);
  return *profile;
}

}  // namespace dcmscrub
