#include "rules/parse/directive_parser.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/core/ascii.h"
#include "kernels/identity/identity.h"
#include "rules/language/keywords.h"
#include "rules/language/option_names.h"
#include "rules/parse/residue_parser.h"

namespace dcmscrub {
namespace {

using Severity = Diagnostic::Severity;

constexpr int kLongestShift = 36'500;
// From 0001-01-01 to 1970-01-01.
constexpr std::int64_t kDaysToEpoch = 719'162;

constexpr std::array<std::string_view, 2> kPixelOptions = {
    "clean-pixel-data", "clean-recognizable-visual-features"};

bool IsParameterName(std::string_view name) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  };
  return !name.empty() && name.front() >= 'a' && name.front() <= 'z' &&
         std::ranges::all_of(name, allowed);
}

// Words of the language, which a parameter would hide.
bool IsLanguageWord(std::string_view name) {
  constexpr std::array<std::string_view, 23> kWords = {
      "this",    "copy",  "lookup", "pseudonym", "hash",   "uid",
      "regex",   "upper", "lower",  "trim",      "where",  "with",
      "to",      "of",    "else",   "and",       "or",     "not",
      "private", "all",   "vr",     "group",     "unknown"};
  return std::ranges::find(kWords, name) != kWords.end();
}

void ReportOption(LineParser& parser, const Token& name) {
  if (std::ranges::find(kPixelOptions, name.text) != kPixelOptions.end()) {
    parser.Fail(name, absl::StrFormat("'%s' is not there yet: this program "
                                      "does not touch pixels",
                                      name.text));
    return;
  }
  std::vector<std::string_view> names(kPixelOptions.begin(),
                                      kPixelOptions.end());
  for (int i = 0; i < kOptionCount; ++i) {
    names.push_back(OptionName(static_cast<Option>(i)));
  }
  std::string_view nearest = Nearest(name.text, names);
  // "modified-dates" is enough to know what was meant.
  for (const std::string_view option : names) {
    const bool within = name.text.size() >= 4 &&
                        option.find(name.text) != std::string_view::npos;
    if (nearest.empty() && within) nearest = option;
  }
  parser.Fail(name, absl::StrFormat("no option '%s'", name.text),
              std::string(nearest));
}

// "line 3", or "common.rules:3" where that is another file than `from`.
std::string PlaceIn(const RuleFile& file, SourceSpan span, SourceSpan from) {
  return span.file == from.file
             ? absl::StrFormat("line %d", span.line)
             : absl::StrFormat("%s:%d", file.files[span.file], span.line);
}

}  // namespace

struct DirectiveParser::Directive {
  std::string_view name;
  void (DirectiveParser::*parse)(LineParser&);
};

std::span<const DirectiveParser::Directive> DirectiveParser::All() {
  using P = DirectiveParser;
  static constexpr std::array<Directive, 12> kDirectives = {{
      {"profile", &P::ParseProfile},
      {"option", &P::ParseOptionLine},
      {"param", &P::ParseParameter},
      {"safe-private", &P::ParseSafePrivate},
      {"vocabulary", &P::ParseVocabulary},
      {"trust", &P::ParseTrust},
      {"encrypt", &P::ParseEncrypt},
      {"date-shift-range", &P::ParseShiftRange},
      {"dates", &P::ParseDatesBy},
      {"day-zero", &P::ParseDayZero},
      {"uid-root", &P::ParseUidRoot},
      {"residue", &P::ParseResidueLine},
  }};
  return kDirectives;
}

std::span<const std::string_view> DirectiveParser::Names() {
  static const std::vector<std::string_view> kNames = [] {
    std::vector<std::string_view> names;
    for (const Directive& one : All()) names.push_back(one.name);
    return names;
  }();
  return kNames;
}

bool DirectiveParser::Parse(LineParser& parser) {
  for (const Directive& directive : All()) {
    if (!parser.TakeWord(directive.name)) continue;
    (this->*directive.parse)(parser);
    return true;
  }
  return false;
}

void DirectiveParser::ParseProfile(LineParser& parser) {
  const Token& name = parser.Peek();
  if (name.text != "basic" && name.text != "none") {
    constexpr std::array<std::string_view, 2> kNames = {"basic", "none"};
    if (name.kind != Token::Kind::kWord) {
      parser.Want("a profile, basic or none,");
      return;
    }
    parser.Fail(
        name,
        absl::StrFormat("no profile '%s'; there are basic and none", name.text),
        std::string(Nearest(name.text, kNames)));
    return;
  }
  parser.Take();
  if (!parser.WantEnd()) return;
  const SourceSpan span = parser.SpanOf(name);
  if (profile_) {
    parser.Fail(name, "the profile is chosen already, in " +
                          PlaceIn(file_, *profile_, span));
    return;
  }
  profile_ = span;
  file_.profile = name.text;
}

void DirectiveParser::ParseOptionLine(LineParser& parser) {
  const Token& name = parser.Peek();
  if (name.kind != Token::Kind::kWord) {
    parser.Want("the name of an option");
    return;
  }
  parser.Take();
  const std::optional<Option> option = ParseOption(name.text);
  if (!option) ReportOption(parser, name);
  OptionUse use;
  use.span = parser.SpanOf(name);
  if (parser.TakeWord("except") && !parser.ParseSelectors(use.except)) return;
  if (!parser.WantEnd() || !option) return;
  use.option = *option;
  file_.options.push_back(std::move(use));
}

void DirectiveParser::ParseParameter(LineParser& parser) {
  const Token& name = parser.Peek();
  if (name.kind != Token::Kind::kWord) {
    parser.Want("the name of a parameter");
    return;
  }
  parser.Take();
  std::optional<std::string> value;
  if (!parser.AtEnd() &&
      !parser.ParseText("the default of a parameter", value.emplace())) {
    return;
  }
  if (!parser.WantEnd() || !CheckParameterName(parser, name)) return;
  const std::string key(name.text);
  const auto given = input_.params.find(key);
  if (given != input_.params.end()) value = given->second;
  if (!value && !input_.lacks_values) {
    parser.Fail(name, absl::StrFormat("the parameter '%s' has no value; give "
                                      "it as --param %s=VALUE",
                                      key, key));
  } else if (value && FindBadUtf8(*value) != std::string::npos) {
    parser.Fail(name, absl::StrFormat("the value of '%s' is not UTF-8", key));
    value.reset();
  }
  ParseContext::Parameter& parameter = context_.parameters[key];
  parameter.has_value = value.has_value();
  parameter.value = std::move(value).value_or("");
  parameter.span = parser.SpanOf(name);
}

bool DirectiveParser::CheckParameterName(LineParser& parser,
                                         const Token& name) {
  if (!IsParameterName(name.text)) {
    return parser.Fail(name,
                       "a parameter is named in small letters, digits, - "
                       "and _");
  }
  if (IsLanguageWord(name.text) || FindKeyword(name.text) != nullptr) {
    return parser.Fail(
        name,
        absl::StrFormat("'%s' is a word of the language already", name.text));
  }
  const auto found = context_.parameters.find(name.text);
  if (found == context_.parameters.end()) return true;
  return parser.Fail(
      name,
      absl::StrFormat("the parameter '%s' is there already, "
                      "in %s",
                      name.text,
                      PlaceIn(file_, found->second.span, parser.SpanOf(name))));
}

void DirectiveParser::CheckParameters() {
  // Else a use may be in a line that could not be read.
  const bool clean = context_.diagnostics.empty();
  std::vector<std::string_view> names;
  for (const auto& [name, parameter] : context_.parameters) {
    names.push_back(name);
    if (parameter.used || !clean) continue;
    context_.Report(Severity::kWarning, parameter.span,
                    absl::StrFormat("the parameter '%s' is never used", name));
  }
  for (const auto& [name, value] : input_.params) {
    if (input_.shares_params || context_.parameters.contains(name)) continue;
    context_.Report(Severity::kError, {},
                    absl::StrFormat("no line says 'param %s'", name),
                    std::string(Nearest(name, names)));
  }
}

void DirectiveParser::ParseFileUse(LineParser& parser,
                                   std::vector<FileUse>& uses) {
  const Token& token = parser.Peek();
  FileUse use;
  if (!parser.ParsePath(use.path) || !parser.WantEnd()) return;
  use.span = parser.SpanOf(token);
  uses.push_back(std::move(use));
}

void DirectiveParser::ParseSafePrivate(LineParser& parser) {
  const Token& name = parser.Peek();
  if (name.kind != Token::Kind::kWord) {
    ParseFileUse(parser, file_.safe_private);
    return;
  }
  parser.Take();
  if (name.text != kTciaList) {
    constexpr std::array<std::string_view, 1> kNames = {kTciaList};
    parser.FailName(
        name, absl::StrFormat("no list '%s' is built in", name.text), kNames);
  } else if (parser.WantEnd()) {
    file_.safe_private.push_back(
        {parser.SpanOf(name), std::string(name.text), true});
  }
}

void DirectiveParser::ParseVocabulary(LineParser& parser) {
  ParseFileUse(parser, file_.vocabulary);
}
void DirectiveParser::ParseEncrypt(LineParser& parser) {
  ParseFileUse(parser, file_.encrypt);
}

void DirectiveParser::ParseTrust(LineParser& parser) {
  if (!parser.TakeWord("private-characteristics")) {
    parser.Want("private-characteristics");
    return;
  }
  if (parser.WantEnd()) file_.trusts_private_characteristics = true;
}

void DirectiveParser::ParseShiftRange(LineParser& parser) {
  const Token& token = parser.Peek();
  if (token.kind != Token::Kind::kWord) {
    parser.Want("a range of days such as 30..3650");
    return;
  }
  parser.Take();
  int least = 0, most = 0;
  const char* const end = token.text.data() + token.text.size();
  const auto first = std::from_chars(token.text.data(), end, least);
  const bool dots = first.ec == std::errc() && end - first.ptr > 2 &&
                    std::string_view(first.ptr, 2) == "..";
  const auto second = dots ? std::from_chars(first.ptr + 2, end, most) : first;
  if (!dots || second.ec != std::errc() || second.ptr != end) {
    parser.Fail(token, "a range of days is written 30..3650");
    return;
  }
  if (!parser.WantEnd()) return;
  if (least < 1 || most > kLongestShift || least > most) {
    parser.Fail(token, absl::StrFormat("dates move by 1 to %d days, the "
                                       "smaller number first",
                                       kLongestShift));
    return;
  }
  file_.date_shift = {least, most};
  file_.date_shift_span = parser.SpanOf(token);
}

// What dates go by, from the word behind `by` on.
bool DirectiveParser::ParseDateKey(LineParser& parser, DatesBy& by,
                                   std::string& constant) {
  const Token& key = parser.Peek();
  by = DatesBy::kConstant;
  if (key.kind == Token::Kind::kQuoted) {
    if (!parser.ParseText("what dates go by", constant)) return false;
    return !constant.empty() || parser.Fail(key, "a constant has some text");
  }
  if (parser.TakeWord("PatientID")) {
    by = DatesBy::kPatientId;
    return true;
  }
  if (parser.TakeWord("StudyInstanceUID")) {
    by = DatesBy::kStudy;
    return true;
  }
  constexpr std::array<std::string_view, 2> kKeys = {"PatientID",
                                                     "StudyInstanceUID"};
  if (key.kind != Token::Kind::kWord) {
    return parser.Want("PatientID, StudyInstanceUID or a text in quotes");
  }
  return parser.Fail(key,
                     "dates go by PatientID, StudyInstanceUID or a text in "
                     "quotes",
                     std::string(Nearest(key.text, kKeys)));
}

void DirectiveParser::ParseDatesBy(LineParser& parser) {
  if (!parser.TakeWord("by")) {
    parser.Want("'by' and what dates go by");
    return;
  }
  const Token& key = parser.Peek();
  DatesBy by = DatesBy::kPatient;
  std::string constant;
  if (!ParseDateKey(parser, by, constant) || !parser.WantEnd()) return;
  const SourceSpan span = parser.SpanOf(key);
  if (file_.dates_by_span) {
    parser.Fail(key, "what dates go by is there already, in " +
                         PlaceIn(file_, *file_.dates_by_span, span));
    return;
  }
  file_.dates_by = by;
  file_.dates_constant = std::move(constant);
  file_.dates_by_span = span;
}

void DirectiveParser::ParseDayZero(LineParser& parser) {
  const Token& token = parser.Peek();
  if (token.kind != Token::Kind::kWord) {
    parser.Want("a day such as 20000101");
    return;
  }
  parser.Take();
  constexpr std::size_t kDigits = 8;
  std::int64_t day = 0;
  if (token.text.size() != kDigits || !ParseDay(token.text, day)) {
    parser.Fail(token, "a day is written 20000101, year, month and day");
    return;
  }
  if (!parser.WantEnd()) return;
  const SourceSpan span = parser.SpanOf(token);
  if (file_.day_zero) {
    parser.Fail(token, "day zero is there already, in " +
                           PlaceIn(file_, file_.day_zero_span, span));
    return;
  }
  file_.day_zero = day - kDaysToEpoch;
  file_.day_zero_span = span;
}

void DirectiveParser::ParseUidRoot(LineParser& parser) {
  const Token& token = parser.Peek();
  if (token.kind != Token::Kind::kWord) {
    parser.Want("a UID such as 1.2.3");
    return;
  }
  parser.Take();
  std::string_view root = token.text;
  if (root.ends_with('.')) root.remove_suffix(1);
  const std::string under = std::string(root) + ".1";
  if (!IsValidUid(root)) {
    parser.Fail(token,
                "a UID is numbers with dots between them, none of "
                "which begins with 0");
  } else if (IsStandardUid(under)) {
    parser.Fail(token, "this root belongs to the DICOM Standard");
  } else if (root.size() > Identity::kLongestUidRoot) {
    parser.Fail(token, absl::StrFormat("a root has at most %d characters, so "
                                       "that UIDs have room under it",
                                       Identity::kLongestUidRoot));
  } else if (parser.WantEnd()) {
    file_.uid_root = root;
  }
}

void DirectiveParser::ParseResidueLine(LineParser& parser) {
  std::optional<ResidueUse> use = ParseResidue(parser);
  if (!use) return;
  if (use->kind == ResidueUse::Kind::kShortest) {
    const auto& uses = file_.residue;
    const auto before = std::ranges::find(uses, use->kind, &ResidueUse::kind);
    if (before != uses.end()) {
      parser.Report(use->span, "'residue shortest' is there already, in " +
                                   PlaceIn(file_, before->span, use->span));
      return;
    }
  }
  file_.residue.push_back(*std::move(use));
}

}  // namespace dcmscrub
