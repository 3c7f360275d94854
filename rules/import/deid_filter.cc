#include "rules/import/deid_filter.h"

#include <absl/strings/str_format.h>
#include <re2/re2.h>

#include <utility>

#include "kernels/core/ascii.h"

namespace dcmscrub {
namespace {

using Kind = ConditionTree::Kind;

// Longer ones are written by no one.
constexpr std::size_t kMostParts = 200;

ConditionTree Left(std::string why) {
  ConditionTree tree;
  tree.kind = Kind::kLeft;
  tree.text = std::move(why);
  return tree;
}

// Joins flat where it can, so that trees stay low.
ConditionTree Joined(Kind kind, ConditionTree a, ConditionTree b) {
  if (a.kind == kind) {
    if (a.parts.size() == kMostParts) return Left("more parts than are read");
    a.parts.push_back(std::move(b));
    return a;
  }
  ConditionTree joined;
  joined.kind = kind;
  joined.parts.push_back(std::move(a));
  joined.parts.push_back(std::move(b));
  return joined;
}

std::size_t DepthOf(const ConditionTree& tree) {
  std::size_t depth = 0;
  for (const ConditionTree& part : tree.parts) {
    depth = std::max(depth, DepthOf(part));
  }
  return depth + 1;
}

// contains Modality CT|MR
ConditionTree Criterion(const std::string& text, DeidFields& fields) {
  static const RE2* const kCriterion = new RE2(absl::StrFormat(
      R"re(\s*([A-Za-z]+)\s+(%s)(?:\s+(.*?))?\s*)re", kDeidField));
  std::string word, field, value, why;
  if (!RE2::FullMatch(text, *kCriterion, &word, &field, &value)) {
    return Left("no criterion and field");
  }
  for (char& c : word) c = ToLower(c);
  const std::string selector = fields.SelectorsOf(field, why);
  const bool one =
      !selector.empty() && selector.find_first_of(" *") == std::string::npos;
  if (!one && selector.find('"') == std::string::npos) {
    return Left(selector.empty() ? why : "want one attribute");
  }
  ConditionTree tree;
  tree.text = absl::StrFormat("%s present", selector);
  if (word == "present") return tree;
  if (word == "missing") return Negated(std::move(tree));
  if (word == "empty") {
    tree.text = absl::StrFormat("%s empty", selector);
    return tree;
  }
  const bool negated = word.starts_with("not");
  if (negated) word.erase(0, 3);
  if (word != "contains" && word != "equals") {
    return Left("no such criterion is known");
  }
  // Both are regular expressions there, whatever the case of letters.
  tree = TestOf(selector,
                word == "equals" ? Comparison::kMatches : Comparison::kSearches,
                value, /*any_case=*/true);
  return negated ? Negated(std::move(tree)) : tree;
}

// One line, where + and || stand between criteria.
ConditionTree LineCondition(std::string text, DeidFields& fields) {
  static const RE2* const kSign = new RE2(
      R"re((?i)\s(\+|\|\|)\s*(?:(?:not)?(?:contains|equals)|empty|missing|present)\s)re");
  ConditionTree tree;
  std::string sign;
  for (bool first = true;; first = false) {
    re2::StringPiece found[2];
    const re2::StringPiece all(text);
    const bool more =
        kSign->Match(all, 0, all.size(), RE2::UNANCHORED, found, 2);
    const std::size_t at =
        more ? static_cast<std::size_t>(found[1].data() - all.data())
             : text.size();
    ConditionTree part = Criterion(text.substr(0, at), fields);
    tree = first ? std::move(part)
                 : Joined(sign == "+" ? Kind::kAnd : Kind::kOr, std::move(tree),
                          std::move(part));
    if (!more) return tree;
    sign = std::string(found[1].data(), found[1].size());
    text.erase(0, at + sign.size());
    if (DepthOf(tree) > 20) return Left("more parts than are read");
  }
}

}  // namespace

void DeidLabel::AddLine(const std::string& written, DeidFields& fields) {
  static const RE2* const kRegion =
      new RE2(R"(\s*[a-z]*coordinates\s+(.*?)\s*)");
  std::string region;
  if (RE2::FullMatch(written, *kRegion, &region)) {
    regions.push_back(region);
    return;
  }
  std::string text(Trimmed(written));
  Kind kind = Kind::kTest;
  if (text.starts_with('+')) {
    kind = Kind::kAnd;
    text.erase(0, 1);
  } else if (text.starts_with("||")) {
    kind = Kind::kOr;
    text.erase(0, 2);
  }
  ConditionTree tree = LineCondition(std::move(text), fields);
  if (kind == Kind::kTest || checks.empty()) {
    if (checks.size() < kMostParts) checks.push_back(std::move(tree));
    return;
  }
  ConditionTree& last = checks.back();
  last = DepthOf(last) > 20 ? Left("more parts than are read")
                            : Joined(kind, std::move(last), std::move(tree));
}

ConditionTree DeidLabel::Condition() const {
  if (checks.size() == 1) return Simplified(checks[0]);
  ConditionTree tree;
  tree.kind = Kind::kOr;
  tree.parts = checks;
  return checks.empty() ? Left("it has no criteria")
                        : Simplified(std::move(tree));
}

}  // namespace dcmscrub
