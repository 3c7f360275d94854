#include "rules/import/deid_fields.h"

#include <absl/strings/str_format.h>
#include <re2/re2.h>

#include <algorithm>
#include <optional>
#include <set>

#include "kernels/core/ascii.h"
#include "rules/import/import_tags.h"
#include "rules/language/keywords.h"

namespace dcmscrub {

const std::string_view kDeidField =
    R"re((?:\(\s*)?[0-9A-Fa-f]{4}\s*,\s*"[^"]*"\s*,\s*[0-9A-Fa-fxX]{2}(?:\s*\))?)re"
    R"re(|\([^()]*\)|\S+)re";

namespace {

// More names than people would want to read in one rule.
constexpr std::size_t kMostNames = 200;
constexpr std::size_t kMostExpansions = 1000;
constexpr std::size_t kLongestGroup = std::size_t{64} << 10;

enum class Where { kStart, kEnd, kAnywhere };

bool IsPlainName(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return IsLetterOrDigit(c); });
}

std::string Globbed(std::string_view name, Where part) {
  std::string glob;
  if (part != Where::kStart) glob += '*';
  glob += name;
  if (part != Where::kEnd) glob += '*';
  return glob;
}

// Recipes do not tell capital letters from small ones: a glob for each way in
// which PS3.6 writes `name`.
std::set<std::string> GlobsOf(std::string_view name, Where part) {
  std::set<std::string> globs;
  const RE2 pattern("(?i)(" + std::string(name) + ")");
  for (const DictionaryRow& row : StandardDictionary()) {
    const std::string keyword(StandardText(row.keyword));
    re2::StringPiece rest(keyword);
    std::string found;
    while (RE2::FindAndConsume(&rest, pattern, &found)) {
      const std::size_t end = keyword.size() - rest.size();
      const bool fits =
          part == Where::kAnywhere ||
          (part == Where::kStart ? end == found.size() : rest.empty());
      if (fits) globs.insert(Globbed(found, part));
    }
  }
  return globs;
}

// The keywords that a regular expression matches.
std::set<std::string> KeywordsLike(const std::string& expression, Where part) {
  const std::string anchored = part == Where::kStart ? "^(?:" + expression + ")"
                               : part == Where::kEnd ? "(?:" + expression + ")$"
                                                     : expression;
  std::set<std::string> keywords;
  RE2::Options options;
  options.set_log_errors(false);
  options.set_case_sensitive(false);
  const RE2 pattern(anchored, options);
  if (!pattern.ok()) return keywords;
  for (const DictionaryRow& row : StandardDictionary()) {
    const std::string keyword(StandardText(row.keyword));
    if (!keyword.empty() && RE2::PartialMatch(keyword, pattern)) {
      keywords.insert(keyword);
    }
  }
  return keywords;
}

std::string Listed(const std::set<std::string>& names) {
  std::string list;
  for (const std::string& name : names) {
    if (!list.empty()) list += ", ";
    list += name;
  }
  return list;
}

// Name|Physician: each alternative on its own where all are plain names.
std::string Expand(const std::string& expression, Where part) {
  std::set<std::string> globs;
  bool plain = true;
  for (std::size_t at = 0; at <= expression.size();) {
    const std::size_t end =
        std::min(expression.find('|', at), expression.size());
    const std::string name = expression.substr(at, end - at);
    plain = plain && IsPlainName(name);
    if (plain) globs.merge(GlobsOf(name, part));
    at = end + 1;
  }
  if (plain) return Listed(globs);
  const std::set<std::string> keywords = KeywordsLike(expression, part);
  return keywords.size() > kMostNames ? "" : Listed(keywords);
}

// group 0019, (0018,xxxx): private ones go by another name.
std::string GroupSelector(std::string_view group) {
  std::string digits(group);
  while (digits.size() < 4) digits.insert(0, 1, '0');
  return "(" + Upper(digits) + ",xxxx)";
}

bool IsHexGroup(std::string_view text) {
  return text.size() == 4 && text.find_first_not_of("0123456789abcdefABCDEF") ==
                                 std::string_view::npos;
}

// (gggg,"CREATOR",ee), also without parentheses or quotes.
std::string PrivateSelector(std::string_view field, std::string& why) {
  static const RE2* const kPrivate =
      new RE2(R"re(\(?\s*([0-9A-Fa-f]{4})\s*,\s*(?:"([^"]*)"|([^",]+))\s*,)re"
              R"re(\s*([0-9A-Fa-fxX]{2})\s*\)?)re");
  std::string group, quoted, plain, element;
  const std::string text(field);
  if (!RE2::FullMatch(text, *kPrivate, &group, &quoted, &plain, &element)) {
    return {};
  }
  return CreatorSelector(group, quoted.empty() ? Trimmed(plain) : quoted,
                         element, why);
}

// ReferencedImageSequence__ReferencedSOPInstanceUID, or a keyword.
std::string PathOf(const std::string& field) {
  std::string path;
  for (std::size_t at = 0; at < field.size();) {
    const std::size_t end = std::min(field.find("__", at), field.size());
    const std::string name = field.substr(at, end - at);
    // Items are numbered there, and all are meant here.
    const bool item =
        name.find_first_not_of("0123456789") == std::string::npos &&
        name.size() < 4;
    if (!item) {
      if (!path.empty()) path += '/';
      path += name;
    }
    at = end + 2;
  }
  return path;
}

}  // namespace

bool DeidFields::AddToGroup(const std::string& group,
                            const std::string& selectors) {
  std::string& list = groups_[group];
  if (list.size() > kLongestGroup) return false;
  if (!list.empty() && !selectors.empty()) list += ", ";
  list += selectors;
  return true;
}

std::string DeidFields::Expanded(const std::string& expression, Part part) {
  const std::string key =
      absl::StrFormat("%d%s", static_cast<int>(part), expression);
  const auto found = expanded_.find(key);
  if (found != expanded_.end()) return found->second;
  if (expanded_.size() == kMostExpansions) return {};
  return expanded_[key] = Expand(expression, static_cast<Where>(part));
}

std::string DeidFields::SelectorsOf(const std::string& field,
                                    std::string& why) {
  why = "no attribute is like this";
  std::string selector = PrivateSelector(field, why);
  if (!selector.empty()) return selector;
  if (const std::optional<TagText> tag = ReadTagText(field)) {
    return TagSelector(*tag, why);
  }
  const auto after = [&field](std::string_view prefix, std::string& rest) {
    if (!field.starts_with(prefix)) return false;
    rest = field.substr(prefix.size());
    return true;
  };
  std::string rest;
  if (field == "ALL" || field == "all") return "all";
  if (after("contains:", rest)) {
    const std::string names = Expanded(rest, Part::kAnywhere);
    return names.empty() && IsHexGroup(rest) ? GroupSelector(rest) : names;
  }
  if (after("startswith:", rest)) return Expanded(rest, Part::kStart);
  if (after("endswith:", rest)) return Expanded(rest, Part::kEnd);
  if (after("except:", rest) || after("allexcept:", rest)) {
    const std::string names = Expanded(rest, Part::kAnywhere);
    return names.empty() ? "" : "all except " + names;
  }
  if (after("select:VR:", rest)) return "vr " + rest;
  if (after("select:group:", rest)) return GroupSelector(rest);
  if (after("fields:", rest)) {
    const auto group = groups_.find(rest);
    why = group == groups_.end() ? "no %fields has this name"
                                 : "nothing of this group is known";
    return group == groups_.end() ? "" : group->second;
  }
  if (field.find(':') != std::string::npos) {
    why = "no such selection is known";
    return {};
  }
  return PathOf(field);
}

}  // namespace dcmscrub
