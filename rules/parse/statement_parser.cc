#include "rules/parse/statement_parser.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "rules/language/keywords.h"
#include "rules/language/verb.h"

namespace dcmscrub {
namespace {

using Verb = Statement::Verb;

struct Synonym {
  std::string_view word;
  std::string_view meant;
};
// What other people call directives.
constexpr std::array<Synonym, 3> kSynonyms = {{
    {"import", "include"},
    {"parameter", "param"},
    {"variable", "param"},
}};

std::optional<Verb> VerbNamed(std::string_view word) {
  const auto* const found = std::ranges::find(kVerbs, word, &VerbTraits::name);
  if (found == kVerbs.end()) return std::nullopt;
  return found->verb;
}

bool HasWord(std::string_view words, std::string_view word) {
  return absl::StrFormat(" %s ", words).find(absl::StrFormat(" %s ", word)) !=
         std::string::npos;
}

// What a word that begins no line may have meant.
std::string_view MeantBy(std::string_view word,
                         std::span<const std::string_view> directives) {
  for (const VerbTraits& verb : kVerbs) {
    if (HasWord(verb.synonyms, word)) return verb.name;
  }
  const auto* const synonym =
      std::ranges::find(kSynonyms, word, &Synonym::word);
  if (synonym != kSynonyms.end()) return synonym->meant;
  std::vector<std::string_view> names(directives.begin(), directives.end());
  for (const VerbTraits& verb : kVerbs) names.push_back(verb.name);
  return Nearest(word, names);
}

void ReportVerb(LineParser& parser, const Token& word,
                std::span<const std::string_view> directives) {
  const std::string_view meant = MeantBy(word.text, directives);
  if (meant.empty() && FindKeyword(word.text) != nullptr) {
    parser.Fail(word, "a line begins with what to do: keep, remove, replace");
    return;
  }
  parser.Fail(word, absl::StrFormat("no rule begins with '%s'", word.text),
              std::string(meant));
}

bool ParseLabel(LineParser& parser, std::string& label) {
  const Token& token = parser.Peek();
  if (!parser.ParseText("a label", label)) return false;
  if (label.empty()) return parser.Fail(token, "a label has some text");
  return true;
}

bool ParsePrecision(LineParser& parser, Statement& statement) {
  if (!parser.TakeWord("to")) {
    return parser.Fail(parser.Peek(),
                       "'to year' or 'to month' is wanted after what to "
                       "truncate");
  }
  if (parser.TakeWord("month")) {
    statement.precision = DatePrecision::kMonth;
    return true;
  }
  return parser.TakeWord("year") || parser.Want("year or month");
}

bool ParseWith(LineParser& parser, Statement& statement) {
  if (!parser.TakeWord("with")) {
    return parser.Fail(parser.Peek(),
                       absl::StrFormat("'with' and a value are wanted after "
                                       "what to %s",
                                       VerbName(statement.verb)),
                       parser.IsSign("=") || parser.IsWord("by") ? "with" : "");
  }
  return parser.ParseValue(statement.value.emplace());
}

bool WantEquals(LineParser& parser, Verb verb, std::string_view what) {
  if (parser.TakeSign("=")) return true;
  return parser.Fail(parser.Peek(),
                     absl::StrFormat("'=' and a %s are wanted after what to %s",
                                     what, VerbName(verb)),
                     parser.IsWord("with") || parser.IsWord("to") ? "=" : "");
}

// A bare name is that of the top level.
bool ParseLabelled(LineParser& parser, Statement& statement) {
  if (parser.Peek().kind == Token::Kind::kQuoted) {
    return parser.Fail(parser.Peek(),
                       "'label' is for an attribute; what is counted in the "
                       "report is a 'tag'");
  }
  if (!parser.ParseSelectors(statement.selectors)) return false;
  for (Selector& selector : statement.selectors) {
    if (selector.steps.empty()) selector.gap_before = false;
  }
  return WantEquals(parser, statement.verb, "text") &&
         parser.ParseLabelText(statement.value.emplace());
}

// What stands between the verb and `where`.
bool ParseBody(LineParser& parser, Statement& statement) {
  switch (Traits(statement.verb).form) {
    case VerbForm::kSelectors:
      return parser.ParseSelectors(statement.selectors);
    case VerbForm::kPrecision:
      return parser.ParseSelectors(statement.selectors) &&
             ParsePrecision(parser, statement);
    case VerbForm::kWith:
      return parser.ParseSelectors(statement.selectors) &&
             ParseWith(parser, statement);
    case VerbForm::kSet:
      return parser.ParseSelectors(statement.selectors) &&
             WantEquals(parser, statement.verb, "value") &&
             parser.ParseValue(statement.value.emplace());
    case VerbForm::kLabel:
      return ParseLabelled(parser, statement);
    case VerbForm::kTag:
      return ParseLabel(parser, statement.label);
    case VerbForm::kObject:
      break;
  }
  return true;
}

bool ParseRest(LineParser& parser, Statement& statement) {
  if (!ParseBody(parser, statement)) return false;
  if (parser.TakeWord("where")) {
    if (!parser.ParseCondition(statement.where.emplace())) return false;
  } else if (Traits(statement.verb).about_object()) {
    const bool near = parser.Peek().kind == Token::Kind::kWord &&
                      FindKeyword(parser.Peek().text) == nullptr;
    return parser.Fail(parser.Peek(),
                       absl::StrFormat("'%s' is about whole objects; 'where' "
                                       "and a condition are wanted",
                                       VerbName(statement.verb)),
                       near ? "where" : "");
  }
  return parser.WantEnd();
}

}  // namespace

std::optional<Statement> ParseStatement(
    LineParser& parser, std::span<const std::string_view> directives) {
  const Token& word = parser.Peek();
  if (word.kind != Token::Kind::kWord) {
    parser.Want("a word such as keep, remove or replace");
    return std::nullopt;
  }
  const std::optional<Verb> verb = VerbNamed(word.text);
  if (!verb) {
    ReportVerb(parser, word, directives);
    return std::nullopt;
  }
  parser.Take();
  Statement statement;
  statement.verb = *verb;
  statement.span = parser.SpanOf(word);
  if (!ParseRest(parser, statement)) return std::nullopt;
  return statement;
}

}  // namespace dcmscrub
