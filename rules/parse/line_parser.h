// One line of a rule file, from its tokens to the AST. The rules layer's own:
// parser.h is what others use.
//
// Functions that return bool stop at a mistake of form: they have reported it,
// and the rest of the line means nothing. Mistakes of meaning (an attribute
// that does not exist) are reported as well, but the line goes on; failed()
// tells.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/language/rule_file.h"
#include "rules/parse/diagnostic.h"
#include "rules/parse/lexer.h"
#include "rules/standard/standard.h"

namespace dcmscrub {

// What the lines of a rule file and of those it includes have in common.
struct ParseContext {
  struct Parameter {
    std::string value;
    SourceSpan span;
    bool has_value = true;  // else reported already
    bool used = false;
  };
  std::map<std::string, Parameter, std::less<>> parameters;
  std::vector<Diagnostic> diagnostics;

  void Report(Diagnostic::Severity severity, SourceSpan span,
              std::string message, std::string suggestion = {}) {
    diagnostics.push_back(
        {severity, span, std::move(message), std::move(suggestion)});
  }
};

class LineParser {
 public:
  // `folder` comes before relative paths: "" or "a/b/".
  LineParser(ParseContext& context, SourceText text, std::uint16_t file,
             std::uint32_t line, std::string_view folder);
  LineParser(const LineParser&) = delete;
  LineParser& operator=(const LineParser&) = delete;

  // False, with all reported, when some of it is no token.
  bool well_formed() const { return well_formed_; }
  bool failed() const { return failed_; }

  const Token& Peek(std::size_t ahead = 0) const;
  bool AtEnd() const { return Peek().kind == Token::Kind::kEnd; }
  bool IsWord(std::string_view word) const;
  bool IsSign(std::string_view sign) const;
  const Token& Take();
  bool TakeWord(std::string_view word);
  bool TakeSign(std::string_view sign);

  SourceSpan SpanOf(ByteRange range) const;
  SourceSpan SpanOf(const Token& token) const { return SpanOf(token.range); }
  // From the token that began at byte `begin` to the last one taken.
  SourceSpan SpanFrom(std::size_t begin) const;

  void Report(SourceSpan span, std::string message,
              std::string suggestion = {});
  void Warn(SourceSpan span, std::string message, std::string suggestion = {});
  // Reports, and returns false.
  bool Fail(const Token& token, std::string message,
            std::string suggestion = {});
  // "a file name is missing", "a file name is wanted, not 'x'".
  bool Want(std::string_view what);
  // That a word is none of the built-in `names`; `message` says so. It may have
  // been meant as a file.
  bool FailName(const Token& word, std::string_view message,
                std::span<const std::string_view> names);
  bool WantSign(std::string_view sign, std::string_view after);
  bool WantEnd();

  // Text between quotes, with parameters put in. `alone`, if not null: the name
  // of the one parameter that is all of it, or nothing.
  bool ParseText(std::string_view what, std::string& text,
                 std::string* alone = nullptr);
  // A path of a file, relative to the folder.
  bool ParsePath(std::string& path);
  bool ParseInteger(std::string_view what, std::int64_t least,
                    std::int64_t most, std::int64_t& number);

  bool ParseSelectors(std::vector<Selector>& selectors);
  bool ParseReference(AttributeReference& reference);
  bool ParseValue(Value& value);
  // Text or a parameter: a value that no object has a part in.
  bool ParseLabelText(Value& value);
  bool ParseCondition(Condition& condition);

 private:
  struct Atom {
    AttributePattern pattern;
    std::vector<Vr> vrs;
    SourceSpan span;
    bool known = true;  // else reported already
  };
  enum class Purpose : std::uint8_t { kSelect, kRead };

  // selector_parser.cc
  bool ParseSelector(std::vector<Selector>& selectors);
  bool ParseSelectorPath(Selector& selector, bool& known);
  bool ParseAtom(Purpose purpose, Atom& atom);
  bool ParseWordAtom(Purpose purpose, Atom& atom);
  bool ParseTagAtom(Purpose purpose, Atom& atom);
  bool ParseCreatorAtom(const Token& group, Atom& atom);
  bool ParseGroupAtom(Atom& atom);
  bool ParseVrs(std::vector<Vr>& vrs);
  bool ParseItem(std::optional<std::uint32_t>& item);
  void ResolveTag(Purpose purpose, std::string_view group,
                  std::string_view element, Atom& atom);
  void CheckPlainTag(Atom& atom);
  void CheckRepeatingTag(Purpose purpose, Atom& atom);
  void ResolveKeyword(Purpose purpose, Atom& atom);
  void CheckStep(Purpose purpose, Atom& atom);
  void CheckRead(Atom& atom);
  std::string JoinedKeyword() const;

  // value_parser.cc
  bool ParseTerm(Value& value);
  bool ParseQuotedValue(Value& value);
  bool ParseNameValue(Value& value);
  bool ParseFunction(Value& value);
  bool ParsePseudonym(Value& value);
  bool ParseLookup(Value& value);
  bool ParseColumn(Value& value);
  bool ParseMiss(Value& value);
  bool ParseAgeMiss(Value& value);
  bool ParsePrefix(Value& value);
  bool ParseRegexArguments(Value& value);
  bool ParsePattern(std::string& pattern);
  // Of a parameter; nullptr when there is none of that name.
  const ParseContext::Parameter* TakeParameter(std::string_view name);
  bool DecodePieces(std::vector<TextPiece>& pieces);

  // condition_parser.cc
  bool ParseAll(Condition& condition);
  bool ParseOne(Condition& condition);
  bool ParseTest(Condition& condition);
  bool ParseOperand(const Token& test, Condition& condition);
  bool ParseNumber(Condition& condition);
  bool ParseOperandText(bool numbers, std::string& text);
  bool ParseDay(Condition& condition);

  // Keeps recursion away from the end of the stack.
  class Nesting {
   public:
    explicit Nesting(int& depth) : depth_(++depth) {}
    ~Nesting() { --depth_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;
    bool too_deep() const { return depth_ > kDeepest; }

   private:
    static constexpr int kDeepest = 40;
    int& depth_;
  };

  ParseContext& context_;
  SourceText text_;
  SourceSpan line_;  // column and length are of no account
  std::string_view folder_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
  bool well_formed_ = true;
  bool failed_ = false;
};

// Whether `text` is a number as < and > compare them.
bool ParseDecimal(std::string_view text, double& number);

}  // namespace dcmscrub
