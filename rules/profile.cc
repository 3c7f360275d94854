#include "rules/profile.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <map>

#include "kernels/text.h"
#include "rules/standard.h"

namespace dcmscrub {
namespace {

using RowMap = std::map<Tag, Profile::Row>;

void Put(RowMap& rows, Tag tag, PooledText keyword, ActionCode code,
         bool supplement) {
  rows[tag] = {tag, StandardText(keyword), code, supplement};
}

// Rows of a later table replace those of an earlier one; within a table, rows
// for one attribute replace those for its group.
void Apply(std::span<const ProfileRow> table, bool supplement, RowMap& rows) {
  for (const ProfileRow& row : table) {
    if (row.scope != ProfileRow::kGroup) continue;
    for (const DictionaryRow& entry : StandardDictionary()) {
      if (entry.tag.group() != row.tag.group()) continue;
      Put(rows, entry.tag, entry.keyword, row.basic, supplement);
    }
  }
  for (const ProfileRow& row : table) {
    if (row.scope != ProfileRow::kTag) continue;
    Put(rows, row.tag, row.keyword, row.basic, supplement);
  }
}

}  // namespace

Profile Profile::Basic() {
  RowMap rows;
  Apply(StandardProfile(), /*supplement=*/false, rows);
  Apply(StandardProfileSupplement(), /*supplement=*/true, rows);
  Profile profile;
  profile.name_ = "Basic";
  profile.rows_.reserve(rows.size());
  for (const auto& [tag, row] : rows) profile.rows_.push_back(row);
  return profile;
}

ActionCode Profile::CodeFor(Tag tag) const {
  const Tag canonical = CanonicalTag(tag);
  const auto row = std::ranges::lower_bound(rows_, canonical, {}, &Row::tag);
  return row != rows_.end() && row->tag == canonical ? row->code
                                                     : ActionCode::kNone;
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

std::string RuleTagText(Tag tag) {
  if (tag.is_overlay() || tag.is_curve()) {
    return absl::StrFormat("(%02XXX,%04X)", tag.group() >> 8, tag.element());
  }
  return TagText(tag);
}

}  // namespace dcmscrub
