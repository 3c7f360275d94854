#include "rules/language/rule_keys.h"

#include <absl/strings/str_format.h>

#include <algorithm>

#include "rules/language/selector.h"

namespace dcmscrub {
namespace {

std::string Quoted(std::string_view text) {
  return absl::StrFormat("%d:%s", text.size(), text);
}

void AppendKey(const AttributePattern& pattern, std::string& key) {
  absl::StrAppendFormat(&key, "%08X", pattern.tag.value);
  if (pattern.kind != AttributePattern::Kind::kCreator) return;
  absl::StrAppendFormat(&key, "\"%d:%s", pattern.text.size(), pattern.text);
}

}  // namespace

std::string KeyOf(const AttributeReference& reference) {
  std::string key;
  for (const AttributeReference::Step& step : reference.steps) {
    AppendKey(step.sequence, key);
    absl::StrAppendFormat(&key, "[%d]/", step.item);
  }
  AppendKey(reference.attribute, key);
  return key;
}

std::string KeyOf(const AttributePattern& pattern) {
  return absl::StrFormat("%d %08X %08X %s", pattern.kind, pattern.tag.value,
                         pattern.mask, Quoted(pattern.text));
}

std::string PathKeyOf(const Selector& selector) {
  if (IsAnywhere(selector)) return {};
  std::string key = selector.gap_before ? "//" : "/";
  for (const SelectorStep& step : selector.steps) {
    absl::StrAppendFormat(&key, "%s[%d]%s", step.gap_before ? "//" : "/",
                          step.item.value_or(0), KeyOf(step.sequence));
  }
  return key;
}

std::string KeyOf(const Selector& selector) {
  std::string key = PathKeyOf(selector) + ' ' + KeyOf(selector.attribute);
  std::vector<Vr> vrs = selector.vrs;
  std::ranges::sort(vrs);
  for (const Vr vr : vrs) absl::StrAppendFormat(&key, " %s", VrName(vr));
  for (const Selector& except : selector.except) {
    absl::StrAppendFormat(&key, " not %s", Quoted(KeyOf(except)));
  }
  return key;
}

std::string KeyOf(const Condition& condition) {
  std::string key = absl::StrFormat("%d", condition.kind);
  if (condition.parts.empty()) {
    absl::StrAppendFormat(&key, " %s %s %g", KeyOf(condition.attribute),
                          Quoted(condition.text), condition.number);
    return key;
  }
  // The order of what `and` and `or` join is of no account.
  std::vector<std::string> parts;
  parts.reserve(condition.parts.size());
  for (const Condition& part : condition.parts) parts.push_back(KeyOf(part));
  std::ranges::sort(parts);
  for (const std::string& part : parts) {
    absl::StrAppendFormat(&key, "(%s)", part);
  }
  return key;
}

}  // namespace dcmscrub
