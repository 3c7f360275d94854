#include "rules/explain/listing.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <vector>

#include "rules/language/keywords.h"
#include "rules/profile/profile.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

std::string_view KeywordOf(Tag tag) {
  const DictionaryRow* row = FindDictionaryRow(tag);
  return row == nullptr ? std::string_view() : StandardText(row->keyword);
}

void AppendRule(const Rule& rule, std::string& text) {
  const bool kept = rule.at_top == Action::kKeep && !rule.by_node;
  if (kept) return;
  absl::StrAppendFormat(&text, "%s %s: %s", RuleTagText(rule.tag),
                        KeywordOf(rule.tag), ActionName(rule.at_top));
  if (rule.by_node && rule.absent != rule.at_top) {
    absl::StrAppendFormat(&text, ", absent %s", ActionName(rule.absent));
  }
  if (rule.by_node && rule.unknown != rule.at_top) {
    absl::StrAppendFormat(&text, ", unknown %s", ActionName(rule.unknown));
  }
  text += '\n';
}

using PathsByNode = std::map<NodeId, std::vector<PathRule>>;

PathsByNode GroupPaths(const RuleTable& table) {
  PathsByNode paths;
  for (const PathRule& path : table.attributes.path_slots) {
    if (path.node != kUnknownNode) paths[path.node].push_back(path);
  }
  for (auto& [node, here] : paths) {
    std::ranges::sort(here, {}, &PathRule::tag);
  }
  return paths;
}

// Breadth first, so that a node gets its shortest name.
void AppendPaths(const RuleTable& table, std::string& text) {
  const PathsByNode paths = GroupPaths(table);
  std::map<NodeId, std::string> names = {{kTopNode, ""}};
  std::deque<NodeId> open = {kTopNode};
  while (!open.empty()) {
    const NodeId node = open.front();
    open.pop_front();
    const auto here = paths.find(node);
    if (here == paths.end()) continue;
    for (const PathRule& path : here->second) {
      const std::string name =
          absl::StrFormat("%s%s%s", names[node], node == kTopNode ? "" : ">",
                          RuleTagText(path.tag));
      absl::StrAppendFormat(&text, "%s: %s", name, ActionName(path.action));
      if (path.child != kUnknownNode) {
        const auto [known, is_new] = names.emplace(path.child, name);
        if (is_new) open.push_back(path.child);
        text += is_new ? ", known" : absl::StrFormat(", = %s", known->second);
      }
      text += '\n';
    }
  }
}

void AppendContent(const RuleTable& table, std::string& text) {
  for (const ContentRule& rule : table.content.rules) {
    absl::StrAppendFormat(&text, "content %s %s %s: %s\n", rule.code,
                          rule.scheme, rule.value_type,
                          ActionName(rule.action));
  }
  if (table.content.rules.empty()) return;
  absl::StrAppendFormat(&text, "content TEXT: %s\n",
                        ActionName(table.content.other_text));
}

// "0019", or "xx" and the like where it is open.
std::string HexOrAny(std::uint16_t number, int digits) {
  return number == PrivateRule::kAny ? std::string(digits, 'x')
                                     : absl::StrFormat("%0*X", digits, number);
}

void AppendPrivate(const RuleTable& table, std::string& text) {
  std::vector<std::string> lines;
  for (const PrivateRule& rule : table.privates.slots) {
    if (rule.creator == PrivateRule::kAny) continue;
    lines.push_back(
        absl::StrFormat("private (%s,\"%s\",%s): %s\n", HexOrAny(rule.group, 4),
                        table.privates.creators[rule.creator],
                        HexOrAny(rule.element, 2), ActionName(rule.action)));
  }
  std::ranges::sort(lines);
  for (const std::string& line : lines) text += line;
}

}  // namespace

std::string Listing(const RuleTable& table) {
  std::string text =
      absl::StrFormat("%s, SOP class %s\n", table.marks.method,
                      table.attributes.sop_class_known ? "known" : "unknown");
  for (const Rule& rule : table.attributes.rules) AppendRule(rule, text);
  AppendPaths(table, text);
  AppendContent(table, text);
  AppendPrivate(table, text);
  return text;
}

}  // namespace dcmscrub
