#include "rules/compile/private_table.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "kernels/core/hash_slots.h"

namespace dcmscrub {
namespace {

constexpr std::uint16_t kAny = PrivateRule::kAny;

// Creator, group, low byte.
using Key = std::tuple<std::string, std::uint16_t, std::uint16_t>;
using Rules = std::map<Key, PrivateRule>;

// What is done with a safe attribute: nothing (keep), unless the profile
// replaces UIDs, or asks for dates and ages to be changed. Without a date
// option dates go.
Action SafeAction(const Profile& profile, const SafePrivate& row) {
  switch (row.vr) {
    case Vr::kUI:
      return profile.Has(Option::kRetainUids) ? Action::kKeep : Action::kUid;
    case Vr::kDA:
    case Vr::kDT:
    case Vr::kTM:
      if (profile.Has(Option::kRetainModifiedDates)) return Action::kShift;
      return profile.Has(Option::kRetainFullDates) ? Action::kKeep
                                                   : Action::kRemove;
    case Vr::kAS:
      return Action::kCapAge;
    case Vr::kSQ:
      return Action::kKeep;
    default:
      return row.curated ? Action::kClean : Action::kKeep;
  }
}

void AddSafe(const Profile& profile, std::span<const SafePrivate> safe,
             Rules& rules) {
  if (!profile.Has(Option::kRetainSafePrivate)) return;
  for (const SafePrivate& row : safe) {
    if (profile.ExceptsPrivate(row.creator, row.group, row.element)) continue;
    const auto [at, added] =
        rules.try_emplace({row.creator, row.group, row.element});
    if (!added && row.curated) continue;
    at->second.vr = row.vr;
    at->second.action = SafeAction(profile, row);
  }
}

// Their chains reach further than their names, where a group or an element is
// open: each statement tells for itself.
void AddNamed(const SiteProgram& site, Rules& rules) {
  for (const SiteProgram::PrivateName& name : site.PrivateNames()) {
    rules[{std::string(name.creator), name.group, name.element}];
  }
}

}  // namespace

void PrivateTable::Build(const Profile& profile,
                         std::span<const SafePrivate> safe,
                         const SiteProgram* site, Chains& chains) {
  Rules rules;
  AddSafe(profile, safe, rules);
  if (site != nullptr) AddNamed(*site, rules);
  for (const auto& [key, rule] : rules) {
    const std::string& creator = std::get<0>(key);
    if (names_.empty() || names_.back() != creator) names_.push_back(creator);
  }
  creators_.assign(names_.begin(), names_.end());
  std::vector<PrivateRule> filled;
  for (auto& [key, rule] : rules) {
    const auto& [creator, group, element] = key;
    rule.creator = static_cast<std::uint16_t>(
        std::ranges::lower_bound(names_, creator) - names_.begin());
    rule.group = group;
    rule.element = element;
    if (site != nullptr) {
      rule.chain =
          chains.Add(site->StatementsForPrivate(creator, group, element));
    }
    filled.push_back(rule);
  }
  if (filled.empty()) return;
  slots_ = HashSlots<PrivateRule>(
      filled,
      [](const PrivateRule& rule) {
        return PrivateHash(rule.creator, rule.group, rule.element);
      },
      [](const PrivateRule& slot) { return slot.creator == kAny; });
}

}  // namespace dcmscrub
