#include "rules/import/dicomedit_script.h"

#include <absl/strings/ascii.h>
#include <absl/strings/str_format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "kernels/core/ascii.h"

namespace dcmscrub {
namespace {

using Action = DicomEditAction;
using Statement = DicomEditStatement;
using Term = DicomEditTerm;

constexpr std::size_t kDeepest = 20;

bool IsTagDigit(char c) {
  return absl::ascii_isxdigit(static_cast<unsigned char>(c)) || c == 'X' ||
         c == 'x' || c == '@' || c == '#';
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  absl::StatusOr<std::vector<Statement>> ReadAll() {
    std::vector<Statement> statements;
    while (SkipToStatement()) {
      Statement& statement = statements.emplace_back();
      const std::size_t begin = at_;
      statement.place = PlaceHere();
      if (!ReadStatement(statement) || !EndStatement()) return Mistake();
      statement.source = Trimmed(text_.substr(begin, at_ - begin));
    }
    return statements;
  }

  bool ReadOnlyPath(std::vector<DicomEditStep>& path) {
    SkipBlanks();
    if (!ReadPath(path)) return false;
    SkipBlanks();
    return at_ == text_.size();
  }

 private:
  absl::Status Mistake() const {
    return ImportMistake(PlaceOf(text_, mistake_at_), why_);
  }

  bool Fail(std::string why) {
    mistake_at_ = at_;
    why_ = std::move(why);
    return false;
  }

  bool AtEnd() const { return at_ >= text_.size(); }
  char Char() const { return AtEnd() ? '\n' : text_[at_]; }
  bool At(std::string_view sign) const {
    return text_.substr(at_).starts_with(sign);
  }

  // Over blanks and comments. A line that ends in \ goes on in the next.
  void SkipBlanks() {
    for (;;) {
      while (!AtEnd() && (Char() == ' ' || Char() == '\t' || Char() == '\r')) {
        ++at_;
      }
      if (At("//")) {
        while (!AtEnd() && Char() != '\n') ++at_;
      } else if (At("\\\n") || At("\\\r\n")) {
        at_ = text_.find('\n', at_) + 1;
      } else {
        return;
      }
    }
  }

  bool SkipToStatement() {
    for (;; ++at_) {
      SkipBlanks();
      if (AtEnd()) return false;
      if (Char() != '\n' && Char() != ';') return true;
    }
  }

  bool EndStatement() {
    const std::size_t end = at_;
    SkipBlanks();
    if (AtEnd() || Char() == '\n' || Char() == ';') {
      at_ = end;
      return true;
    }
    return Fail("this is no statement of DicomEdit 6");
  }

  // Lines up to here are counted once.
  ImportPlace PlaceHere() {
    for (; counted_ < at_; ++counted_) {
      if (text_[counted_] != '\n') continue;
      ++place_.line;
      line_begin_ = counted_ + 1;
    }
    place_.column = at_ - line_begin_ + 1;
    return place_;
  }

  bool Take(std::string_view sign) {
    SkipBlanks();
    if (!At(sign)) return false;
    at_ += sign.size();
    return true;
  }

  std::string TakeWord() {
    SkipBlanks();
    const std::size_t begin = at_;
    while (!AtEnd() && (IsLetterOrDigit(Char()) || Char() == '_')) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  bool ReadStatement(Statement& statement) {
    const std::size_t begin = at_;
    const std::string word = TakeWord();
    if (word == "version") return ReadVersion(statement);
    if (word == "removeAllPrivateTags" || word == "describe" ||
        word == "export") {
      statement.kind = word == "removeAllPrivateTags"
                           ? Statement::Kind::kRemovePrivate
                           : Statement::Kind::kNote;
      // How else they are written is of no matter to rules.
      if (word != "removeAllPrivateTags") SkipLine();
      return true;
    }
    if (word == "if") {
      statement.kind = Statement::Kind::kBlock;
      return SkipBlock();
    }
    at_ = begin;
    if (ReadCondition(statement)) return ReadCases(statement);
    if (!why_.empty()) return false;
    at_ = begin;
    return ReadAction(statement.actions.emplace_back());
  }

  bool ReadVersion(Statement& statement) {
    statement.kind = Statement::Kind::kVersion;
    SkipBlanks();
    Term term;
    if (!ReadQuoted(term.text)) return Fail("want version \"6.…\"");
    statement.word = std::move(term.text);
    return true;
  }

  void SkipLine() {
    while (!AtEnd() && Char() != '\n') ++at_;
  }

  // To the end of if {…} elseif {…} else {…}.
  bool SkipBlock() {
    for (;;) {
      if (!SkipTo('{') || !SkipBraces()) return Fail("a block has no end");
      const std::size_t end = at_;
      SkipToStatement();
      const std::string word = TakeWord();
      if (word != "else" && word != "elseif") {
        at_ = end;
        return true;
      }
    }
  }

  // Over texts, comments and the creators of private tags.
  bool StepOver() {
    if (Char() == '"' || Char() == '\'') {
      std::string text;
      return ReadQuoted(text);
    }
    if (At("//")) return SkipLine(), true;
    if (At(",{") || At(", {")) {
      at_ = text_.find('}', at_);
      if (at_ == std::string_view::npos) return at_ = text_.size(), false;
    }
    ++at_;
    return true;
  }

  bool SkipTo(char sign) {
    while (!AtEnd() && Char() != sign) {
      if (!StepOver()) return false;
    }
    return !AtEnd();
  }

  bool SkipBraces() {
    std::size_t depth = 0;
    while (!AtEnd()) {
      if (Char() == '{') ++depth;
      if (Char() == '}' && --depth == 0) return ++at_, true;
      if (!StepOver()) return false;
    }
    return false;
  }

  // value sign value ?, where it is one. why_ stays empty where it is not.
  bool ReadCondition(Statement& statement) {
    if (!ReadTerm(statement.left)) return why_.clear(), false;
    SkipBlanks();
    constexpr std::array<std::string_view, 4> kSigns = {"!=", "!~", "=", "~"};
    const auto* sign = std::ranges::find_if(
        kSigns, [this](std::string_view candidate) { return At(candidate); });
    if (sign == kSigns.end()) return false;
    at_ += sign->size();
    statement.sign = *sign;
    if (!ReadTerm(statement.right)) return false;
    return Take("?") || Fail("want condition ? action");
  }

  bool ReadCases(Statement& statement) {
    if (!ReadAction(statement.actions.emplace_back())) return false;
    return !Take(":") || ReadAction(statement.actions.emplace_back());
  }

  bool ReadAction(Action& action) {
    SkipBlanks();
    if (Take("-")) {
      action.kind = Action::Kind::kDelete;
      SkipBlanks();
      return ReadPath(action.path) || Fail("want a tag, as (0010,0010)");
    }
    if (AtPath()) {
      if (!ReadPath(action.path)) return false;
      const bool if_exists = Take("?=");
      if (!if_exists && !Take(":=")) return Fail("want := and a value");
      action.kind =
          if_exists ? Action::Kind::kAssignIfExists : Action::Kind::kAssign;
      return ReadTerm(action.value);
    }
    const std::string word = TakeWord();
    if (word.empty()) return Fail("this is no statement of DicomEdit 6");
    if (word == "echo") {
      SkipLine();
      return true;
    }
    if (Take(":=")) {
      action.kind = Action::Kind::kSetVariable;
      action.variable = word;
      return ReadTerm(action.value);
    }
    action.kind = Action::Kind::kCall;
    return ReadCall(word, action.value);
  }

  bool ReadCall(const std::string& name, Term& term) {
    if (!Take("[")) return Fail("want := or the [ of a function");
    if (++depth_ > kDeepest) return Fail("nested too deep");
    term.kind = Term::Kind::kCall;
    term.text = name;
    if (!Take("]")) {
      do {
        if (!ReadTerm(term.arguments.emplace_back())) return false;
      } while (Take(","));
      if (!Take("]")) return Fail("want , or ]");
    }
    --depth_;
    return true;
  }

  bool ReadTerm(Term& term) {
    SkipBlanks();
    if (Char() == '"' || Char() == '\'') {
      return ReadQuoted(term.text) || Fail("a text has no end");
    }
    const bool number = IsDigit(Char()) || Char() == '-';
    if (number) {
      const std::size_t begin = at_++;
      while (!AtEnd() && (IsDigit(Char()) || Char() == '.')) ++at_;
      term.text = text_.substr(begin, at_ - begin);
      return true;
    }
    if (AtPath()) {
      term.kind = Term::Kind::kPath;
      return ReadPath(term.path);
    }
    const std::string word = TakeWord();
    if (word.empty()) return Fail("want a text, a tag, or a name");
    SkipBlanks();
    if (Char() == '[') return ReadCall(word, term);
    term.kind = Term::Kind::kVariable;
    term.text = word;
    return true;
  }

  bool ReadQuoted(std::string& out) {
    const char quote = Char();
    if (quote != '"' && quote != '\'') return false;
    const std::size_t begin = at_ + 1;
    for (std::size_t end = begin; end < text_.size(); ++end) {
      if (text_[end] == '\n') break;
      if (text_[end] == '\\') {
        ++end;
      } else if (text_[end] == quote) {
        out = text_.substr(begin, end - begin);
        at_ = end + 1;
        return true;
      }
    }
    return false;
  }

  bool AtPath() const {
    return Char() == '(' || Char() == '*' || Char() == '+' || Char() == '.';
  }

  bool ReadPath(std::vector<DicomEditStep>& path) {
    do {
      SkipBlanks();
      DicomEditStep& step = path.emplace_back();
      if (Char() == '*' || Char() == '+' || Char() == '.') {
        step.any_sequence = Char();
        ++at_;
      } else if (!ReadTag(step)) {
        return false;
      }
    } while (Take("/") && path.size() < kDeepest);
    return true;
  }

  bool ReadTag(DicomEditStep& step) {
    if (!Take("(") || !ReadDigits(4, step.group) || !Take(",")) {
      return Fail("want a tag, as (0010,0010)");
    }
    SkipBlanks();
    if (Char() == '{') {
      const std::size_t end = text_.find_first_of("}\n", at_);
      if (end == std::string_view::npos || text_[end] == '\n') {
        return Fail("a creator has no end");
      }
      step.creator = text_.substr(at_ + 1, end - at_ - 1);
      at_ = end + 1;
    }
    const std::size_t digits = step.creator.empty() ? 4 : 2;
    if (!ReadDigits(digits, step.element) || !Take(")")) {
      return Fail("want the digits of a tag, and )");
    }
    SkipBlanks();
    if (Char() != '[') return true;
    const std::size_t end = text_.find_first_of("]\n", at_);
    if (end == std::string_view::npos || text_[end] == '\n') {
      return Fail("want the number of an item, and ]");
    }
    step.item = Trimmed(text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    return true;
  }

  bool ReadDigits(std::size_t count, std::string& digits) {
    SkipBlanks();
    for (; digits.size() < count; ++at_) {
      if (AtEnd() || !IsTagDigit(Char())) return false;
      digits += ToUpper(Char());
    }
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0, depth_ = 0;
  std::size_t mistake_at_ = 0;
  std::string why_;
  ImportPlace place_;
  std::size_t counted_ = 0, line_begin_ = 0;
};

}  // namespace

absl::StatusOr<std::vector<DicomEditStatement>> ReadDicomEdit(
    std::string_view text) {
  return Reader(text).ReadAll();
}

bool ReadDicomEditPath(std::string_view text,
                       std::vector<DicomEditStep>& path) {
  return Reader(text).ReadOnlyPath(path);
}

std::string DicomEditText(std::string_view written) {
  std::string text;
  for (std::size_t at = 0; at < written.size(); ++at) {
    if (written[at] != '\\' || at + 1 == written.size()) {
      text += written[at];
      continue;
    }
    const char c = written[++at];
    text += c == 'n' ? '\n' : c == 't' ? '\t' : c;
  }
  return text;
}

std::string DicomEditPattern(std::string_view written) {
  std::string pattern;
  for (std::size_t at = 0; at < written.size(); ++at) {
    pattern += written[at];
    if (written.substr(at, 2) == "\\\\") ++at;
  }
  return pattern;
}

}  // namespace dcmscrub
