// Values; see line_parser.h.
#include <absl/strings/str_format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "kernels/core/ascii.h"
#include "rules/language/keywords.h"
#include "rules/language/value.h"
#include "rules/parse/line_parser.h"

namespace dcmscrub {
namespace {

struct MissWord {
  std::string_view word;
  Value::Miss miss;
};
constexpr std::array<MissWord, 5> kMissWords = {{
    {"quarantine", Value::Miss::kQuarantine},
    {"remove", Value::Miss::kRemove},
    {"empty", Value::Miss::kEmpty},
    {"keep", Value::Miss::kKeep},
    {"dummy", Value::Miss::kDummy},
}};

constexpr std::size_t kLongestPrefix = 16;
constexpr std::string_view kDefaultPrefix = "P-";

RE2::Options PatternOptions() {
  RE2::Options options;
  options.set_log_errors(false);
  return options;
}

Value ThisValue(SourceSpan span) {
  Value value;
  value.kind = Value::Kind::kThis;
  value.span = span;
  return value;
}

// Texts that end up side by side are one.
void AppendPart(std::vector<Value>& parts, Value part) {
  const bool joins = part.kind == Value::Kind::kText && !parts.empty() &&
                     parts.back().kind == Value::Kind::kText;
  if (joins) {
    parts.back().text += part.text;
    parts.back().parameter.clear();
  } else {
    parts.push_back(std::move(part));
  }
}

// Of no parts an empty text, of one part that part, else their concatenation.
Value Joined(std::vector<Value> parts, SourceSpan span) {
  Value value;
  value.span = span;
  if (parts.empty()) return value;
  if (parts.size() == 1) {
    value = std::move(parts.front());
    value.span = span;
    return value;
  }
  value.kind = Value::Kind::kConcat;
  value.arguments = std::move(parts);
  return value;
}

bool IsNumber(std::string_view word) {
  double number = 0;
  return ParseDecimal(word, number);
}

// As parameters and functions are written, and attributes are not.
bool IsLowerCaseName(std::string_view word) {
  return std::ranges::none_of(word,
                              [](char c) { return c >= 'A' && c <= 'Z'; }) &&
         !(word.front() >= '0' && word.front() <= '9');
}

}  // namespace

bool LineParser::ParseValue(Value& value) {
  const Nesting nesting(depth_);
  if (nesting.too_deep()) return Fail(Peek(), "nested too deep");
  const std::size_t begin = Peek().range.begin;
  std::vector<Value> parts;
  do {
    Value part;
    if (!ParseTerm(part)) return false;
    if (part.kind == Value::Kind::kAge && !ParseAgeMiss(part)) return false;
    if (part.kind == Value::Kind::kConcat) {
      for (Value& inner : part.arguments) AppendPart(parts, std::move(inner));
    } else {
      AppendPart(parts, std::move(part));
    }
  } while (TakeSign("+"));
  value = Joined(std::move(parts), SpanFrom(begin));
  return true;
}

bool LineParser::ParseTerm(Value& value) {
  const Token& token = Peek();
  value.span = SpanOf(token);
  if (token.kind == Token::Kind::kQuoted) return ParseQuotedValue(value);
  if (IsSign("(") || IsSign("/")) return ParseNameValue(value);
  if (token.kind != Token::Kind::kWord) return Want("a value");
  if (IsNumber(token.text) && token.text.size() != 8) {
    value.text = Take().text;
    return true;
  }
  if (TakeWord("this")) {
    value.kind = Value::Kind::kThis;
    return true;
  }
  if (TakeWord("copy")) return ParseNameValue(value);
  // Parameters of that name are older than the word.
  if (IsWord("age") && !context_.parameters.contains("age")) {
    Take();
    value.kind = Value::Kind::kAge;
    value.miss = Value::Miss::kEmpty;
    return true;
  }
  if (IsWord("lookup")) return ParseLookup(value);
  const bool call = Peek(1).kind == Token::Kind::kSign && Peek(1).text == "(";
  if (IsWord("pseudonym") && !call) return ParsePseudonym(value);
  if (call) return ParseFunction(value);
  return ParseNameValue(value);
}

bool LineParser::ParseLabelText(Value& value) {
  const Token& token = Peek();
  value.span = SpanOf(token);
  if (token.kind != Token::Kind::kWord) {
    return ParseText("the text of a label", value.text, &value.parameter);
  }
  const auto* parameter = TakeParameter(token.text);
  if (parameter == nullptr) {
    return Fail(token,
                FindKeyword(token.text) != nullptr
                    ? "a label is text of its own, and no attribute's value"
                    : "the text of a label stands in quotes");
  }
  Take();
  value.text = parameter->value;
  value.parameter = token.text;
  return true;
}

bool LineParser::ParseQuotedValue(Value& value) {
  std::vector<TextPiece> pieces;
  if (!DecodePieces(pieces)) return false;
  std::vector<Value> parts;
  for (TextPiece& piece : pieces) {
    Value part;
    part.span = value.span;
    if (!piece.braced) {
      part.text = std::move(piece.text.bytes);
    } else {
      LineParser inner(context_, std::move(piece.text), line_.file, line_.line,
                       folder_);
      inner.depth_ = depth_;
      const bool parsed =
          inner.well_formed() && inner.ParseValue(part) && inner.WantEnd();
      failed_ = failed_ || inner.failed();
      if (!parsed) return false;
    }
    if (part.kind == Value::Kind::kConcat) {
      for (Value& term : part.arguments) AppendPart(parts, std::move(term));
    } else {
      AppendPart(parts, std::move(part));
    }
  }
  value = Joined(std::move(parts), value.span);
  return true;
}

// The name of a parameter or of an attribute.
bool LineParser::ParseNameValue(Value& value) {
  const Token& token = Peek();
  if (token.kind == Token::Kind::kWord) {
    if (const auto* parameter = TakeParameter(token.text)) {
      value.text = parameter->value;
      value.parameter = Take().text;
      return true;
    }
    if (IsLowerCaseName(token.text) && FindKeyword(token.text) == nullptr) {
      std::vector<std::string_view> names;
      for (const ValueTraits& known : kValues) {
        if (!known.name.empty()) names.push_back(known.name);
      }
      for (const auto& [name, parameter] : context_.parameters) {
        names.push_back(name);
      }
      return Fail(
          token,
          absl::StrFormat("no parameter or attribute '%s'; text stands in "
                          "quotes",
                          token.text),
          std::string(Nearest(token.text, names)));
    }
  }
  value.kind = Value::Kind::kAttribute;
  return ParseReference(value.attribute);
}

bool LineParser::ParseFunction(Value& value) {
  const Token& name = Peek();
  const auto* const function =
      std::ranges::find_if(kValues, [&](const ValueTraits& known) {
        return known.function && known.name == name.text;
      });
  if (function == kValues.end()) {
    std::vector<std::string_view> names;
    for (const ValueTraits& known : kValues) {
      if (known.function) names.push_back(known.name);
    }
    return Fail(name, absl::StrFormat("no function '%s'", name.text),
                std::string(Nearest(name.text, names)));
  }
  Take();
  Take();  // the parenthesis
  value.kind = function->kind;
  if (!ParseValue(value.arguments.emplace_back())) return false;
  switch (value.kind) {
    case Value::Kind::kHash:
      if (!WantSign(",", "the value to hash") ||
          !ParseInteger("the length of a hash", 4, 26, value.number)) {
        return false;
      }
      break;
    case Value::Kind::kPseudonym:
      value.text = kDefaultPrefix;
      if (TakeSign(",") && !ParsePrefix(value)) return false;
      break;
    case Value::Kind::kRegex:
      if (!ParseRegexArguments(value)) return false;
      break;
    case Value::Kind::kSubstring:
      if (!WantSign(",", "the value") ||
          !ParseInteger("the first character", 1, 1'000'000, value.number) ||
          !WantSign(",", "the first character") ||
          !ParseInteger("the number of characters", 1, 1'000'000,
                        value.count)) {
        return false;
      }
      break;
    case Value::Kind::kUid:
    case Value::Kind::kUpper:
    case Value::Kind::kLower:
    case Value::Kind::kTrim:  // no more arguments
    case Value::Kind::kText:  // and no functions
    case Value::Kind::kAttribute:
    case Value::Kind::kThis:
    case Value::Kind::kConcat:
    case Value::Kind::kLookup:
    case Value::Kind::kAge:
      break;
  }
  const bool closed = WantSign(")", "the last argument");
  value.span = SpanFrom(name.range.begin);
  return closed;
}

bool LineParser::ParsePrefix(Value& value) {
  const Token& token = Peek();
  value.text.clear();
  if (!ParseText("a prefix", value.text)) return false;
  const bool legal = value.text.size() <= kLongestPrefix &&
                     std::ranges::all_of(value.text, [](char c) {
                       return c >= ' ' && c != '\\';
                     });
  if (!legal) {
    Report(SpanOf(token),
           "a prefix has at most 16 characters of ASCII, and no \\");
  }
  return true;
}

bool LineParser::ParsePseudonym(Value& value) {
  const Token& word = Take();
  value.kind = Value::Kind::kPseudonym;
  value.text = kDefaultPrefix;
  if (Peek().kind == Token::Kind::kQuoted && !ParsePrefix(value)) return false;
  if (TakeWord("of")) {
    if (!ParseTerm(value.arguments.emplace_back())) return false;
  } else {
    value.arguments.push_back(ThisValue(SpanOf(word)));
  }
  value.span = SpanFrom(word.range.begin);
  return true;
}

bool LineParser::ParseLookup(Value& value) {
  const Token& word = Take();
  value.kind = Value::Kind::kLookup;
  if (!ParsePath(value.text)) return false;
  if (AtEnd() || IsWord("else") || IsWord("where")) {
    return Fail(Peek(), "the attribute to look up is missing");
  }
  if (!ParseTerm(value.arguments.emplace_back())) return false;
  if (TakeWord("column") && !ParseColumn(value)) return false;
  if (TakeWord("else") && !ParseMiss(value)) return false;
  value.span = SpanFrom(word.range.begin);
  return true;
}

bool LineParser::ParseColumn(Value& value) {
  const Token& token = Peek();
  if (!ParseText("the name of a column", value.column)) return false;
  value.column = std::string(Trimmed(value.column));
  return !value.column.empty() ||
         Fail(token, "the name of a column is missing");
}

bool LineParser::ParseMiss(Value& value) {
  const Token& token = Peek();
  if (token.kind == Token::Kind::kQuoted) {
    value.miss = Value::Miss::kText;
    return ParseText("a text", value.rewrite);
  }
  const auto* miss = std::ranges::find(kMissWords, token.text, &MissWord::word);
  if (miss == kMissWords.end()) {
    return Want("quarantine, remove, empty, keep, dummy or a text");
  }
  Take();
  value.miss = miss->miss;
  return true;
}

bool LineParser::ParseAgeMiss(Value& value) {
  if (!TakeWord("else")) return true;
  if (TakeWord("quarantine")) {
    value.miss = Value::Miss::kQuarantine;
  } else if (!TakeWord("empty")) {
    return Want("empty or quarantine");
  }
  return true;
}

bool LineParser::ParseRegexArguments(Value& value) {
  if (!WantSign(",", "the value")) return false;
  if (!ParsePattern(value.text)) return false;
  if (!WantSign(",", "the pattern")) return false;
  const Token& token = Peek();
  if (token.kind != Token::Kind::kQuoted) return Want("a rewrite in quotes");
  value.rewrite = DecodePattern(text_, Take().range).bytes;
  const RE2 pattern(value.text, PatternOptions());
  std::string why;
  if (pattern.ok() && !pattern.CheckRewriteString(value.rewrite, &why)) {
    if (why.ends_with('.')) why.pop_back();
    Report(SpanOf(token), "bad rewrite: " + why);
  }
  return true;
}

// A regular expression; RE2 says what is wrong with it, and which part.
bool LineParser::ParsePattern(std::string& pattern) {
  const Token& token = Peek();
  if (token.kind != Token::Kind::kQuoted) {
    return Want("a regular expression in quotes");
  }
  const SourceText source = DecodePattern(text_, Take().range);
  pattern = source.bytes;
  const RE2 compiled(pattern, PatternOptions());
  if (compiled.ok()) return true;
  SourceSpan span = SpanOf(token);
  const std::string& culprit = compiled.error_arg();
  const std::size_t at = source.bytes.rfind(culprit);
  if (!culprit.empty() && at != std::string::npos) {
    span.column = source.columns[at];
    span.length =
        std::max(source.columns[at + culprit.size()] - source.columns[at], 1U);
  }
  Report(span, "bad regular expression: " + compiled.error());
  return true;
}

}  // namespace dcmscrub
