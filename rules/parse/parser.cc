#include "rules/parse/parser.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "kernels/core/ascii.h"
#include "rules/language/keywords.h"
#include "rules/parse/built_in.h"
#include "rules/parse/directive_parser.h"
#include "rules/parse/lexer.h"
#include "rules/parse/line_parser.h"
#include "rules/parse/statement_check.h"
#include "rules/parse/statement_parser.h"
#include "rules/parse/text_file.h"

namespace dcmscrub {
namespace {

using Severity = Diagnostic::Severity;

constexpr std::size_t kDeepestInclude = 16;
// Links may give one file any number of names.
constexpr std::size_t kMostFiles = 200;
// Numbers of statements are 16 bits wide in the compiled table.
constexpr std::size_t kMostStatements = 20'000;

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
  while (!text.empty()) lines.emplace_back(TakeLine(text));
  if (lines.empty()) lines.emplace_back();
  return lines;
}

// A whole parse: the root file and what it includes.
class FileParser {
 public:
  explicit FileParser(const ParseInput& input)
      : input_(input), directives_(input, context_, result_.file) {}

  ParseResult Run() {
    ParseFile(input_.name,
              std::filesystem::path(input_.name).lexically_normal().string(),
              input_.text);
    directives_.CheckParameters();
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
    TakeByteOrderMark(text);
    const std::vector<std::string> lines = SplitLines(text);
    result_.lines.push_back(lines);
    if (const std::string_view why = WhyNoText(text); !why.empty()) {
      Error({number, 0, 0, 0}, std::string(why));
    } else {
      for (std::size_t i = 0; i < lines.size() && !lacks_version_; ++i) {
        ParseLine(lines[i], static_cast<std::uint32_t>(i + 1));
      }
      if (open_.size() == 1 && !open_.back().seen_line) WantVersion();
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
      return WantVersion();
    }
    if (bad != std::string_view::npos) {
      return Error({file, number, text.columns[bad], 1},
                   "this is not UTF-8; save the file as UTF-8");
    }
    LineParser parser(context_, std::move(text), file, number,
                      open_.back().folder);
    if (!parser.well_formed()) return;
    if (parser.IsWord("dcmscrub")) return ParseVersion(parser, first);
    if (parser.TakeWord("include")) return ParseInclude(parser);
    if (!directives_.Parse(parser)) ParseStatementLine(parser);
  }

  // Without it a file may be anything, a list of patients as well: nothing of
  // it is shown.
  void WantVersion() {
    lacks_version_ = true;
    Error({open_.back().file, 0, 0, 0},
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

  // Words that begin a line, verbs aside.
  static std::span<const std::string_view> LineWords() {
    static const std::vector<std::string_view> kWords = [] {
      const auto names = DirectiveParser::Names();
      std::vector<std::string_view> words = {"dcmscrub", "include"};
      words.insert(words.end(), names.begin(), names.end());
      return words;
    }();
    return kWords;
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
    std::vector<std::string_view> names;
    for (const BuiltInRules& rules : AllBuiltInRules()) {
      names.push_back(rules.name);
    }
    parser.FailName(
        name, absl::StrFormat("no rules '%s' are built in", name.text), names);
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

  void ParseStatementLine(LineParser& parser) {
    std::optional<Statement> statement = ParseStatement(parser, LineWords());
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

  const ParseInput& input_;
  ParseResult result_;
  ParseContext context_;
  DirectiveParser directives_;
  std::vector<Open> open_;
  std::vector<std::string> seen_files_;
  std::string source_line_;
  bool lacks_version_ = false;
};

}  // namespace

ParseResult ParseRules(const ParseInput& input) {
  return FileParser(input).Run();
}

}  // namespace dcmscrub
