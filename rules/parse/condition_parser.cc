// Conditions; see line_parser.h.
#include <absl/strings/str_format.h>

#include <algorithm>
#include <array>

#include "kernels/identity/date_ops.h"
#include "rules/language/keywords.h"
#include "rules/parse/line_parser.h"

namespace dcmscrub {
namespace {

using Kind = Condition::Kind;

struct Test {
  std::string_view sign;
  Kind kind;
};
constexpr std::array<Test, 16> kTests = {{
    {"=", Kind::kEqual},
    {"!=", Kind::kNotEqual},
    {"contains", Kind::kContains},
    {"starts", Kind::kStarts},
    {"ends", Kind::kEnds},
    {"~", Kind::kMatches},
    {"<", Kind::kLess},
    {"<=", Kind::kLessEqual},
    {">", Kind::kGreater},
    {">=", Kind::kGreaterEqual},
    {"before", Kind::kBefore},
    {"after", Kind::kAfter},
    {"present", Kind::kPresent},
    {"empty", Kind::kEmpty},
    {"private", Kind::kPrivate},
    {"in", Kind::kInTable},
}};

struct Synonym {
  std::string_view word;
  std::string_view meant;
};
constexpr std::array<Synonym, 16> kSynonyms = {{
    {"is", "="},
    {"equals", "="},
    {"eq", "="},
    {"isnt", "!="},
    {"includes", "contains"},
    {"has", "contains"},
    {"startswith", "starts"},
    {"begins", "starts"},
    {"endswith", "ends"},
    {"matches", "~"},
    {"like", "~"},
    {"exists", "present"},
    {"missing", "not … present"},
    {"not", "!="},
    {"since", "after"},
    {"older", "before"},
}};

// `and`, `or` and `not` as others write them.
std::string_view Spelled(std::string_view word) {
  constexpr std::array<std::string_view, 3> kWords = {"and", "or", "not"};
  for (const std::string_view known : kWords) {
    if (word != known && Nearest(word, std::array{known}) == known &&
        word.size() == known.size()) {
      return known;
    }
  }
  return {};
}

// At the top level.
bool IsPixelData(const AttributeReference& reference) {
  return reference.steps.empty() &&
         reference.attribute.kind == AttributePattern::Kind::kTag &&
         reference.attribute.tag == tags::kPixelData;
}

// Joins conditions; one alone stays what it is.
Condition Joined(Kind kind, std::vector<Condition> parts, SourceSpan span) {
  if (parts.size() == 1) return std::move(parts.front());
  Condition condition;
  condition.kind = kind;
  condition.span = span;
  condition.parts = std::move(parts);
  return condition;
}

}  // namespace

bool LineParser::ParseCondition(Condition& condition) {
  const Nesting nesting(depth_);
  if (nesting.too_deep()) return Fail(Peek(), "nested too deep");
  const std::size_t begin = Peek().range.begin;
  std::vector<Condition> parts;
  do {
    if (!ParseAll(parts.emplace_back())) return false;
  } while (TakeWord("or"));
  condition = Joined(Kind::kOr, std::move(parts), SpanFrom(begin));
  if (Peek().kind == Token::Kind::kWord) {
    const std::string_view meant = Spelled(Peek().text);
    if (!meant.empty()) {
      return Fail(Peek(), absl::StrFormat("no word '%s' here", Peek().text),
                  std::string(meant));
    }
  }
  return true;
}

bool LineParser::ParseAll(Condition& condition) {
  const std::size_t begin = Peek().range.begin;
  std::vector<Condition> parts;
  do {
    if (!ParseOne(parts.emplace_back())) return false;
  } while (TakeWord("and"));
  condition = Joined(Kind::kAnd, std::move(parts), SpanFrom(begin));
  return true;
}

bool LineParser::ParseOne(Condition& condition) {
  const Nesting nesting(depth_);
  if (nesting.too_deep()) return Fail(Peek(), "nested too deep");
  const Token& first = Peek();
  if (TakeWord("not")) {
    condition.kind = Kind::kNot;
    if (!ParseOne(condition.parts.emplace_back())) return false;
    condition.span = SpanFrom(first.range.begin);
    return true;
  }
  // A tag has a comma after its group; nothing else has.
  if (IsSign("(") && Peek(2).text != ",") {
    Take();
    if (!ParseCondition(condition)) return false;
    return WantSign(")", "a condition in parentheses");
  }
  return ParseTest(condition);
}

bool LineParser::ParseTest(Condition& condition) {
  const Token& first = Peek();
  if (first.kind == Token::Kind::kQuoted) {
    return Fail(first,
                "each condition begins with an attribute: A = \"x\" or A = "
                "\"y\"");
  }
  if (!ParseReference(condition.attribute)) return false;
  const Token& sign = Peek();
  if (sign.kind == Token::Kind::kEnd) {
    return Fail(sign,
                "what to ask of the attribute is missing: = \"text\", "
                "present, …");
  }
  const auto* test = std::ranges::find(kTests, sign.text, &Test::sign);
  if (test == kTests.end()) {
    const auto* synonym =
        std::ranges::find(kSynonyms, sign.text, &Synonym::word);
    std::array<std::string_view, kTests.size()> names;
    std::ranges::transform(kTests, names.begin(), &Test::sign);
    return Fail(
        sign, absl::StrFormat("no comparison '%s'", sign.text),
        std::string(synonym != kSynonyms.end() ? synonym->meant
                                               : Nearest(sign.text, names)));
  }
  Take();
  condition.kind = test->kind;
  const bool parsed = ParseOperand(sign, condition);
  condition.span = SpanFrom(first.range.begin);
  return parsed;
}

bool LineParser::ParseOperand(const Token& test, Condition& condition) {
  switch (condition.kind) {
    case Kind::kPresent:
    case Kind::kEmpty:
      return true;
    case Kind::kPrivate:
      return IsPixelData(condition.attribute) ||
             Fail(test,
                  "only of PixelData it can be asked whether it is "
                  "private");
    case Kind::kMatches:
      return ParsePattern(condition.text);
    case Kind::kInTable:
      return ParsePath(condition.text);
    case Kind::kBefore:
    case Kind::kAfter:
      return ParseDay(condition);
    case Kind::kEqual:
    case Kind::kNotEqual:
      return ParseOperandText(true, condition.text);
    case Kind::kContains:
    case Kind::kStarts:
    case Kind::kEnds:
      return ParseOperandText(false, condition.text);
    case Kind::kLess:
    case Kind::kLessEqual:
    case Kind::kGreater:
    case Kind::kGreaterEqual:
      return ParseNumber(condition);
    case Kind::kAnd:
    case Kind::kOr:
    case Kind::kNot:
      break;  // no comparisons
  }
  return false;
}

// Text in quotes, a parameter, or, for `=`, a number as it stands.
bool LineParser::ParseOperandText(bool numbers, std::string& text) {
  const Token& token = Peek();
  if (token.kind == Token::Kind::kWord) {
    if (const auto* parameter = TakeParameter(token.text)) {
      Take();
      text = parameter->value;
      return true;
    }
    double number = 0;
    if (numbers && ParseDecimal(token.text, number)) {
      text = Take().text;
      return true;
    }
    if (FindKeyword(token.text) != nullptr) {
      return Fail(token,
                  "an attribute is compared with text, not with another one");
    }
  }
  return ParseText("the text to compare with", text);
}

bool LineParser::ParseNumber(Condition& condition) {
  const Token& token = Peek();
  std::string text;
  if (token.kind == Token::Kind::kQuoted) {
    if (!ParseText("a number", text)) return false;
  } else if (token.kind == Token::Kind::kWord) {
    const auto* parameter = TakeParameter(token.text);
    text = parameter == nullptr ? std::string(token.text) : parameter->value;
    Take();
    if (parameter != nullptr && !parameter->has_value) return true;
  } else {
    return Want("a number");
  }
  if (ParseDecimal(text, condition.number)) return true;
  return Fail(token, absl::StrFormat("a number is wanted, not '%s'", text));
}

bool LineParser::ParseDay(Condition& condition) {
  const Token& token = Peek();
  if (token.kind == Token::Kind::kWord &&
      !context_.parameters.contains(token.text)) {
    return Fail(token, "a date stands in quotes: \"20240131\"");
  }
  if (!ParseOperandText(false, condition.text)) return false;
  std::int64_t day = 0;
  if (condition.text.size() != 8 || !dcmscrub::ParseDay(condition.text, day)) {
    Report(SpanOf(token), "a date is a day that exists, as in \"20240131\"");
  }
  return true;
}

}  // namespace dcmscrub
