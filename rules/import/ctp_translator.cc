#include "rules/import/ctp_translator.h"

#include <absl/strings/numbers.h>
#include <absl/strings/str_format.h>

#include <algorithm>
#include <array>

#include "kernels/core/ascii.h"
#include "rules/import/import_condition.h"
#include "rules/import/import_tags.h"
#include "rules/import/import_writer.h"
#include "rules/language/keywords.h"

namespace dcmscrub {
namespace {

constexpr int kDeepestBranch = 20;
// Characters of a hash that are enough to tell some millions apart.
constexpr int kUsualHash = 16;

// Java's $1 → \1.
std::string Rewrite(std::string_view java) {
  std::string rewrite;
  for (const char c : java) rewrite += c == '$' ? '\\' : c;
  return rewrite;
}

std::string And(std::string_view a, std::string_view b) {
  if (a.empty()) return std::string(b);
  return absl::StrFormat("%s and %s", a, b);
}

}  // namespace

CtpTranslator::CtpTranslator(const CtpElement& element, const CtpNames& names)
    : element_(element), names_(names) {
  selector_ = CtpSelector(element.tag, names, why_);
  row_ = FindKeyword(selector_);
}

bool CtpTranslator::Run() {
  if (selector_.empty()) return false;
  if (selector_.find('"') != std::string::npos) {
    Remark("capital and small letters of a creator count");
  }
  return TranslateText(element_.text, {}) && !rules_.empty();
}

bool CtpTranslator::Fail(std::string_view why) {
  why_ = why;
  return false;
}

void CtpTranslator::Remark(std::string_view text) {
  if (remark_.find(text) != std::string::npos) return;
  if (!remark_.empty()) remark_ += "; ";
  remark_ += text;
}

void CtpTranslator::Add(std::string_view verb, const Where& where,
                        std::string_view rest) {
  std::string rule =
      absl::StrFormat("%s %s%s", verb, where.at_top ? "/" : "", selector_);
  if (!rest.empty()) absl::StrAppendFormat(&rule, " %s", rest);
  if (!where.condition.empty()) {
    absl::StrAppendFormat(&rule, " where %s", where.condition);
  }
  rules_.push_back(std::move(rule));
}

bool CtpTranslator::TranslateText(std::string_view text, const Where& where) {
  std::vector<CtpNode> nodes;
  if (depth_ == kDeepestBranch) return Fail("branches are nested too deep");
  if (!ParseCtpText(Trimmed(text), nodes)) {
    return Fail("a function has no end");
  }
  ++depth_;
  const bool translated = TranslateNodes(std::move(nodes), where);
  --depth_;
  return translated;
}

bool CtpTranslator::TranslateNodes(std::vector<CtpNode> nodes,
                                   const Where& where) {
  std::erase_if(nodes, [this](const CtpNode& node) {
    const bool always = node.call && node.text == "always";
    always_ = always_ || always;
    return always;
  });
  if (nodes.empty()) {
    Add("empty", where);
    return true;
  }
  if (nodes.size() == 1 && nodes[0].call) {
    bool done = false;
    if (!TranslateCall(nodes[0], where, done)) return false;
    if (done) return true;
  }
  std::string value;
  return ValueOf(nodes, value) && SetValue(value, where);
}

// Calls that are more than a value. `done`: it was one.
bool CtpTranslator::TranslateCall(const CtpNode& call, const Where& where,
                                  bool& done) {
  const std::string_view name = call.text;
  done = true;
  if (name == "remove" || name == "empty" || name == "keep") {
    Add(name, where);
    return true;
  }
  if (name == "process") {
    Add("keep", where);
    Remark("items are gone through");
    return true;
  }
  if (name == "blank") {
    Add("empty", where);
    Remark("empty in place of blanks");
    return true;
  }
  if (name == "skip" || name == "quarantine") {
    return TranslateObject(name, where);
  }
  if (name == "if") return TranslateIf(call, where);
  if (name == "select") return TranslateSelect(call, where);
  if (name == "append") return TranslateAppend(call, where);
  if (name == "require") return TranslateRequire(call, where);
  if (name == "modifydate") return TranslateModifyDate(call, where);
  if (name == "value" && call.arguments.size() > 1) {
    return TranslateDefault(call, where);
  }
  const bool own = !call.arguments.empty() && IsThis(call.arguments[0]);
  if (name == "hashdate" || name == "incrementdate") {
    if (!own) return Fail("only an attribute's own date can be shifted");
    Add("shift", where);
    Remark("by the patient's own number of days, from the key");
    return true;
  }
  if (name == "hashuid" && call.arguments.size() > 1 &&
      IsThis(call.arguments[1])) {
    Add("uid", where);
    return true;
  }
  done = false;
  return true;
}

bool CtpTranslator::TranslateObject(std::string_view verb, const Where& where) {
  std::string own;
  if (!Reference("this", own)) return false;
  // A script is run for what is there.
  const std::string there = always_ ? "" : absl::StrFormat("%s present", own);
  const std::string condition = And(where.condition, there);
  if (condition.empty()) return Fail("it would leave out every object");
  rules_.push_back(absl::StrFormat("%s where %s", verb, condition));
  return true;
}

bool CtpTranslator::TranslateIf(const CtpNode& call, const Where& where) {
  std::string condition;
  if (!ConditionOf(call, condition)) return false;
  if (!TranslateText(call.first,
                     {And(where.condition, condition), where.at_top})) {
    return false;
  }
  // The first rule that matches decides, so that the other branch needs no
  // condition of its own but to leave an object out.
  Where other = where;
  const bool about_object =
      call.second.find("@skip") != std::string::npos ||
      call.second.find("@quarantine") != std::string::npos ||
      call.first.find("@skip") != std::string::npos ||
      call.first.find("@quarantine") != std::string::npos;
  if (about_object) {
    other.condition =
        And(where.condition, absl::StrFormat("not (%s)", condition));
  }
  return TranslateText(call.second, other);
}

bool CtpTranslator::TranslateSelect(const CtpNode& call, const Where& where) {
  Where top = where;
  top.at_top = true;
  return TranslateText(call.first, top) && TranslateText(call.second, where);
}

bool CtpTranslator::TranslateAppend(const CtpNode& call, const Where& where) {
  std::vector<CtpNode> nodes;
  std::string value, own;
  if (!ParseCtpText(call.first, nodes)) return Fail("a function has no end");
  if (!ValueOf(nodes, value) || !Reference("this", own)) return false;
  if (row_ == nullptr || !Traits(row_->vr).multiple) {
    return Fail("it takes one value only");
  }
  Where filled = where;
  filled.condition =
      And(where.condition,
          absl::StrFormat("%s present and not %s empty", own, own));
  Add("append", filled, absl::StrFormat("with \"\\\\\" + %s", value));
  return SetValue(value, where);
}

// @require(), @require(Other), @require(Other,"default")
bool CtpTranslator::TranslateRequire(const CtpNode& call, const Where& where) {
  std::string own;
  if (!Reference("this", own)) return false;
  Add("keep", where);
  if (call.arguments.empty()) {
    Remark("none is added where it is missing");
    return true;
  }
  std::string other;
  if (!Reference(call.arguments[0], other)) return false;
  const auto set = [&](const std::string& value, const std::string& condition) {
    rules_.insert(rules_.end() - 1,
                  absl::StrFormat("set %s = %s where %s", selector_, value,
                                  And(where.condition, condition)));
  };
  const std::string missing = absl::StrFormat("not %s present", own);
  if (own != other) {
    set(other, absl::StrFormat("%s and %s present", missing, other));
  }
  if (call.arguments.size() > 1) {
    set(QuotedText(call.arguments[1]),
        own == other
            ? missing
            : absl::StrFormat("%s and not %s present", missing, other));
  }
  return true;
}

bool CtpTranslator::TranslateModifyDate(const CtpNode& call,
                                        const Where& where) {
  if (call.arguments.size() != 4 || !IsThis(call.arguments[0])) {
    return Fail("only an attribute's own date can be cut");
  }
  const bool year = call.arguments[1] == "*";
  const bool month = call.arguments[2] == "*";
  const bool first_day = Number(call, 3) == 1;
  if (year && month && first_day) {
    Add("truncate-date", where, "to month");
  } else if (year && Number(call, 2) == 1 && first_day) {
    Add("truncate-date", where, "to year");
  } else {
    return Fail("dates are cut to the first of their month or year only");
  }
  return true;
}

// @value(Other,"default")
bool CtpTranslator::TranslateDefault(const CtpNode& call, const Where& where) {
  std::string other;
  if (!Reference(call.arguments[0], other)) return false;
  Where missing = where;
  missing.condition =
      And(where.condition,
          absl::StrFormat("(not %s present or %s empty)", other, other));
  return SetValue(QuotedText(call.arguments[1]), missing) &&
         SetValue(other == selector_ ? "this" : other, where);
}

bool CtpTranslator::SetValue(const std::string& value, const Where& where) {
  if (row_ != nullptr && row_->vr == Vr::kSQ) {
    return Fail("a sequence takes no text");
  }
  if (value == "this") {
    Add("keep", where);
  } else if (always_) {
    Add("set", {where.condition, false}, absl::StrFormat("= %s", value));
  } else {
    Add("replace", where, absl::StrFormat("with %s", value));
  }
  return true;
}

bool CtpTranslator::ValueOf(const std::vector<CtpNode>& nodes,
                            std::string& value) {
  for (const CtpNode& node : nodes) {
    std::string part;
    if (!ValueOf(node, part)) return false;
    if (!value.empty()) value += " + ";
    value += part;
  }
  if (value.empty()) value = "\"\"";
  return true;
}

bool CtpTranslator::ValueOf(const CtpNode& node, std::string& value) {
  if (!node.call) {
    value = QuotedText(node.text);
    return true;
  }
  const std::string_view name = node.text;
  const std::size_t count = node.arguments.size();
  if (name == "param" && count == 1) {
    std::string_view parameter = node.arguments[0];
    if (parameter.starts_with('@') || parameter.starts_with('$')) {
      parameter.remove_prefix(1);
    }
    const auto found = names_.parameters.find(parameter);
    if (found == names_.parameters.end()) {
      return Fail("a parameter that the script does not have");
    }
    value = found->second;
    return true;
  }
  if (name == "contents") return ContentsOf(node, value);
  if (name == "value" && count == 1) {
    return Source(node.arguments[0], value);
  }
  if (name == "hash") return HashOf(node, 0, 1, value);
  if (name == "hashname") return HashOf(node, 0, 1, value);
  if (name == "hashptid") return HashOf(node, 1, 2, value);
  if (name == "lookup") return LookupOf(node, value);
  if (name == "truncate") return TruncatedOf(node, value);
  if ((name == "lowercase" || name == "uppercase") && count == 1) {
    std::string other;
    if (!Source(node.arguments[0], other)) return false;
    value = absl::StrFormat("%s(%s)", name.substr(0, 5), other);
    return true;
  }
  if (name == "hashuid" && count > 1) {
    std::string other;
    if (!Source(node.arguments[1], other)) return false;
    value = absl::StrFormat("uid(%s)", other);
    return true;
  }
  if (name == "date" || name == "time") {
    return Fail("the same input gives the same output, whatever the clock");
  }
  if (name == "encrypt" || name == "decrypt") {
    return Fail("originals are kept by a line encrypt \"CERT.pem\"");
  }
  if (name == "integer") {
    return Fail(
        "numbers would depend on the order of files; hash, pseudonym "
        "and lookup do not");
  }
  if (name == "initials") return Fail("initials can identify");
  if (name == "round") return Fail("ages can be capped (cap-age), not rounded");
  return Fail(absl::StrFormat("no function like @%s", name));
}

// Texts in which a keyed hash can stand; it has digits and capital letters.
bool CtpTranslator::HashOf(const CtpNode& call, std::size_t element,
                           std::size_t length, std::string& value) {
  std::string other;
  if (call.arguments.size() <= element ||
      !Source(call.arguments[element], other)) {
    return why_.empty() ? Fail("an argument is missing") : false;
  }
  if (row_ != nullptr && !TakesHash(row_->vr)) {
    return Fail(absl::StrFormat("a hash is no value of %s", VrName(row_->vr)));
  }
  const int wanted = Number(call, length);
  const bool short_vr = row_ != nullptr && Traits(row_->vr).max_length == 16;
  if (call.text == "hashptid" && wanted == 0 && !short_vr) {
    value = absl::StrFormat("pseudonym(%s)", other);
    return true;
  }
  const int used = wanted == 0 ? kUsualHash : std::clamp(wanted, 4, 26);
  Remark("digits and letters, not digits alone");
  value = absl::StrFormat("hash(%s, %d)", other, used);
  return true;
}

bool CtpTranslator::ContentsOf(const CtpNode& call, std::string& value) {
  const std::size_t count = call.arguments.size();
  std::string other;
  if (count == 0 || count > 3) return Fail("an argument is missing");
  if (!Source(call.arguments[0], other)) return false;
  if (count == 1) {
    value = other;
    return true;
  }
  value = absl::StrFormat(
      "regex(%s, %s, %s)", other, QuotedPattern(call.arguments[1]),
      QuotedPattern(count == 3 ? Rewrite(call.arguments[2]) : ""));
  return true;
}

// @lookup(Element,keyType[,keep|remove|empty|default[,"text"]])
bool CtpTranslator::LookupOf(const CtpNode& call, std::string& value) {
  if (call.arguments.size() < 2) return Fail("an argument is missing");
  if (call.arguments[0].find('|') != std::string::npos) {
    return Fail("a table has one key");
  }
  std::string other;
  if (!Source(call.arguments[0], other)) return false;
  value = absl::StrFormat("lookup %s %s",
                          QuotedText(call.arguments[1] + ".csv"), other);
  Remark("write the lines of that key type into this table");
  if (call.arguments.size() == 2) return true;
  const std::string& miss = call.arguments[2];
  if (miss == "keep" || miss == "remove" || miss == "empty") {
    value += " else " + miss;
    return true;
  }
  if (miss == "default" && call.arguments.size() > 3) {
    value += " else " + QuotedText(call.arguments[3]);
    return true;
  }
  return Fail(absl::StrFormat("no table line like '%s'", miss));
}

bool CtpTranslator::TruncatedOf(const CtpNode& call, std::string& value) {
  std::string other;
  if (call.arguments.size() != 2 || !Source(call.arguments[0], other)) {
    return why_.empty() ? Fail("an argument is missing") : false;
  }
  const int count = Number(call, 1);
  if (count > 0) {
    value = absl::StrFormat("substring(%s, 1, %d)", other, count);
  } else if (count < 0 && count >= -1000) {
    value = absl::StrFormat("regex(trim(%s), \"^.*(.{%d})$\", \"\\1\")", other,
                            -count);
  } else {
    return Fail("no such number of characters");
  }
  return true;
}

bool CtpTranslator::Reference(std::string_view name, std::string& reference) {
  name = Trimmed(name);
  if (name == "this" || name.empty()) {
    reference = selector_;
    return true;
  }
  std::string why;
  reference = CtpSelector(name, names_, why);
  return reference.empty() ? Fail(why) : true;
}

bool CtpTranslator::Source(std::string_view name, std::string& reference) {
  if (!Reference(name, reference)) return false;
  if (reference == selector_) reference = "this";
  return true;
}

bool CtpTranslator::IsThis(std::string_view name) {
  std::string reference;
  return Reference(name, reference) && reference == selector_;
}

int CtpTranslator::Number(const CtpNode& call, std::size_t argument) const {
  if (argument >= call.arguments.size()) return 0;
  const std::string& text = call.arguments[argument];
  int number = 0;
  return absl::SimpleAtoi(text, &number) ? number : 0;
}

bool CtpTranslator::Operand(const CtpNode& call, std::string& text) const {
  if (call.arguments.size() < 3) return false;
  text = call.arguments[2];
  if (!text.starts_with('@')) return true;
  return !names_.parameters.contains(std::string_view(text).substr(1));
}

bool CtpTranslator::ConditionOf(const CtpNode& call, std::string& condition) {
  if (call.arguments.size() < 2) return Fail("an argument is missing");
  std::string other;
  if (!Reference(call.arguments[0], other)) return false;
  const std::string_view test = call.arguments[1];
  if (test == "isblank") {
    condition = TestOf(other, Comparison::kEquals, "", true).text;
    return true;
  }
  if (test == "exists") {
    condition = absl::StrFormat("%s present", other);
    return true;
  }
  std::string text;
  if (!Operand(call, text)) {
    return Fail("a condition on a parameter");
  }
  struct Test {
    std::string_view name;
    Comparison comparison;
  };
  // CTP does not tell capital letters from small ones, but in patterns.
  static constexpr std::array<Test, 4> kTests = {{
      {"equals", Comparison::kEquals},
      {"contains", Comparison::kContains},
      {"matches", Comparison::kMatches},
      {"greaterthan", Comparison::kGreater},
  }};
  const auto* found = std::ranges::find(kTests, test, &Test::name);
  if (found == kTests.end()) {
    return Fail(absl::StrFormat("no condition like '%s'", test));
  }
  const ConditionTree tree =
      TestOf(other, found->comparison, text, test != "matches");
  if (tree.kind == ConditionTree::Kind::kLeft) return Fail(tree.text);
  if (tree.kind == ConditionTree::Kind::kTrue) {
    return Fail("a condition that always holds");
  }
  condition = tree.text;
  return true;
}

}  // namespace dcmscrub
