#include "rules/import/karnak_expression.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "kernels/core/ascii.h"
#include "rules/import/import_tags.h"
#include "rules/import/import_writer.h"

namespace dcmscrub {
namespace {

using Kind = ConditionTree::Kind;

constexpr std::size_t kMostCases = 20;

struct Function {
  std::string_view name;
  Comparison comparison;
};
constexpr std::array<Function, 4> kFunctions = {{
    {"tagValueIsPresent", Comparison::kEquals},
    {"tagValueContains", Comparison::kContains},
    {"tagValueBeginsWith", Comparison::kStarts},
    {"tagValueEndsWith", Comparison::kEnds},
}};

// The end of the parenthesis or the quotes that begin at text[at], behind it;
// npos: there is none.
std::size_t GroupEnd(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  char quote = '\0';
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')') {
      --depth;
    }
    if (quote == '\0' && depth == 0) return at + 1;
  }
  return std::string_view::npos;
}

// Where `sign` stands by itself, in no quotes and no parentheses; npos:
// nowhere.
std::size_t FindSign(std::string_view text, char sign) {
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == sign) return at;
    if (c == '(' || c == '"' || c == '\'') {
      at = GroupEnd(text, at);
      if (at == std::string_view::npos) return at;
    } else {
      ++at;
    }
  }
  return std::string_view::npos;
}

std::vector<std::string_view> SplitAt(std::string_view text, char sign) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t at = FindSign(text, sign);
    parts.push_back(Trimmed(text.substr(0, at)));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

// 'text' or "text", and nothing else.
bool ReadLiteral(std::string_view text, std::string& literal) {
  const bool quoted = text.size() >= 2 && text.front() == text.back() &&
                      (text.front() == '"' || text.front() == '\'') &&
                      GroupEnd(text, 0) == text.size();
  if (quoted) literal = text.substr(1, text.size() - 2);
  return quoted;
}

// name(…), and nothing else.
bool ReadCall(std::string_view text, std::string_view& name,
              std::string_view& inside) {
  const std::size_t open = text.find('(');
  if (open == std::string_view::npos || GroupEnd(text, open) != text.size()) {
    return false;
  }
  name = Trimmed(text.substr(0, open));
  inside = Trimmed(text.substr(open + 1, text.size() - open - 2));
  return std::ranges::all_of(name, [](char c) { return IsLetterOrDigit(c); });
}

ConditionTree Left(std::string why) {
  ConditionTree tree;
  tree.kind = Kind::kLeft;
  tree.text = std::move(why);
  return tree;
}

// An attribute whose value is read: getString(…), or the own one.
std::string ReadValueOf(std::string_view text, std::string_view own,
                        std::string& why) {
  std::string_view name, inside;
  if (text == "stringValue") {
    if (own.empty()) why = "stringValue is of several attributes here";
    return std::string(own);
  }
  if (ReadCall(text, name, inside) && name == "getString") {
    return KarnakAttribute(inside, why);
  }
  why = absl::StrFormat("no rule can tell '%s'", text);
  return {};
}

// A test, as it stands between the operators.
ConditionTree TestTree(std::string_view test, std::string_view own) {
  std::string why;
  for (const std::string_view sign : {"==", "!="}) {
    const std::size_t at = test.find(sign);
    if (at == std::string_view::npos) continue;
    std::string literal;
    const std::string name = ReadValueOf(Trimmed(test.substr(0, at)), own, why);
    if (name.empty()) return Left(why);
    if (!ReadLiteral(Trimmed(test.substr(at + 2)), literal)) {
      return Left("want a text to compare with");
    }
    ConditionTree equal = TestOf(name, Comparison::kEquals, literal, false);
    return sign == "==" ? equal : Negated(std::move(equal));
  }
  std::string_view function, inside;
  if (!ReadCall(test, function, inside)) {
    return Left(absl::StrFormat("no rule can tell '%s'", test));
  }
  const std::vector<std::string_view> arguments = SplitAt(inside, ',');
  const std::string name = KarnakAttribute(arguments[0], why);
  if (name.empty()) return Left(why);
  if (function == "tagIsPresent" && arguments.size() == 1) {
    ConditionTree tree;
    tree.text = absl::StrFormat("%s present", name);
    return tree;
  }
  const auto* found = std::ranges::find(kFunctions, function, &Function::name);
  std::string literal;
  if (found == kFunctions.end() || arguments.size() != 2 ||
      !ReadLiteral(arguments[1], literal)) {
    return Left(absl::StrFormat("no rule can tell '%s'", test));
  }
  return TestOf(name, found->comparison, literal, false);
}

// A test ends where an operator or a parenthesis begins.
std::size_t TestEnd(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const char c = text[at];
    if (c == ')' || text.substr(at, 2) == "&&" || text.substr(at, 2) == "||" ||
        text.substr(at, 5) == " and " || text.substr(at, 4) == " or ") {
      break;
    }
    if (c == '(' || c == '"' || c == '\'') {
      const std::size_t end = GroupEnd(text, at);
      if (end == std::string_view::npos) return text.size();
      at = end;
    } else {
      ++at;
    }
  }
  return at;
}

// What Replace(…) puts there.
bool ReadReplacement(std::string_view text, std::string_view own,
                     std::string& value, std::string& why) {
  for (const std::string_view part : SplitAt(text, '+')) {
    std::string literal;
    if (!value.empty()) value += " + ";
    if (ReadLiteral(part, literal)) {
      value += QuotedText(literal);
    } else if (part == "stringValue") {
      value += "this";
    } else {
      const std::string name = ReadValueOf(part, own, why);
      if (name.empty()) return false;
      value += name;
    }
  }
  return true;
}

bool ReadAction(std::string_view text, std::string_view own, KarnakCase& a_case,
                std::string& why) {
  if (text == "null") {
    a_case.action = text;
    return true;
  }
  std::string_view name, inside;
  if (!ReadCall(text, name, inside)) {
    why = absl::StrFormat("no action '%s' is known", text);
    return false;
  }
  a_case.action = name;
  if (name == "Replace") return ReadReplacement(inside, own, a_case.value, why);
  constexpr std::array<std::string_view, 6> kPlain = {
      "ReplaceNull",       "Remove",         "Keep", "UID",
      "ComputePatientAge", "ExcludeInstance"};
  if (std::ranges::find(kPlain, name) != kPlain.end()) return true;
  why = absl::StrFormat("no action '%s' is known", name);
  return false;
}

}  // namespace

bool ReadKarnakCondition(std::string_view text, std::string_view own,
                         ConditionTree& tree, ConditionMistake& mistake) {
  ConditionGrammar grammar{{"&&", "and "}, {"||", "or "}, {"!", "not "}, {}};
  grammar.take_test = [own](std::string_view all, std::size_t& at,
                            ConditionTree& test, std::string& why) {
    const std::size_t end = TestEnd(all, at);
    if (end == at) {
      why = "a test is missing here";
      return false;
    }
    test = TestTree(Trimmed(all.substr(at, end - at)), own);
    at = end;
    return true;
  };
  return ReadCondition(text, grammar, tree, mistake);
}

bool ReadKarnakExpression(std::string_view text, std::string_view own,
                          std::vector<KarnakCase>& cases, std::string& why) {
  for (;;) {
    text = Trimmed(text);
    KarnakCase& a_case = cases.emplace_back();
    if (cases.size() > kMostCases) {
      why = "more cases than can be read";
      return false;
    }
    const std::size_t question = FindSign(text, '?');
    if (question == std::string_view::npos) {
      a_case.when.kind = Kind::kTrue;
      return ReadAction(text, own, a_case, why);
    }
    const std::string_view rest = text.substr(question + 1);
    const std::size_t colon = FindSign(rest, ':');
    if (colon == std::string_view::npos) {
      why = "want condition ? action : action";
      return false;
    }
    ConditionMistake mistake;
    if (!ReadKarnakCondition(Trimmed(text.substr(0, question)), own,
                             a_case.when, mistake)) {
      why = mistake.why;
      return false;
    }
    a_case.when = Simplified(std::move(a_case.when));
    if (const std::string_view left = WhyLeft(a_case.when); !left.empty()) {
      why = left;
      return false;
    }
    if (!ReadAction(Trimmed(rest.substr(0, colon)), own, a_case, why)) {
      return false;
    }
    text = rest.substr(colon + 1);
  }
}

std::string KarnakAttribute(std::string_view text, std::string& why) {
  std::string literal;
  if (ReadLiteral(text, literal)) text = literal;
  if (text.starts_with("#Tag.")) text.remove_prefix(5);
  return TagOrKeyword(text, why);
}

}  // namespace dcmscrub
