#include "rules/check/rule_edit.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "kernels/core/ascii.h"
#include "rules/check/check.h"
#include "rules/check/check_reach.h"
#include "rules/language/rule_keys.h"

namespace dcmscrub {
namespace {

// Stands above what was added.
constexpr std::string_view kHeading = "# Added with 'dcmscrub rules add':";

bool IsError(const Diagnostic& diagnostic) {
  return diagnostic.severity == Diagnostic::Severity::kError;
}

// Where each line of a text begins, and the end of the text.
std::vector<std::size_t> LineStarts(std::string_view text) {
  std::vector<std::size_t> starts = {0};
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') starts.push_back(i + 1);
  }
  if (starts.back() != text.size()) starts.push_back(text.size());
  return starts;
}

bool IsSameValue(const std::optional<Value>& a, const std::optional<Value>& b) {
  if (!a || !b) return !a && !b;
  return a->kind == Value::Kind::kText && b->kind == Value::Kind::kText &&
         a->text == b->text;
}

// Whether two statements, each for one attribute, say the same.
bool IsSame(const Statement& a, const Statement& b) {
  if (a.source_line == b.source_line) return true;
  return a.verb == b.verb && a.selectors.size() == 1 &&
         b.selectors.size() == 1 && !a.where && !b.where &&
         KeyOf(a.selectors[0]) == KeyOf(b.selectors[0]) &&
         a.precision == b.precision && IsSameValue(a.value, b.value);
}

// Whether no earlier statement decides about all that one is about.
bool Decides(const RuleFile& file, std::size_t statement) {
  std::vector<Diagnostic> unused;
  ReachChecker reach(file, unused);
  for (std::uint32_t i = 0; i < statement; ++i) reach.Add(i);
  return reach.Add(static_cast<std::uint32_t>(statement)).empty();
}

class Editor {
 public:
  Editor(std::string_view text, const std::string& name, const ReadText& read)
      : text_(text), name_(name), read_(read) {}

  absl::StatusOr<EditedRules> Add(std::string_view base,
                                  const RuleAddition& addition) {
    if (absl::Status status = ReadAddition(addition); !status.ok()) {
      return status;
    }
    if (text_.empty()) return Checked(NewFile(base), kLineOfNew);
    const ParseResult before = Parse(std::string(text_));
    if (!before.ok()) return Mistakes(before, before.diagnostics);
    for (std::size_t i = 0; i < before.file.statements.size(); ++i) {
      const Statement& there = before.file.statements[i];
      if (there.span.file == 0 && IsSame(there, statement_) &&
          Decides(before.file, i)) {
        return EditedRules{std::string(text_), there.span.line, true,
                           WarningsOf(before, there.span.line)};
      }
    }
    starts_ = LineStarts(text_);
    newline_ = text_.find("\r\n") < text_.find('\n') ? "\r\n" : "\n";
    return Insert();
  }

 private:
  static constexpr std::uint32_t kLineOfNew = 5;

  ParseResult Parse(std::string text) const {
    ParseInput input{name_, std::move(text), {}, read_};
    input.lacks_values = true;
    return ParseRules(input);
  }

  static std::string WarningsOf(const ParseResult& parsed, std::uint32_t line) {
    std::vector<Diagnostic> odd = Check(parsed.file);
    std::erase_if(odd, [line](const Diagnostic& one) {
      return one.span.file != 0 || one.span.line != line;
    });
    return Render(parsed, odd);
  }

  static absl::Status Mistakes(const ParseResult& parsed,
                               std::vector<Diagnostic> diagnostics) {
    std::erase_if(diagnostics,
                  [](const Diagnostic& one) { return !IsError(one); });
    return absl::InvalidArgumentError(Render(parsed, diagnostics));
  }

  // What is added must be one statement, and nothing but what it says it is.
  absl::Status ReadAddition(const RuleAddition& addition) {
    line_ = addition.action + " " + addition.selector;
    if (!addition.argument.empty()) line_ += " " + addition.argument;
    ParseInput input{"rule", "dcmscrub 1\n" + line_ + "\n", {}, read_};
    const ParseResult parsed = ParseRules(input);
    if (!parsed.ok()) return Mistakes(parsed, parsed.diagnostics);
    if (parsed.file.statements.size() == 1) {
      statement_ = parsed.file.statements[0];
      if (statement_.selectors.empty()) {
        return absl::InvalidArgumentError(
            "a rule that is added is about an attribute");
      }
    }
    if (statement_.source_line != line_) {
      return absl::InvalidArgumentError(
          "a rule is one line, without a comment in it");
    }
    if (addition.comment.empty()) return absl::OkStatus();
    line_ += "  # ";
    for (const char c : addition.comment) {
      line_ += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
    return absl::OkStatus();
  }

  std::string NewFile(std::string_view base) const {
    return absl::StrFormat(
        "dcmscrub 1\n# The first line that fits decides: what stands above the "
        "include comes first.\n\n%s\n%s\n\ninclude %s\n",
        kHeading, line_, base);
  }

  // Line `number`, from 1.
  std::string_view Line(std::size_t number) const {
    return text_.substr(starts_[number - 1],
                        starts_[number] - starts_[number - 1]);
  }
  std::size_t lines() const { return starts_.size() - 1; }

  bool IsRule(std::size_t number) const {
    const std::string_view line = Content(number);
    return !line.empty() && !line.starts_with('#');
  }
  std::string_view Content(std::size_t number) const {
    std::string_view line = Line(number);
    if (line.ends_with('\n')) line.remove_suffix(1);
    return Trimmed(line);
  }

  absl::StatusOr<EditedRules> Insert() {
    for (std::size_t number = 1; number <= lines(); ++number) {
      if (Content(number) == kHeading) return InsertUnder(number);
    }
    std::size_t before = lines() + 1;
    for (std::size_t number = 2; number < before; ++number) {
      if (Begins(number)) before = number;
    }
    // A comment right above belongs to what it stands above.
    while (before <= lines() && before > 2 &&
           Content(before - 1).starts_with('#')) {
      --before;
    }
    return InsertBefore(before, /*headed=*/true);
  }

  // Behind what was added before; where that decides, before it.
  absl::StatusOr<EditedRules> InsertUnder(std::size_t heading) {
    std::size_t before = heading + 1;
    while (before <= lines() && IsRule(before) && !IsInclude(before)) ++before;
    auto edited = InsertBefore(before, /*headed=*/false);
    if (!edited.ok() || before == heading + 1) return edited;
    const ParseResult parsed = Parse(edited->text);
    for (std::size_t i = 0; i < parsed.file.statements.size(); ++i) {
      const SourceSpan& span = parsed.file.statements[i].span;
      if (span.file == 0 && span.line == edited->line &&
          !Decides(parsed.file, i)) {
        return InsertBefore(heading + 1, /*headed=*/false);
      }
    }
    return edited;
  }

  // Whether a statement or an include stands in a line.
  bool Begins(std::size_t number) const {
    if (!IsRule(number)) return false;
    static constexpr std::string_view kOthers[] = {
        "dcmscrub",   "profile",  "option",           "param", "safe-private",
        "trust",      "encrypt",  "date-shift-range", "dates", "day-zero",
        "vocabulary", "uid-root", "residue"};
    return std::ranges::find(kOthers, FirstWord(number)) == std::end(kOthers);
  }
  bool IsInclude(std::size_t number) const {
    return FirstWord(number) == "include";
  }
  std::string_view FirstWord(std::size_t number) const {
    const std::string_view line = Content(number);
    return line.substr(0, line.find_first_of(" \t"));
  }

  absl::StatusOr<EditedRules> InsertBefore(std::size_t number, bool headed) {
    const std::size_t at = starts_[std::min(number, lines() + 1) - 1];
    std::string added;
    auto line = static_cast<std::uint32_t>(number);
    if (at > 0 && text_[at - 1] != '\n') added += newline_;
    if (headed) {
      if (number > 1 && number - 1 <= lines() && !Content(number - 1).empty()) {
        added += newline_;
        ++line;
      }
      absl::StrAppendFormat(&added, "%s%s", kHeading, newline_);
      ++line;
    }
    absl::StrAppendFormat(&added, "%s%s", line_, newline_);
    if (headed && number <= lines()) added += newline_;
    std::string text(text_);
    text.insert(at, added);
    return Checked(std::move(text), line);
  }

  absl::StatusOr<EditedRules> Checked(std::string text,
                                      std::uint32_t line) const {
    const ParseResult parsed = Parse(text);
    std::vector<Diagnostic> diagnostics = parsed.diagnostics;
    if (parsed.ok()) {
      const auto odd = Check(parsed.file);
      diagnostics.insert(diagnostics.end(), odd.begin(), odd.end());
    }
    if (std::ranges::any_of(diagnostics, IsError)) {
      return Mistakes(parsed, std::move(diagnostics));
    }
    return EditedRules{std::move(text), line, false, WarningsOf(parsed, line)};
  }

  const std::string_view text_;
  const std::string& name_;
  const ReadText& read_;
  std::string line_;
  Statement statement_;
  std::vector<std::size_t> starts_;
  std::string_view newline_;
};

}  // namespace

absl::StatusOr<EditedRules> AddRule(std::string_view text,
                                    const std::string& name,
                                    std::string_view base,
                                    const RuleAddition& addition,
                                    const ReadText& read) {
  return Editor(text, name, read).Add(base, addition);
}

}  // namespace dcmscrub
