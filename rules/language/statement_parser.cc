#include "rules/language/statement_parser.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "rules/language/keywords.h"
#include "rules/language/statement_check.h"

namespace dcmscrub {
namespace {

using Verb = Statement::Verb;

// Words that begin a line, verbs aside.
constexpr std::array<std::string_view, 13> kDirectives = {
    "dcmscrub",     "profile",    "option", "param",   "include",
    "safe-private", "vocabulary", "trust",  "encrypt", "date-shift-range",
    "day-zero",     "uid-root",   "residue"};

struct Synonym {
  std::string_view word;
  std::string_view meant;
};
// What other tools and other people call it.
constexpr std::array<Synonym, 25> kSynonyms = {{
    {"blank", "empty"},       {"clear", "empty"},     {"zero", "empty"},
    {"delete", "remove"},     {"drop", "remove"},     {"erase", "remove"},
    {"del", "remove"},        {"retain", "keep"},     {"preserve", "keep"},
    {"leave", "keep"},        {"add", "set"},         {"insert", "set"},
    {"assign", "set"},        {"modify", "replace"},  {"change", "replace"},
    {"overwrite", "replace"}, {"jitter", "shift"},    {"move", "shift"},
    {"ignore", "skip"},       {"exclude", "skip"},    {"reject", "quarantine"},
    {"import", "include"},    {"parameter", "param"}, {"variable", "param"},
    {"remap", "uid"},
}};

std::optional<Verb> VerbNamed(std::string_view word) {
  for (int i = 0; i <= static_cast<int>(Verb::kTag); ++i) {
    const auto verb = static_cast<Verb>(i);
    if (word == VerbName(verb)) return verb;
  }
  return std::nullopt;
}

void ReportVerb(LineParser& parser, const Token& word) {
  const auto* synonym = std::ranges::find(kSynonyms, word.text, &Synonym::word);
  std::vector<std::string_view> names(kDirectives.begin(), kDirectives.end());
  for (int i = 0; i <= static_cast<int>(Verb::kTag); ++i) {
    names.push_back(VerbName(static_cast<Verb>(i)));
  }
  const std::string_view meant =
      synonym != kSynonyms.end() ? synonym->meant : Nearest(word.text, names);
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

bool ParseRest(LineParser& parser, Statement& statement) {
  const Verb verb = statement.verb;
  const bool about_object =
      verb == Verb::kSkip || verb == Verb::kQuarantine || verb == Verb::kTag;
  if (verb == Verb::kTag && !ParseLabel(parser, statement.label)) return false;
  if (verb == Verb::kLabel && parser.Peek().kind == Token::Kind::kQuoted) {
    return parser.Fail(parser.Peek(),
                       "'label' is for an attribute; what is counted in the "
                       "report is a 'tag'");
  }
  if (!about_object && !parser.ParseSelectors(statement.selectors)) {
    return false;
  }
  if (verb == Verb::kLabel) {
    for (Selector& selector : statement.selectors) {
      if (selector.steps.empty()) selector.gap_before = false;
    }
  }
  if (verb == Verb::kTruncateDate && !ParsePrecision(parser, statement)) {
    return false;
  }
  const bool with = verb == Verb::kReplace || verb == Verb::kAppend;
  if (with && !parser.TakeWord("with")) {
    return parser.Fail(parser.Peek(),
                       absl::StrFormat("'with' and a value are wanted after "
                                       "what to %s",
                                       VerbName(verb)),
                       parser.IsSign("=") || parser.IsWord("by") ? "with" : "");
  }
  const bool equals = verb == Verb::kSet || verb == Verb::kLabel;
  if (equals && !parser.TakeSign("=")) {
    return parser.Fail(
        parser.Peek(),
        absl::StrFormat("'=' and a %s are wanted after what to "
                        "%s",
                        verb == Verb::kSet ? "value" : "text", VerbName(verb)),
        parser.IsWord("with") || parser.IsWord("to") ? "=" : "");
  }
  if (verb == Verb::kLabel) {
    if (!parser.ParseLabelText(statement.value.emplace())) return false;
  } else if ((with || equals) &&
             !parser.ParseValue(statement.value.emplace())) {
    return false;
  }
  if (parser.TakeWord("where")) {
    if (!parser.ParseCondition(statement.where.emplace())) return false;
  } else if (about_object) {
    const bool near = parser.Peek().kind == Token::Kind::kWord &&
                      FindKeyword(parser.Peek().text) == nullptr;
    return parser.Fail(parser.Peek(),
                       absl::StrFormat("'%s' is about whole objects; 'where' "
                                       "and a condition are wanted",
                                       VerbName(verb)),
                       near ? "where" : "");
  }
  return parser.WantEnd();
}

}  // namespace

std::optional<Statement> ParseStatement(LineParser& parser) {
  const Token& word = parser.Peek();
  if (word.kind != Token::Kind::kWord) {
    parser.Want("a word such as keep, remove or replace");
    return std::nullopt;
  }
  const std::optional<Verb> verb = VerbNamed(word.text);
  if (!verb) {
    ReportVerb(parser, word);
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
