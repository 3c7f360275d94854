#include "rules/parse/diagnostic.h"

#include <absl/strings/str_format.h>

#include <algorithm>

#include "rules/parse/lexer.h"
#include "rules/parse/parser.h"

namespace dcmscrub {
namespace {

std::string_view SeverityName(Diagnostic::Severity severity) {
  switch (severity) {
    case Diagnostic::Severity::kError:
      return "error";
    case Diagnostic::Severity::kWarning:
      return "warning";
    case Diagnostic::Severity::kNote:
      break;
  }
  return "note";
}

// Text of a file on its way to a terminal: what is not UTF-8, and what could
// steer the terminal, becomes a question mark, one for each character.
std::string Harmless(std::string_view text) {
  const SourceText source = SourceText::OfLine(text);
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    while (end < text.size() && source.columns[end] == source.columns[i]) ++end;
    const std::string_view character = text.substr(i, end - i);
    const auto byte = static_cast<unsigned char>(character.front());
    const bool control = (byte < 0x20 && byte != '\t') || byte == 0x7F ||
                         (byte == 0xC2 && character.size() == 2 &&
                          static_cast<unsigned char>(character[1]) < 0xA0);
    const bool broken = byte >= 0x80 && character.size() == 1;
    if (control || broken) {
      out += '?';
    } else {
      out += character;
    }
    i = end;
  }
  return out;
}

// Under the line: the same tabs, so that the caret stands where it should.
std::string Caret(std::string_view line, const SourceSpan& span) {
  const SourceText source = SourceText::OfLine(line);
  std::string out;
  std::uint32_t column = 1;
  for (std::size_t i = 0; i < line.size() && column < span.column; ++i) {
    if (source.columns[i] != column) continue;
    out += line[i] == '\t' ? '\t' : ' ';
    ++column;
  }
  out += '^';
  const std::uint32_t end = source.columns.back();
  const std::uint32_t room = end > span.column ? end - span.column : 1;
  out.append(std::min(std::max(span.length, 1U), room) - 1, '~');
  return out;
}

void AppendTo(std::string& out, const ParseResult& result,
              const Diagnostic& diagnostic) {
  const SourceSpan& span = diagnostic.span;
  const auto& files = result.file.files;
  std::string place = span.file < files.size() ? files[span.file] : "rules";
  if (span.line > 0) {
    absl::StrAppendFormat(&place, ":%d:%d", span.line, span.column);
  }
  absl::StrAppendFormat(&out, "%s: %s: %s", Harmless(place),
                        SeverityName(diagnostic.severity),
                        Harmless(diagnostic.message));
  if (!diagnostic.suggestion.empty()) {
    absl::StrAppendFormat(&out, "; did you mean %s?",
                          Harmless(diagnostic.suggestion));
  }
  out += '\n';
  if (span.line == 0 || span.file >= result.lines.size()) return;
  const auto& lines = result.lines[span.file];
  if (span.line > lines.size()) return;
  const std::string& line = lines[span.line - 1];
  absl::StrAppendFormat(&out, "  %s\n  %s\n", Harmless(line),
                        Caret(line, span));
}

}  // namespace

bool ParseResult::ok() const {
  return std::ranges::none_of(diagnostics, [](const Diagnostic& diagnostic) {
    return diagnostic.severity == Diagnostic::Severity::kError;
  });
}

std::string Render(const ParseResult& result) {
  return Render(result, result.diagnostics);
}

std::string Render(const ParseResult& result,
                   std::span<const Diagnostic> diagnostics) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics) {
    AppendTo(out, result, diagnostic);
  }
  return out;
}

}  // namespace dcmscrub
