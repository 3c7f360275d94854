#include "rules/import/import_writer.h"

#include <absl/strings/str_format.h>

#include <algorithm>

#include "kernels/core/ascii.h"
#include "rules/parse/lexer.h"
#include "rules/parse/parser.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kLongestRemark = 300;

// One line of what others wrote: no line ends, no control characters, no end
// in sight cut off.
std::string OneLine(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool blank = byte <= 0x20 || byte == 0x7F;
    if (!blank) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  if (line.size() > kLongestRemark) {
    std::size_t end = kLongestRemark;
    while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) {
      --end;
    }
    line = line.substr(0, end) + " …";
  }
  while (line.ends_with(' ')) line.pop_back();
  if (FindBadUtf8(line) != std::string::npos) {
    std::ranges::replace_if(
        line, [](char c) { return static_cast<unsigned char>(c) >= 0x80; },
        '?');
  }
  return line;
}

std::string Joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

// Letters that may be part of a parameter's name.
bool IsNameLetter(char c) {
  return IsLower(c) || IsDigit(c) || c == '-' || c == '_';
}

}  // namespace

std::string QuotedText(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\' || c == '{' || c == '}') quoted += '\\';
    if (c == '\n') {
      quoted += "\\n";
    } else if (c == '\t') {
      quoted += "\\t";
    } else if (byte >= 0x20 && byte != 0x7F) {
      quoted += c;
    }
  }
  return quoted + '"';
}

std::string QuotedPattern(std::string_view pattern) {
  std::string quoted = "\"";
  for (const char c : pattern) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"') quoted += '\\';
    if (byte >= 0x20 && byte != 0x7F) quoted += c;
  }
  return quoted + '"';
}

ImportWriter::ImportWriter(std::string_view from, std::string_view name) {
  head_ = absl::StrFormat(
      "dcmscrub 1\n"
      "# From %s, %s.\n"
      "# Look at the lines that begin with '# left': they have no equivalent, "
      "or none\n"
      "# that is exact.\n"
      "profile basic  # for all that is not named here\n\n",
      from, OneLine(name));
}

std::string ImportWriter::AddParameter(std::string_view name,
                                       std::string_view value) {
  std::string own;
  for (char c : name) {
    c = ToLower(c);
    own += IsNameLetter(c) ? c : '-';
  }
  if (own.empty() || own.front() < 'a' || own.front() > 'z') own = "p-" + own;
  const auto free = [&](const std::string& candidate) {
    std::string why;
    return !parameters_.contains(candidate) &&
           Accepts({"param " + candidate + " \"\""}, why);
  };
  if (!free(own)) own = "p-" + own;
  for (int i = 2; !free(own) && i < 1000; ++i) {
    own = absl::StrFormat("p%d-%s", i, own);
  }
  parameters_[own] = value;
  return own;
}

std::string ImportWriter::Head() const {
  std::string text = head_;
  for (const auto& [name, value] : parameters_) {
    text += absl::StrFormat("param %s %s\n", name, QuotedText(value));
  }
  return text;
}

bool ImportWriter::Accepts(const std::vector<std::string>& rules,
                           std::string& why) const {
  ParseInput input;
  input.name = "rules";
  input.text = Head() + Joined(rules);
  const ParseResult parsed = ParseRules(input);
  for (const Diagnostic& diagnostic : parsed.diagnostics) {
    if (diagnostic.severity != Diagnostic::Severity::kError) continue;
    why = diagnostic.message;
    if (!diagnostic.suggestion.empty()) {
      why += "; did you mean " + diagnostic.suggestion + "?";
    }
    return false;
  }
  return true;
}

void ImportWriter::AddRules(const std::vector<std::string>& rules,
                            std::string_view source, std::string_view remark) {
  std::string why = "nothing to do";
  if (rules.empty() || !Accepts(rules, why)) return AddLeft(source, why);
  ++result_.translated;
  std::string text = Joined(rules);
  if (!remark.empty()) {
    text.pop_back();
    text += "  # " + OneLine(remark) + '\n';
  }
  body_ += text;
}

void ImportWriter::AddLeft(std::string_view source, std::string_view why) {
  ++result_.left;
  body_ += absl::StrFormat("# left: %s: %s\n", OneLine(source), OneLine(why));
}

void ImportWriter::AddComment(std::string_view text) {
  body_ += "# " + OneLine(text) + '\n';
}

ImportResult ImportWriter::Finish() {
  // Parameters that no rule uses would only raise questions.
  ParseInput input;
  input.name = "rules";
  input.text = Head() + body_;
  const ParseResult parsed = ParseRules(input);
  for (const Diagnostic& diagnostic : parsed.diagnostics) {
    if (diagnostic.severity != Diagnostic::Severity::kWarning) continue;
    const std::string& line = parsed.lines[0][diagnostic.span.line - 1];
    if (!line.starts_with("param ")) continue;
    parameters_.erase(line.substr(6, line.find(' ', 6) - 6));
  }
  result_.rules = Head() + (parameters_.empty() ? "" : "\n") + body_;
  return std::move(result_);
}

}  // namespace dcmscrub
