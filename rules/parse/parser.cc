#include "rules/parse/parser.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "kernels/core/ascii.h"
#include "kernels/identity/identity.h"
#include "rules/language/keywords.h"
#include "rules/language/option_names.h"
#include "rules/parse/built_in.h"
#include "rules/parse/lexer.h"
#include "rules/parse/line_parser.h"
#include "rules/parse/residue_parser.h"
#include "rules/parse/statement_check.h"
#include "rules/parse/statement_parser.h"

namespace dcmscrub {
namespace {

using Severity = Diagnostic::Severity;

constexpr std::size_t kDeepestInclude = 16;
// Links may give one file any number of names.
constexpr std::size_t kMostFiles = 200;
// Numbers of statements are 16 bits wide in the compiled table.
constexpr std::size_t kMostStatements = 20'000;
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

// Stands for built-in rules where paths of files do: no file has such a name.
std::string BuiltInPath(std::string_view name) {
  return std::string("\0", 1).append(name);
}

std::string FolderOf(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos
             ? ""
             : std::string(path.substr(0, slash + 1));
}

std::vector<std::string> SplitLines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.emplace_back(line);
  }
  if (lines.empty()) lines.emplace_back();
  return lines;
}

// A whole parse: the root file and what it includes.
class FileParser {
 public:
  explicit FileParser(const ParseInput& input) : input_(input) {}

  ParseResult Run() {
    ParseFile(input_.name,
              std::filesystem::path(input_.name).lexically_normal().string(),
              input_.text);
    CheckParameters();
    for (auto& [name, parameter] : context_.parameters) {
      result_.file.params[name] = parameter.value;
    }
    std::ranges::stable_sort(
        context_.diagnostics, {}, [](const Diagnostic& diagnostic) {
          return std::tuple(diagnostic.span.file, diagnostic.span.line,
                            diagnostic.span.column);
        });
    result_.diagnostics = std::move(context_.diagnostics);
    return std::move(result_);
  }

 private:
  // Of the file that is being read; files that it includes come on top.
  struct Open {
    std::uint16_t file = 0;
    std::string normal;  // its path without . and ..
    std::string folder;
    bool seen_line = false;  // other than empty ones and comments
  };

  void Error(SourceSpan span, std::string message,
             std::string suggestion = {}) {
    context_.Report(Severity::kError, span, std::move(message),
                    std::move(suggestion));
  }

  void ParseFile(const std::string& name, const std::string& normal,
                 std::string_view text) {
    const auto number = static_cast<std::uint16_t>(result_.file.files.size());
    result_.file.files.push_back(name);
    open_.push_back({number, normal, FolderOf(name)});
    seen_files_.push_back(open_.back().normal);
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    const std::vector<std::string> lines = SplitLines(text);
    result_.lines.push_back(lines);
    if (!IsText(text)) {
      Error({number, 0, 0, 0}, "this is no text file");
    } else {
      for (std::size_t i = 0; i < lines.size(); ++i) {
        ParseLine(lines[i], static_cast<std::uint32_t>(i + 1));
      }
      if (open_.size() == 1 && !open_.back().seen_line) WantVersion(1, 1);
    }
    open_.pop_back();
  }

  void ParseLine(std::string_view line, std::uint32_t number) {
    line = line.substr(0, CommentStart(line));
    source_line_ = Trimmed(line);
    if (source_line_.empty()) return;
    const std::uint16_t file = open_.back().file;
    SourceText text = SourceText::OfLine(line);
    const std::size_t bad = FindBadUtf8(line);
    const bool first = !open_.back().seen_line;
    open_.back().seen_line = true;
    if (first && open_.size() == 1 && !source_line_.starts_with("dcmscrub")) {
      WantVersion(number, text.columns[line.find(source_line_)]);
    }
    if (bad != std::string_view::npos) {
      return Error({file, number, text.columns[bad], 1},
                   "this is not UTF-8; save the file as UTF-8");
    }
    LineParser parser(context_, std::move(text), file, number,
                      open_.back().folder);
    if (!parser.well_formed()) return;
    if (parser.IsWord("dcmscrub")) return ParseVersion(parser, first);
    if (!ParseDirective(parser)) ParseStatementLine(parser);
  }

  void WantVersion(std::uint32_t line, std::uint32_t column) {
    Error({open_.back().file, line, column, 1},
          "a rule file begins with the version of its language: dcmscrub 1");
  }

  void ParseVersion(LineParser& parser, bool first) {
    const Token& word = parser.Take();
    if (!first) {
      parser.Fail(word, "the version stands in the first line");
      return;
    }
    const Token& version = parser.Peek();
    if (!parser.TakeWord("1")) {
      parser.Fail(version, "this program knows version 1 of the language", "1");
      return;
    }
    parser.WantEnd();
  }

  struct Directive {
    std::string_view name;
    void (FileParser::*parse)(LineParser&);
  };
  static std::span<const Directive> Directives() {
    static constexpr std::array<Directive, 12> kDirectives = {{
        {"profile", &FileParser::ParseProfile},
        {"option", &FileParser::ParseOptionLine},
        {"param", &FileParser::ParseParameter},
        {"include", &FileParser::ParseInclude},
        {"safe-private", &FileParser::ParseSafePrivate},
        {"vocabulary", &FileParser::ParseVocabulary},
        {"trust", &FileParser::ParseTrust},
        {"encrypt", &FileParser::ParseEncrypt},
        {"date-shift-range", &FileParser::ParseShiftRange},
        {"day-zero", &FileParser::ParseDayZero},
        {"uid-root", &FileParser::ParseUidRoot},
        {"residue", &FileParser::ParseResidueLine},
    }};
    return kDirectives;
  }

  // Words that begin a line, verbs aside.
  static std::span<const std::string_view> DirectiveNames() {
    static const std::vector<std::string_view> kNames = [] {
      std::vector<std::string_view> names = {"dcmscrub"};
      for (const Directive& one : Directives()) names.push_back(one.name);
      return names;
    }();
    return kNames;
  }

  // False when the line is none.
  bool ParseDirective(LineParser& parser) {
    for (const Directive& directive : Directives()) {
      if (!parser.TakeWord(directive.name)) continue;
      (this->*directive.parse)(parser);
      return true;
    }
    return false;
  }

  void ParseProfile(LineParser& parser) {
    const Token& name = parser.Peek();
    if (name.text != "basic" && name.text != "none") {
      constexpr std::array<std::string_view, 2> kNames = {"basic", "none"};
      if (name.kind != Token::Kind::kWord) {
        parser.Want("a profile, basic or none,");
        return;
      }
      parser.Fail(name,
                  absl::StrFormat("no profile '%s'; there are basic and none",
                                  name.text),
                  std::string(Nearest(name.text, kNames)));
      return;
    }
    parser.Take();
    if (!parser.WantEnd()) return;
    if (profile_) {
      parser.Fail(name,
                  "the profile is chosen already, in " + Place(*profile_));
      return;
    }
    profile_ = parser.SpanOf(name);
    result_.file.profile = name.text;
  }

  void ParseOptionLine(LineParser& parser) {
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
    result_.file.options.push_back(std::move(use));
  }

  static void ReportOption(LineParser& parser, const Token& name) {
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

  void ParseParameter(LineParser& parser) {
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

  bool CheckParameterName(LineParser& parser, const Token& name) {
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
    return parser.Fail(name,
                       absl::StrFormat("the parameter '%s' is there already, "
                                       "in %s",
                                       name.text, Place(found->second.span)));
  }

  // Parameters that nobody uses, and values that nobody asked for. A use may be
  // in a line that could not be read.
  void CheckParameters() {
    const bool clean = context_.diagnostics.empty();
    std::vector<std::string_view> names;
    for (const auto& [name, parameter] : context_.parameters) {
      names.push_back(name);
      if (parameter.used || !clean) continue;
      context_.Report(
          Severity::kWarning, parameter.span,
          absl::StrFormat("the parameter '%s' is never used", name));
    }
    for (const auto& [name, value] : input_.params) {
      if (input_.shares_params || context_.parameters.contains(name)) continue;
      Error({}, absl::StrFormat("no line says 'param %s'", name),
            std::string(Nearest(name, names)));
    }
  }

  void ParseInclude(LineParser& parser) {
    const Token& token = parser.Peek();
    if (token.kind == Token::Kind::kWord) return ParseIncludeOfBuiltIn(parser);
    std::string path;
    if (!parser.ParsePath(path) || !parser.WantEnd()) return;
    const std::string normal =
        std::filesystem::path(path).lexically_normal().string();
    if (!MayInclude(parser, token, normal)) return;
    std::string error = "files cannot be included here";
    std::optional<std::string> text;
    if (input_.read) text = input_.read(path, error);
    if (!text) {
      parser.Fail(token, "cannot read this file: " + error);
      return;
    }
    ParseFile(path, normal, *text);
  }

  void ParseIncludeOfBuiltIn(LineParser& parser) {
    const Token& name = parser.Take();
    const BuiltInRules* const rules = FindBuiltInRules(name.text);
    if (rules == nullptr) {
      ReportBuiltIn(parser, name);
    } else if (parser.WantEnd() &&
               MayInclude(parser, name, BuiltInPath(name.text))) {
      ParseFile(std::string(name.text), BuiltInPath(name.text), rules->text);
    }
  }

  static void ReportBuiltIn(LineParser& parser, const Token& name) {
    if (name.text.find('.') != std::string_view::npos) {
      parser.Fail(name, "a file name stands in quotes",
                  absl::StrFormat("\"%s\"", name.text));
      return;
    }
    std::vector<std::string_view> names;
    for (const BuiltInRules& rules : AllBuiltInRules()) {
      names.push_back(rules.name);
    }
    parser.Fail(name,
                absl::StrFormat("no rules '%s' are built in; a file stands in "
                                "quotes",
                                name.text),
                std::string(Nearest(name.text, names)));
  }

  bool MayInclude(LineParser& parser, const Token& token,
                  const std::string& normal) {
    for (const Open& open : open_) {
      if (open.normal != normal) continue;
      return parser.Fail(token, "this file includes itself, directly or not");
    }
    if (std::ranges::find(seen_files_, normal) != seen_files_.end()) {
      parser.Warn(parser.SpanOf(token),
                  "this file is included already; its lines count once");
      return false;
    }
    if (open_.size() > kDeepestInclude) {
      return parser.Fail(
          token, absl::StrFormat("files include each other more than %d deep",
                                 kDeepestInclude));
    }
    if (seen_files_.size() == kMostFiles) {
      return parser.Fail(token,
                         absl::StrFormat("more than %d files", kMostFiles));
    }
    return true;
  }

  void ParseFileUse(LineParser& parser, std::vector<FileUse>& uses) {
    const Token& token = parser.Peek();
    FileUse use;
    if (!parser.ParsePath(use.path) || !parser.WantEnd()) return;
    use.span = parser.SpanOf(token);
    uses.push_back(std::move(use));
  }
  void ParseSafePrivate(LineParser& parser) {
    ParseFileUse(parser, result_.file.safe_private);
  }
  void ParseVocabulary(LineParser& parser) {
    ParseFileUse(parser, result_.file.vocabulary);
  }
  void ParseEncrypt(LineParser& parser) {
    ParseFileUse(parser, result_.file.encrypt);
  }

  void ParseTrust(LineParser& parser) {
    if (!parser.TakeWord("private-characteristics")) {
      parser.Want("private-characteristics");
      return;
    }
    if (parser.WantEnd()) result_.file.trusts_private_characteristics = true;
  }

  void ParseShiftRange(LineParser& parser) {
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
    const auto second =
        dots ? std::from_chars(first.ptr + 2, end, most) : first;
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
    result_.file.date_shift = {least, most};
  }

  void ParseDayZero(LineParser& parser) {
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
    if (result_.file.day_zero) {
      parser.Fail(token, "day zero is there already, in " +
                             Place(result_.file.day_zero_span));
      return;
    }
    result_.file.day_zero = day - kDaysToEpoch;
    result_.file.day_zero_span = parser.SpanOf(token);
  }

  void ParseUidRoot(LineParser& parser) {
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
      result_.file.uid_root = root;
    }
  }

  void ParseResidueLine(LineParser& parser) {
    std::optional<ResidueUse> use = ParseResidue(parser);
    if (!use) return;
    if (use->kind == ResidueUse::Kind::kShortest) {
      const auto& uses = result_.file.residue;
      const auto before = std::ranges::find(uses, use->kind, &ResidueUse::kind);
      if (before != uses.end()) {
        Error(use->span,
              "'residue shortest' is there already, in " + Place(before->span));
        return;
      }
    }
    result_.file.residue.push_back(*std::move(use));
  }

  void ParseStatementLine(LineParser& parser) {
    std::optional<Statement> statement =
        ParseStatement(parser, DirectiveNames());
    if (!statement) return;
    statement->source_line = source_line_;
    CheckStatement(*statement, context_);
    if (result_.file.statements.size() == kMostStatements) {
      parser.Report(statement->span,
                    absl::StrFormat("more than %d rules", kMostStatements));
      return;
    }
    result_.file.statements.push_back(*std::move(statement));
  }

  // "line 3", or "common.rules:3" in another file.
  std::string Place(SourceSpan span) const {
    if (span.file == open_.back().file) {
      return absl::StrFormat("line %d", span.line);
    }
    return absl::StrFormat("%s:%d", result_.file.files[span.file], span.line);
  }

  const ParseInput& input_;
  ParseResult result_;
  ParseContext context_;
  std::vector<Open> open_;
  std::vector<std::string> seen_files_;
  std::optional<SourceSpan> profile_;
  std::string source_line_;
};

}  // namespace

ParseResult ParseRules(const ParseInput& input) {
  return FileParser(input).Run();
}

}  // namespace dcmscrub
