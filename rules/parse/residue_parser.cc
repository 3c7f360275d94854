#include "rules/parse/residue_parser.h"

#include <absl/strings/str_format.h>

#include <array>
#include <string>
#include <string_view>

#include "rules/language/keywords.h"
#include "rules/language/residue_words.h"
#include "rules/language/selector.h"

namespace dcmscrub {
namespace {

using Kind = ResidueUse::Kind;

constexpr int kLeastShortest = 2;
constexpr int kMostShortest = 8;

constexpr std::array<std::string_view, 5> kNames = {"off", "shortest", "ignore",
                                                    "search", "allow"};

std::optional<Kind> KindNamed(std::string_view word) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (word == kNames[i]) return static_cast<Kind>(i);
  }
  return std::nullopt;
}

std::string_view MeantBy(std::string_view word) {
  struct Synonym {
    std::string_view word;
    std::string_view meant;
  };
  static constexpr Synonym kSynonyms[] = {
      {"none", "off"},      {"no", "off"},           {"disable", "off"},
      {"keep", "allow"},    {"except", "allow"},     {"skip", "ignore"},
      {"common", "ignore"}, {"exclude", "ignore"},   {"find", "search"},
      {"add", "search"},    {"minimum", "shortest"}, {"min", "shortest"}};
  for (const Synonym& synonym : kSynonyms) {
    if (word == synonym.word) return synonym.meant;
  }
  return Nearest(word, kNames);
}

void ReportKind(LineParser& parser, const Token& word) {
  if (word.kind != Token::Kind::kWord) {
    parser.Want("off, shortest, ignore, search or allow");
  } else if (word.text == "on") {
    parser.Fail(word, "outputs are searched anyway; leave this line out");
  } else {
    parser.Fail(word, absl::StrFormat("no 'residue %s'", word.text),
                std::string(MeantBy(word.text)));
  }
}

bool CheckIgnored(LineParser& parser, const Token& token,
                  std::string_view text) {
  const std::vector<std::string_view> words = WordsOf(text);
  if (words.empty()) return parser.Fail(token, "there is no word in this");
  if (words.size() == 1) return true;
  std::string each;
  for (const std::string_view word : words) {
    absl::StrAppendFormat(&each, "%s\"%s\"", each.empty() ? "" : ", ", word);
  }
  return parser.Fail(token, "words are ignored one by one", each);
}

bool CheckSought(LineParser& parser, const Token& token,
                 std::string_view text) {
  if (CountWordCharacters(text) < kShortestWholeValue) {
    return parser.Fail(
        token, absl::StrFormat("too short to be searched for; %d letters or "
                               "digits are the least",
                               kShortestWholeValue));
  }
  if (text.size() <= kLongestSought) return true;
  return parser.Fail(token,
                     absl::StrFormat("too long to be searched for; %d bytes "
                                     "are the most",
                                     kLongestSought));
}

bool ParseTexts(LineParser& parser, ResidueUse& use) {
  const bool ignored = use.kind == Kind::kIgnore;
  bool fine = true;
  do {
    const Token& token = parser.Peek();
    ResidueUse::Text text{parser.SpanOf(token), ""};
    if (!parser.ParseText(ignored ? "a word" : "a text", text.text)) {
      return false;
    }
    fine &= ignored ? CheckIgnored(parser, token, text.text)
                    : CheckSought(parser, token, text.text);
    use.texts.push_back(std::move(text));
  } while (parser.TakeSign(","));
  if (parser.Peek().kind == Token::Kind::kQuoted) {
    return parser.Fail(parser.Peek(), "a comma is missing before this");
  }
  return fine;
}

// The attribute without its path, as it is written.
std::string BareName(const AttributePattern& pattern) {
  const DictionaryRow* const row = RowOf(pattern);
  return row == nullptr ? pattern.text : TagName(row->tag);
}

bool CheckAllowed(LineParser& parser, const Selector& selector) {
  using Pattern = AttributePattern::Kind;
  const AttributePattern& pattern = selector.attribute;
  const bool all = pattern.kind == Pattern::kAll ||
                   (pattern.kind == Pattern::kKnown && selector.vrs.empty());
  const bool named = pattern.kind == Pattern::kTag ||
                     pattern.kind == Pattern::kGlob ||
                     pattern.kind == Pattern::kKnown;
  if (!IsAnywhere(selector)) {
    parser.Report(selector.span,
                  "a hit may stay in an attribute wherever that stands; leave "
                  "out the path",
                  BareName(pattern));
  } else if (all) {
    parser.Report(selector.span, "a hit may not stay in everything",
                  "residue off");
  } else if (!named || pattern.tag.is_private()) {
    parser.Report(selector.span,
                  "a hit may stay in attributes of PS3.6 alone, not "
                  "in private or unknown ones");
  } else {
    return true;
  }
  return false;
}

bool ParseAllowed(LineParser& parser, ResidueUse& use) {
  if (!parser.ParseSelectors(use.selectors)) return false;
  bool fine = true;
  for (const Selector& selector : use.selectors) {
    fine &= CheckAllowed(parser, selector);
  }
  return fine;
}

bool ParseRest(LineParser& parser, ResidueUse& use) {
  std::int64_t shortest = 0;
  switch (use.kind) {
    case Kind::kOff:
      return true;
    case Kind::kShortest:
      if (!parser.ParseInteger("the number of letters", kLeastShortest,
                               kMostShortest, shortest)) {
        return false;
      }
      use.shortest = static_cast<std::uint8_t>(shortest);
      return true;
    case Kind::kIgnore:
    case Kind::kSearch:
      return ParseTexts(parser, use);
    case Kind::kAllow:
      return ParseAllowed(parser, use);
  }
  return false;
}

}  // namespace

std::optional<ResidueUse> ParseResidue(LineParser& parser) {
  const Token& word = parser.Peek();
  const std::optional<Kind> kind =
      word.kind == Token::Kind::kWord ? KindNamed(word.text) : std::nullopt;
  if (!kind) {
    ReportKind(parser, word);
    return std::nullopt;
  }
  parser.Take();
  ResidueUse use;
  use.kind = *kind;
  use.span = parser.SpanOf(word);
  if (!ParseRest(parser, use) || !parser.WantEnd()) return std::nullopt;
  if (parser.failed()) return std::nullopt;
  return use;
}

}  // namespace dcmscrub
