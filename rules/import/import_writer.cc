#include "rules/import/import_writer.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <set>

#include "kernels/core/ascii.h"
#include "rules/parse/lexer.h"
#include "rules/parse/parser.h"
#include "rules/parse/text_file.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kLongestRemark = 300;
// Some ten times what the largest script in use comes to.
constexpr std::size_t kMostRead = std::size_t{16} << 20;
constexpr char kTooMuch[] = "this is more than can be imported";

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

std::string ParameterLine(std::string_view name,
                          const std::optional<std::string>& value) {
  const std::string line = absl::StrFormat("param %s", name);
  return value ? line + ' ' + QuotedText(*value) : line;
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

std::string ImportWriter::AddParameter(
    std::string_view name, const std::optional<std::string>& value) {
  std::string own;
  for (char c : name) {
    c = ToLower(c);
    own += IsNameLetter(c) ? c : '-';
  }
  if (own.empty() || own.front() < 'a' || own.front() > 'z') own = "p-" + own;
  const auto free = [&](const std::string& candidate) {
    std::string why;
    return !parameters_.contains(candidate) &&
           Accepts({ParameterLine(candidate, "")}, why);
  };
  if (!free(own)) own = "p-" + own;
  if (!free(own)) {
    int& number = next_number_.try_emplace(own, 1).first->second;
    std::string numbered;
    do {
      numbered = absl::StrFormat("p%d-%s", ++number, own);
    } while (!free(numbered) && read_ < kMostRead);
    own = numbered;
  }
  parameters_[own] = value;
  return own;
}

std::string ImportWriter::HeadFor(const std::string& rules) const {
  std::set<std::string_view> named;
  for (std::size_t at = 0; at < rules.size();) {
    std::size_t end = at;
    while (end < rules.size() && IsNameLetter(rules[end])) ++end;
    if (end > at) named.insert(std::string_view(rules).substr(at, end - at));
    at = end + 1;
  }
  std::string text = head_;
  for (const std::string_view word : named) {
    const auto found = parameters_.find(word);
    if (found != parameters_.end()) {
      text += ParameterLine(found->first, found->second) + '\n';
    }
  }
  return text;
}

bool ImportWriter::Accepts(const std::vector<std::string>& rules,
                           std::string& why) const {
  ParseInput input;
  input.name = "rules";
  input.lacks_values = true;
  input.text = Joined(rules);
  input.text.insert(0, HeadFor(input.text));
  read_ += input.text.size();
  if (read_ > kMostRead) {
    why = kTooMuch;
    return false;
  }
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

void ImportWriter::AddProposal(std::string_view rule) {
  body_ += absl::StrFormat("# %s\n", rule);
}

absl::StatusOr<ImportResult> ImportWriter::Finish() {
  if (read_ > kMostRead) return absl::InvalidArgumentError(kTooMuch);
  // Parameters that no rule uses would only raise questions.
  std::string used;
  for (std::string_view rest = body_; !rest.empty();) {
    const std::string_view line = TakeLine(rest);
    if (!line.starts_with('#')) used += std::string(line) + '\n';
  }
  const std::string head = HeadFor(used);
  ParseInput input;
  input.name = "rules";
  input.lacks_values = true;
  input.text = head + body_;
  const ParseResult parsed = ParseRules(input);
  for (const Diagnostic& diagnostic : parsed.diagnostics) {
    if (diagnostic.severity == Diagnostic::Severity::kError) {
      return absl::InvalidArgumentError(diagnostic.message);
    }
    const std::string& line = parsed.lines[0][diagnostic.span.line - 1];
    if (!line.starts_with("param ")) continue;
    parameters_.erase(line.substr(6, line.find(' ', 6) - 6));
  }
  const std::string with_parameters = HeadFor(used);
  result_.rules = with_parameters + (with_parameters == head_ ? "" : "\n") +
                  body_ +
                  absl::StrFormat("# Lines that became rules: %d. Left: %d.\n",
                                  result_.translated, result_.left);
  return std::move(result_);
}

}  // namespace dcmscrub
