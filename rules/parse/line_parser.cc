#include "rules/parse/line_parser.h"

#include <absl/strings/numbers.h>
#include <absl/strings/str_format.h>

#include <algorithm>

#include "rules/language/keywords.h"

namespace dcmscrub {

LineParser::LineParser(ParseContext& context, SourceText text,
                       std::uint16_t file, std::uint32_t line,
                       std::string_view folder)
    : context_(context),
      text_(std::move(text)),
      line_{file, line, 1, 1},
      folder_(folder) {
  std::vector<LexMistake> mistakes;
  tokens_ = Tokenize(text_, mistakes);
  for (LexMistake& mistake : mistakes) {
    Report(SpanOf(mistake.range), std::move(mistake.message),
           std::move(mistake.suggestion));
  }
  well_formed_ = mistakes.empty();
}

const Token& LineParser::Peek(std::size_t ahead) const {
  return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
}

bool LineParser::IsWord(std::string_view word) const {
  return Peek().kind == Token::Kind::kWord && Peek().text == word;
}

bool LineParser::IsSign(std::string_view sign) const {
  return Peek().kind == Token::Kind::kSign && Peek().text == sign;
}

const Token& LineParser::Take() {
  const Token& token = Peek();
  if (!AtEnd()) ++at_;
  return token;
}

bool LineParser::TakeWord(std::string_view word) {
  if (!IsWord(word)) return false;
  Take();
  return true;
}

bool LineParser::TakeSign(std::string_view sign) {
  if (!IsSign(sign)) return false;
  Take();
  return true;
}

SourceSpan LineParser::SpanOf(ByteRange range) const {
  SourceSpan span = line_;
  span.column = text_.columns[range.begin];
  span.length = std::max(text_.columns[range.end] - span.column, 1U);
  return span;
}

SourceSpan LineParser::SpanFrom(std::size_t begin) const {
  const std::size_t end = at_ == 0 ? begin : tokens_[at_ - 1].range.end;
  return SpanOf({begin, std::max(begin, end)});
}

void LineParser::Report(SourceSpan span, std::string message,
                        std::string suggestion) {
  failed_ = true;
  context_.Report(Diagnostic::Severity::kError, span, std::move(message),
                  std::move(suggestion));
}

void LineParser::Warn(SourceSpan span, std::string message,
                      std::string suggestion) {
  context_.Report(Diagnostic::Severity::kWarning, span, std::move(message),
                  std::move(suggestion));
}

bool LineParser::Fail(const Token& token, std::string message,
                      std::string suggestion) {
  Report(SpanOf(token), std::move(message), std::move(suggestion));
  return false;
}

bool LineParser::Want(std::string_view what) {
  if (AtEnd()) return Fail(Peek(), absl::StrFormat("%s is missing", what));
  return Fail(Peek(),
              absl::StrFormat("%s is wanted, not '%s'", what, Peek().text));
}

bool LineParser::FailName(const Token& word, std::string_view message,
                          std::span<const std::string_view> names) {
  if (word.text.find('.') != std::string_view::npos) {
    return Fail(word, "a file name stands in quotes",
                absl::StrFormat("\"%s\"", word.text));
  }
  return Fail(word, absl::StrFormat("%s; a file stands in quotes", message),
              std::string(Nearest(word.text, names)));
}

bool LineParser::WantSign(std::string_view sign, std::string_view after) {
  if (TakeSign(sign)) return true;
  return Fail(Peek(), absl::StrFormat("'%s' is wanted after %s", sign, after));
}

bool LineParser::WantEnd() {
  if (AtEnd()) return true;
  const Token& token = Peek();
  static constexpr std::string_view kWhere[] = {"if", "when", "Where", "WHERE",
                                                "unless"};
  if (std::ranges::find(kWhere, token.text) != std::end(kWhere)) {
    return Fail(
        token,
        absl::StrFormat("a condition does not begin with '%s'", token.text),
        token.text == "unless" ? "where not" : "where");
  }
  static constexpr std::string_view kMeant[] = {"where"};
  return Fail(token,
              absl::StrFormat("the line should end before '%s'", token.text),
              std::string(Nearest(token.text, kMeant)));
}

bool LineParser::DecodePieces(std::vector<TextPiece>& pieces) {
  std::vector<LexMistake> mistakes;
  pieces = DecodeText(text_, Take().range, mistakes);
  for (LexMistake& mistake : mistakes) {
    Report(SpanOf(mistake.range), std::move(mistake.message),
           std::move(mistake.suggestion));
  }
  return mistakes.empty();
}

const ParseContext::Parameter* LineParser::TakeParameter(
    std::string_view name) {
  const auto found = context_.parameters.find(name);
  if (found == context_.parameters.end()) return nullptr;
  found->second.used = true;
  return &found->second;
}

bool LineParser::ParseText(std::string_view what, std::string& text,
                           std::string* alone) {
  if (Peek().kind != Token::Kind::kQuoted) {
    const bool other = Peek().kind != Token::Kind::kWord || IsWord("where") ||
                       FindKeyword(Peek().text) != nullptr;
    if (other) return Want(what);
    return Fail(Peek(), absl::StrFormat("%s stands in quotes", what),
                absl::StrFormat("\"%s\"", Peek().text));
  }
  std::vector<TextPiece> pieces;
  if (!DecodePieces(pieces)) return false;
  for (const TextPiece& piece : pieces) {
    if (!piece.braced) {
      text += piece.text.bytes;
      continue;
    }
    LineParser inner(context_, piece.text, line_.file, line_.line, folder_);
    if (!inner.well_formed()) return failed_ = true, false;
    const Token& name = inner.Take();
    const auto* parameter = inner.TakeParameter(name.text);
    if (parameter == nullptr || !inner.AtEnd()) {
      Report(inner.SpanOf({0, piece.text.bytes.size()}),
             "only a parameter can stand in braces here; a brace itself is "
             "written \\{");
      return false;
    }
    text += parameter->value;
    if (alone != nullptr && pieces.size() == 1) *alone = name.text;
  }
  return true;
}

bool LineParser::ParsePath(std::string& path) {
  const Token& token = Peek();
  if (!ParseText("a file name", path)) return false;
  if (path.empty()) return Fail(token, "a file name is missing");
  if (path.find('\0') != std::string::npos) {
    return Fail(token, "no file has such a name");
  }
  if (path.front() != '/') path.insert(0, folder_);
  return true;
}

bool LineParser::ParseInteger(std::string_view what, std::int64_t least,
                              std::int64_t most, std::int64_t& number) {
  const Token& token = Peek();
  if (token.kind != Token::Kind::kWord) return Want(what);
  const std::string_view text = token.text;
  if (!absl::SimpleAtoi(absl::string_view(text.data(), text.size()), &number)) {
    return Want(what);
  }
  if (number < least || number > most) {
    return Fail(token,
                absl::StrFormat("%s is from %d to %d", what, least, most));
  }
  Take();
  return true;
}

bool ParseDecimal(std::string_view text, double& number) {
  const bool plain =
      text.find_first_not_of("0123456789+-.eE") == std::string_view::npos;
  return plain &&
         absl::SimpleAtod(absl::string_view(text.data(), text.size()), &number);
}

}  // namespace dcmscrub
