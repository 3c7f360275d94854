#include "rules/import/ctp_filter.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "kernels/core/ascii.h"
#include "rules/import/ctp_names.h"

namespace dcmscrub {
namespace {

struct Method {
  std::string_view name;
  Comparison comparison;
  bool any_case;
};
constexpr std::array<Method, 11> kMethods = {{
    {"equals", Comparison::kEquals, false},
    {"equalsIgnoreCase", Comparison::kEquals, true},
    {"matches", Comparison::kMatches, false},
    {"contains", Comparison::kContains, false},
    {"containsIgnoreCase", Comparison::kContains, true},
    {"startsWith", Comparison::kStarts, false},
    {"startsWithIgnoreCase", Comparison::kStarts, true},
    {"endsWith", Comparison::kEnds, false},
    {"endsWithIgnoreCase", Comparison::kEnds, true},
    {"isLessThan", Comparison::kLess, false},
    {"isGreaterThan", Comparison::kGreater, false},
}};

// The end of a quoted text that begins at text[at]; npos: it has none.
std::size_t QuoteEnd(std::string_view text, std::size_t at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    }
  }
  return std::string_view::npos;
}

// Steps over blanks, then over `sign`.
bool TakeSign(std::string_view text, std::size_t& at, char sign) {
  const std::size_t found = text.find_first_not_of(" \t\r\n", at);
  if (found == std::string_view::npos || text[found] != sign) return false;
  at = found + 1;
  return true;
}

std::string_view TakeLetters(std::string_view text, std::size_t& at) {
  const std::size_t begin = at;
  while (at < text.size() && (IsLetterOrDigit(text[at]) || text[at] == '_')) {
    ++at;
  }
  return text.substr(begin, at - begin);
}

// [gggg,eeee], also with a creator in brackets, or a name.
std::string_view TakeStep(std::string_view text, std::size_t& at) {
  if (at == text.size() || text[at] != '[') return TakeLetters(text, at);
  const std::size_t begin = at;
  int depth = 0;
  for (; at < text.size() && text[at] != '\n'; ++at) {
    if (text[at] == '[') ++depth;
    if (text[at] == ']' && --depth == 0) {
      ++at;
      return text.substr(begin, at - begin);
    }
  }
  at = begin;
  return {};
}

// A::B is B in the first item of A.
bool TakeIdentifier(std::string_view text, std::size_t& at,
                    std::string& selector, std::string& unknown,
                    std::string& why) {
  std::string_view first;
  do {
    const std::string_view step = TakeStep(text, at);
    if (step.empty()) {
      why = "want the name of an attribute, or [gggg,eeee]";
      return false;
    }
    if (first.empty()) first = step;
    std::string no;
    const std::string name = CtpSelector(step, {}, no);
    if (name.empty() && unknown.empty()) unknown = no;
    if (!selector.empty()) selector += '/';
    selector += name;
  } while (text.substr(at).starts_with("::") && (at += 2));
  const bool constant = first == "true" || first == "false";
  if (constant && text.substr(at).starts_with('.')) selector = first;
  return true;
}

bool TakeTest(std::string_view text, std::size_t& at, ConditionTree& tree,
              std::string& why) {
  std::string selector, unknown;
  if (!TakeIdentifier(text, at, selector, unknown, why)) return false;
  if (!TakeSign(text, at, '.')) {
    why = "want a point and a method, as in Modality.equals(\"CT\")";
    return false;
  }
  if (selector == "true" || selector == "false") {
    tree.kind = selector == "true" ? ConditionTree::Kind::kTrue
                                   : ConditionTree::Kind::kFalse;
    return true;
  }
  at = std::min(text.find_first_not_of(" \t\r\n", at), text.size());
  const std::size_t name_at = at;
  const std::string_view name = TakeLetters(text, at);
  const auto* method = std::ranges::find(kMethods, name, &Method::name);
  if (method == kMethods.end()) {
    at = name_at;
    why = absl::StrFormat("no method '%s' of a CTP filter", name);
    return false;
  }
  if (!TakeSign(text, at, '(')) {
    why = absl::StrFormat("want %s(\"text\")", name);
    return false;
  }
  at = std::min(text.find_first_not_of(" \t\r\n", at), text.size());
  if (at == text.size() || text[at] != '"') {
    why = "want text in double quotes";
    return false;
  }
  const std::size_t end = QuoteEnd(text, at);
  if (end == std::string_view::npos) {
    why = "a text has no end";
    return false;
  }
  std::string argument(text.substr(at + 1, end - at - 2));
  at = end;
  if (!TakeSign(text, at, ')')) {
    why = "a parenthesis is not closed";
    return false;
  }
  if (method->comparison != Comparison::kMatches) {
    for (std::size_t i = argument.find('\\'); i != std::string::npos;
         i = argument.find('\\', i + 1)) {
      argument.erase(i, 1);
    }
  }
  if (unknown.empty()) {
    tree = TestOf(selector, method->comparison, argument, method->any_case);
  } else {
    tree.kind = ConditionTree::Kind::kLeft;
    tree.text = std::move(unknown);
  }
  return true;
}

// The regions behind a signature, up to the next one.
std::vector<std::string> RegionsOf(std::string_view text) {
  std::vector<std::string> regions;
  for (std::size_t at = text.find('('); at != std::string_view::npos;
       at = text.find('(', at)) {
    const std::size_t end = text.find(')', at);
    if (end == std::string_view::npos) break;
    std::string region(text.substr(at, end + 1 - at));
    std::erase_if(region, [](char c) { return c == ' ' || c == '\t'; });
    const bool numbers =
        region.find_first_not_of("(0123456789,)") == std::string::npos &&
        std::ranges::count(region, ',') == 3;
    if (numbers) regions.push_back(std::move(region));
    at = end;
  }
  return regions;
}

// The brace that closes the one at text[at]; npos: none does.
std::size_t BraceEnd(std::string_view text, std::size_t at) {
  while (++at < text.size()) {
    if (text[at] == '}') return at;
    if (text[at] == '"') {
      const std::size_t end = QuoteEnd(text, at);
      if (end == std::string_view::npos) break;
      at = end - 1;
    }
  }
  return std::string_view::npos;
}

}  // namespace

std::string WithoutCtpComments(std::string_view text) {
  std::string plain(text);
  for (std::size_t at = 0; at < plain.size(); ++at) {
    if (plain[at] == '"') {
      const std::size_t end = QuoteEnd(plain, at);
      if (end == std::string_view::npos) break;
      at = end - 1;
    } else if (plain.compare(at, 2, "//") == 0) {
      for (; at < plain.size() && plain[at] != '\n'; ++at) plain[at] = ' ';
    }
  }
  return plain;
}

bool ReadCtpFilter(std::string_view text, ConditionTree& tree,
                   ConditionMistake& mistake) {
  static const ConditionGrammar* const kGrammar =
      new ConditionGrammar{{"*"}, {"+"}, {"!"}, TakeTest};
  return ReadCondition(text, *kGrammar, tree, mistake);
}

bool HasCtpSignatures(std::string_view text) {
  const std::size_t open = text.find('{');
  if (open == std::string_view::npos) return false;
  const std::size_t end = BraceEnd(text, open);
  return end != std::string_view::npos &&
         text.substr(end).find('(') != std::string_view::npos;
}

bool ReadCtpPixelScript(std::string_view text,
                        std::vector<CtpSignature>& signatures,
                        ConditionMistake& mistake) {
  for (std::size_t at = text.find('{'); at != std::string_view::npos;) {
    const std::size_t end = BraceEnd(text, at);
    if (end == std::string_view::npos) {
      mistake = {at, "a brace is not closed"};
      return false;
    }
    CtpSignature signature;
    signature.begin = at;
    signature.condition = Trimmed(text.substr(at + 1, end - at - 1));
    if (!ReadCtpFilter(text.substr(at + 1, end - at - 1), signature.tree,
                       mistake)) {
      mistake.at += at + 1;
      return false;
    }
    const std::size_t next = text.find('{', end);
    signature.regions =
        RegionsOf(text.substr(end, std::min(next, text.size()) - end));
    signatures.push_back(std::move(signature));
    at = next;
  }
  return true;
}

}  // namespace dcmscrub
