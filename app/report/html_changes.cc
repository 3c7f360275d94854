#include "app/report/html_changes.h"

#include <absl/strings/str_format.h>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

#include "app/report/html_parts.h"
#include "app/talk/change_words.h"
#include "app/talk/messages.h"
#include "kernels/core/text.h"
#include "kernels/scrub/change.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kMostAttributes = 500;

// One row: attributes that are shown together.
struct Shown {
  std::string name;
  std::set<Tag> tags;
  std::uint64_t elements = 0;
};
// By tag or private group, and by rule.
using Rows = std::map<std::pair<std::uint32_t, std::string>, Shown>;

bool IsPrivate(Tag tag) { return tag.group() % 2 != 0; }

std::uint32_t PlaceOf(Tag tag) {
  return IsPrivate(tag) ? tag.value & 0xFFFF0000 : tag.value;
}

std::string NameOf(Tag tag) {
  if (IsPrivate(tag)) {
    return absl::StrFormat("(%04X,xxxx) private", tag.group());
  }
  const std::string_view keyword = Keyword(tag);
  return keyword.empty() ? TagText(tag)
                         : absl::StrFormat("%s %s", keyword, TagText(tag));
}

Rows RowsOf(const JournalFacts& facts, Change::Kind kind) {
  Rows rows;
  for (const auto& [change, count] : facts.changes) {
    if (change.change != ChangeKindName(kind)) continue;
    Shown& shown = rows[{PlaceOf(change.tag), change.rule}];
    shown.name = NameOf(change.tag);
    shown.tags.insert(change.tag);
    shown.elements += count;
  }
  return rows;
}

}  // namespace

void AddChangeKinds(HtmlWriter& html, const JournalFacts& facts) {
  if (facts.changes.empty()) return;
  html.Open("section");
  html.Element("h2", "What was done");
  {
    HtmlTable table(html, "Over all runs; by attribute below",
                    {{"Change"}, {"Attributes", true}, {"Elements", true}});
    for (const ChangeWords& words : kChangeWords) {
      std::uint64_t elements = 0;
      std::set<Tag> tags;
      for (const auto& [key, shown] : RowsOf(facts, words.kind)) {
        elements += shown.elements;
        tags.insert(shown.tags.begin(), shown.tags.end());
      }
      if (elements == 0) continue;
      table.Row(
          {std::string(words.done), Grouped(tags.size()), Grouped(elements)});
    }
  }
  html.Close();
}

void AddAttributes(HtmlWriter& html, const JournalFacts& facts) {
  if (facts.changes.empty()) return;
  html.Open("section");
  html.Element("h2", "What was done, by attribute");
  {
    HtmlTable table(html, "What stays in spite of PS3.15 comes first",
                    {{"Attribute"}, {"Change"}, {"By"}, {"Elements", true}});
    std::size_t shown = 0;
    std::size_t left_out = 0;
    for (const ChangeWords& words : kChangeWords) {
      for (const auto& [key, row] : RowsOf(facts, words.kind)) {
        if (shown == kMostAttributes) {
          ++left_out;
          continue;
        }
        ++shown;
        const std::string& rule = key.second;
        table.Row({row.name, std::string(words.done),
                   rule.empty() ? std::string(words.by) : rule,
                   Grouped(row.elements)});
      }
    }
    if (left_out != 0) table.Note("and " + Grouped(left_out) + " more rows");
  }
  html.Close();
}

}  // namespace dcmscrub
