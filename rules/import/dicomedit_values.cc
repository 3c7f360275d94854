#include "rules/import/dicomedit_values.h"

#include <absl/strings/numbers.h>
#include <absl/strings/str_format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <optional>

#include "kernels/core/ascii.h"
#include "rules/import/import_tags.h"
#include "rules/language/keywords.h"

namespace dcmscrub {
namespace {

// Variables that hold variables would grow without end.
constexpr std::size_t kLongestValue = 4096;

// X, and @ at the end of a group, as all attributes of PS3.6 are even: x.
bool OpenDigits(std::string_view digits, bool of_group, std::string& out) {
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const bool even_group = of_group && i == 3 && digits[i] == '@';
    if (digits[i] == '#' || (digits[i] == '@' && !even_group)) return false;
    out += digits[i] == 'X' || even_group ? 'x' : digits[i];
  }
  return true;
}

std::string NameOf(const DicomEditStep& step, std::string& why) {
  if (step.group == "XXX#" && step.element == "XXXX" && step.creator.empty()) {
    return "private";
  }
  TagText tag;
  if (!OpenDigits(step.group, true, tag.group) ||
      !OpenDigits(step.element, false, tag.element)) {
    why = "no rule tells even digits from odd ones";
    return {};
  }
  return step.creator.empty()
             ? TagSelector(tag, why)
             : CreatorSelector(tag.group, step.creator, tag.element, why);
}

// [0] there is [1] here.
bool ItemOf(const DicomEditStep& step, std::string& item) {
  if (step.item.empty() || step.item == "%") return true;
  std::uint32_t number = 0;
  if (!absl::SimpleAtoi(step.item, &number) || number == UINT32_MAX) {
    return false;
  }
  item = absl::StrFormat("[%d]", number + 1);
  return true;
}

std::pair<std::uint32_t, std::uint32_t> MaskedTag(const DicomEditStep& step) {
  std::uint32_t mask = 0, value = 0;
  // Of a private one the block is open.
  const std::string digits =
      step.group + (step.creator.empty() ? "" : "XX") + step.element;
  for (const char digit : digits) {
    // Of an odd or even digit the lowest bit is told.
    const bool told = digit == '#' || digit == '@';
    const std::uint32_t number = told             ? digit == '#'
                                 : IsDigit(digit) ? digit - '0'
                                                  : (digit - 'A' + 10) & 0xF;
    const std::uint32_t bits = told ? 0x1 : digit == 'X' ? 0x0 : 0xF;
    mask = mask << 4 | bits;
    value = value << 4 | (number & bits);
  }
  return {mask, value};
}

}  // namespace

DicomEditTarget DicomEditTargetOf(const std::vector<DicomEditStep>& path,
                                  std::string& why) {
  DicomEditTarget target;
  bool anywhere = false;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const DicomEditStep& step = path[i];
    const bool last = i + 1 == path.size();
    if (step.any_sequence != '\0') {
      if (i != 0 || last) {
        why = "* + and . are taken at the beginning of a path alone";
        return {};
      }
      // None or more; one or more; one.
      anywhere = step.any_sequence == '*';
      target.selector = anywhere ? "" : step.any_sequence == '+' ? "*//" : "*/";
      continue;
    }
    std::string item;
    const std::string name = NameOf(step, why);
    if (name.empty()) return {};
    if (!ItemOf(step, item)) {
      why = "no number of an item";
      return {};
    }
    target.selector += name;
    if (!last) target.selector += item + '/';
  }
  if (path.size() == 1) {
    if (FindKeyword(target.selector) != nullptr) {
      target.keyword = target.reference = target.selector;
    }
    if (target.selector != "private") target.selector.insert(0, 1, '/');
  } else if (anywhere && path.size() > 2) {
    target.selector.insert(0, "//");
  }
  return target;
}

void DicomEditChanges::Add(const std::vector<DicomEditStep>& path) {
  const auto [mask, value] = MaskedTag(path.back());
  tags_[mask].insert(value);
}

bool DicomEditChanges::MayHold(const std::vector<DicomEditStep>& path) const {
  if (all_) return true;
  return std::ranges::any_of(path, [this](const DicomEditStep& step) {
    const std::uint32_t value = MaskedTag(step).second;
    return std::ranges::any_of(tags_, [value](const auto& tags) {
      return tags.second.contains(value & tags.first);
    });
  });
}

std::string DicomEditValues::ReferenceTo(const DicomEditTerm& term,
                                         std::string& why) const {
  if (term.kind != DicomEditTerm::Kind::kPath) {
    why = "want an attribute";
    return {};
  }
  if (changes_.MayHold(term.path)) {
    why = "it reads what the script has changed before; rules read originals";
    return {};
  }
  std::string reference;
  for (const DicomEditStep& step : term.path) {
    std::string item;
    const std::string name =
        step.any_sequence == '\0' ? NameOf(step, why) : std::string();
    const bool one = !name.empty() && step.item != "%" && ItemOf(step, item);
    const bool several = name.starts_with('(') && step.creator.empty() &&
                         name.find('x') != std::string::npos;
    if (!one || several || name == "private") {
      if (why.empty()) why = "one attribute is read, and no more";
      return {};
    }
    if (!reference.empty()) reference += '/';
    reference += name;
    if (&step != &term.path.back()) reference += item;
  }
  return reference;
}

void DicomEditValues::SetVariable(const std::string& name,
                                  const DicomEditTerm& value) {
  std::string ours, why;
  if (!ValueOf(value, {}, ours, why)) ours.clear();
  variables_[name] = ours;
}

bool DicomEditValues::VariableOf(const std::string& name, std::string& value,
                                 std::string& why) {
  const auto found = variables_.find(name);
  if (found != variables_.end()) {
    value = found->second;
    if (value.empty()) {
      why = absl::StrFormat("what '%s' holds cannot be told", name);
    }
    return !value.empty();
  }
  // XNAT sets these; here --param does.
  constexpr std::array<std::string_view, 3> kGiven = {"project", "subject",
                                                      "session"};
  if (std::ranges::find(kGiven, name) == kGiven.end()) {
    why = absl::StrFormat("nothing sets '%s'", name);
    return false;
  }
  value = writer_.AddParameter(name, std::nullopt);
  variables_[name] = value;
  return true;
}

bool DicomEditValues::ValueOf(const DicomEditTerm& term, std::string_view own,
                              std::string& value, std::string& why) {
  switch (term.kind) {
    case DicomEditTerm::Kind::kText:
      value = QuotedText(DicomEditText(term.text));
      break;
    case DicomEditTerm::Kind::kVariable:
      if (!VariableOf(term.text, value, why)) return false;
      break;
    case DicomEditTerm::Kind::kCall:
      if (!CallOf(term, own, value, why)) return false;
      break;
    case DicomEditTerm::Kind::kPath:
      value = ReferenceTo(term, why);
      if (value.empty()) return false;
      if (value == own) value = "this";
      break;
  }
  if (value.size() <= kLongestValue) return true;
  why = "longer than a value can be";
  return false;
}

bool DicomEditValues::CallOf(const DicomEditTerm& call, std::string_view own,
                             std::string& value, std::string& why) {
  const std::string_view name = call.text;
  const std::size_t count = call.arguments.size();
  if (name == "format") return FormatOf(call, own, value, why);
  if (name == "newUID") {
    why = "a new UID would not be the same in the next run; hashUID is";
    return false;
  }
  constexpr std::array<std::string_view, 7> kKnown = {
      "hashUID", "lowercase",   "uppercase", "substring",
      "replace", "concatenate", "lookup"};
  if (std::ranges::find(kKnown, name) == kKnown.end() || count == 0) {
    why = absl::StrFormat("no rule can tell what %s gives", name);
    return false;
  }
  std::vector<std::string> values(count);
  for (std::size_t i = 0; i < count; ++i) {
    if (!ValueOf(call.arguments[i], own, values[i], why)) return false;
  }
  const auto number = [&call](std::size_t i) {
    int parsed = -1;
    return absl::SimpleAtoi(call.arguments[i].text, &parsed) ? parsed : -1;
  };
  const auto text = [&call](std::size_t i) {
    return DicomEditText(call.arguments[i].text);
  };
  const auto is_text = [&call](std::size_t i) {
    return call.arguments[i].kind == DicomEditTerm::Kind::kText;
  };
  if (name == "hashUID" && count == 1) {
    value = absl::StrFormat("uid(%s)", values[0]);
  } else if ((name == "lowercase" || name == "uppercase") && count == 1) {
    value = absl::StrFormat("%s(%s)", name.substr(0, 5), values[0]);
  } else if (name == "substring" && count == 3 && number(1) >= 0 &&
             number(2) > number(1)) {
    value = absl::StrFormat("substring(%s, %d, %d)", values[0], number(1) + 1,
                            number(2) - number(1));
  } else if (name == "replace" && count == 3 && is_text(1) && is_text(2)) {
    std::string rewrite = text(2);
    for (std::size_t at = 0; (at = rewrite.find('\\', at)) != rewrite.npos;
         at += 2) {
      rewrite.insert(at, 1, '\\');
    }
    value = absl::StrFormat("regex(%s, %s, %s)", values[0],
                            QuotedPattern(RE2::QuoteMeta(text(1))),
                            QuotedPattern(rewrite));
  } else if (name == "concatenate") {
    for (const std::string& part : values) {
      value += (value.empty() ? "" : " + ") + part;
    }
  } else if (name == "lookup" && count == 2 && is_text(0)) {
    value = absl::StrFormat("lookup %s %s", QuotedText(text(0) + ".csv"),
                            values[1]);
  } else {
    why = absl::StrFormat("other arguments than rules have for %s", name);
    return false;
  }
  return true;
}

// format["{0}_{1}", a, b]
bool DicomEditValues::FormatOf(const DicomEditTerm& call, std::string_view own,
                               std::string& value, std::string& why) {
  if (call.arguments.empty() ||
      call.arguments[0].kind != DicomEditTerm::Kind::kText) {
    why = "format wants a text first";
    return false;
  }
  const std::string pattern = DicomEditText(call.arguments[0].text);
  const auto add = [&value](const std::string& part) {
    value += (value.empty() ? "" : " + ") + part;
  };
  for (std::size_t at = 0; at < pattern.size();) {
    const std::size_t open = std::min(pattern.find('{', at), pattern.size());
    if (open > at) add(QuotedText(pattern.substr(at, open - at)));
    if (open == pattern.size()) break;
    const std::size_t close = pattern.find('}', open);
    std::size_t number = 0;
    if (close == std::string::npos ||
        !absl::SimpleAtoi(pattern.substr(open + 1, close - open - 1),
                          &number) ||
        number >= call.arguments.size() - 1) {
      why = "format names no argument there";
      return false;
    }
    std::string part;
    if (!ValueOf(call.arguments[number + 1], own, part, why)) return false;
    add(part);
    if (value.size() > kLongestValue) break;
    at = close + 1;
  }
  if (value.empty()) value = "\"\"";
  return true;
}

}  // namespace dcmscrub
