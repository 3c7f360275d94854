#include "rules/profile/profile.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <map>

#include "kernels/core/text.h"
#include "rules/language/keywords.h"
#include "rules/language/selector.h"

namespace dcmscrub {
namespace {

constexpr Tag kPrivateCharacteristics{0x0008, 0x0300};

constexpr std::size_t Index(Option option) {
  return static_cast<std::size_t>(option);
}

// An attribute before the options had a say.
struct Entry {
  const ProfileRow* source = nullptr;
  PooledText keyword;
  bool supplement = false;
};
using Entries = std::map<Tag, Entry>;

// Rows of a later table replace those of an earlier one; within a table, rows
// for one attribute replace those for its group.
void Apply(std::span<const ProfileRow> table, bool supplement,
           Entries& entries) {
  for (const ProfileRow& row : table) {
    if (row.scope != ProfileRow::kGroup) continue;
    for (const DictionaryRow& known : StandardDictionary()) {
      if (known.tag.group() != row.tag.group()) continue;
      entries[known.tag] = {&row, known.keyword, supplement};
    }
  }
  for (const ProfileRow& row : table) {
    if (row.scope != ProfileRow::kTag) continue;
    entries[row.tag] = {&row, row.keyword, supplement};
  }
}

}  // namespace

Profile::Profile(const ProfileChoice& choice)
    : basic_(choice.basic),
      trusts_(choice.trusts_private_characteristics),
      options_(choice.options) {
  Entries entries;
  Apply(StandardProfile(), /*supplement=*/false, entries);
  Apply(StandardProfileSupplement(), /*supplement=*/true, entries);
  rows_.reserve(entries.size());
  for (const auto& [tag, entry] : entries) {
    const Codes& options = entry.source->options;
    Row row;
    row.tag = tag;
    row.keyword = StandardText(entry.keyword);
    row.basic = entry.source->basic;
    row.code = basic_ ? row.basic : ActionCode::kNone;
    row.supplement = entry.supplement;
    row.descriptor =
        options[Index(Option::kCleanDescriptors)] != ActionCode::kNone;
    row.temporal =
        options[Index(Option::kRetainModifiedDates)] != ActionCode::kNone;
    Choose(options, row);
    rows_.push_back(row);
  }
  // Its one row is that of all private attributes.
  has_[Index(Option::kRetainSafePrivate)] = KeepsSafePrivate();
}

void Profile::Choose(const Codes& codes, Row& row) {
  for (const OptionUse& use : options_) {
    const ActionCode code = codes[Index(use.option)];
    if (code == ActionCode::kNone || Excepts(use.option, row.tag)) continue;
    if (row.tag == kPrivateCharacteristics && !trusts_) continue;
    has_[Index(use.option)] = true;
    if (row.option && row.code == ActionCode::kC) continue;
    row.code = code;
    row.option = use.option;
  }
}

bool Profile::Excepts(Option option, Tag tag) const {
  const DictionaryRow* const known = FindDictionaryRow(tag);
  if (known == nullptr) return false;
  const std::string_view keyword = StandardText(known->keyword);
  return std::ranges::any_of(options_, [&](const OptionUse& use) {
    return use.option == option &&
           std::ranges::any_of(use.except, [&](const Selector& selector) {
             return Means(selector, known->tag, known->vr, keyword);
           });
  });
}

bool Profile::KeepsSafePrivate() const {
  bool chosen = false, excepted = false;
  for (const OptionUse& use : options_) {
    if (use.option != Option::kRetainSafePrivate) continue;
    chosen = true;
    for (const Selector& selector : use.except) {
      using enum AttributePattern::Kind;
      const AttributePattern::Kind kind = selector.attribute.kind;
      excepted |= selector.except.empty() && (kind == kPrivate || kind == kAll);
    }
  }
  return chosen && !excepted;
}

bool Profile::ExceptsPrivate(std::string_view creator, std::uint16_t group,
                             std::uint8_t element) const {
  const Tag tag(group, element);
  return std::ranges::any_of(options_, [&](const OptionUse& use) {
    return use.option == Option::kRetainSafePrivate &&
           std::ranges::any_of(use.except, [&](const Selector& selector) {
             return MeansPrivate(selector.attribute, creator, tag);
           });
  });
}

const Profile::Row* Profile::Find(Tag tag) const {
  const Tag canonical = CanonicalTag(tag);
  const auto row = std::ranges::lower_bound(rows_, canonical, {}, &Row::tag);
  return row != rows_.end() && row->tag == canonical ? &*row : nullptr;
}

ActionCode Profile::CodeFor(const ContentItemRow& row, Tag value) const {
  ActionCode chosen = ActionCode::kNone;
  for (const OptionUse& use : options_) {
    const ActionCode code = row.options[Index(use.option)];
    if (code == ActionCode::kNone || Excepts(use.option, value)) continue;
    if (chosen != ActionCode::kC) chosen = code;
  }
  if (chosen != ActionCode::kNone) return chosen;
  return basic_ ? row.basic : ActionCode::kK;
}

std::string Profile::Listing() const {
  std::string text;
  for (const Row& row : rows_) {
    absl::StrAppendFormat(&text, "%s %s %s%s\n", RuleTagText(row.tag),
                          row.keyword, ActionCodeName(row.code),
                          row.supplement ? " supplement" : "");
  }
  return text;
}

}  // namespace dcmscrub
