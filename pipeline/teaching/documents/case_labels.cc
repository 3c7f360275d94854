#include "pipeline/teaching/documents/case_labels.h"

#include <absl/strings/str_format.h>

#include <algorithm>

#include "kernels/core/ascii.h"
#include "kernels/core/utf8.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kLongestCaseNumber = 16;

// One LabelInfo of a label that is a plain text.
template <std::string CaseLabels::*member>
LabelInfo TextLabel(std::string_view name, std::string_view caption) {
  return {
      name, caption, [](const CaseLabels& labels) { return labels.*member; },
      [](CaseLabels& labels, std::string_view text) { labels.*member = text; }};
}

LabelInfo KeywordsLabel() {
  return {
      "keywords", "Keywords",
      [](const CaseLabels& labels) { return JoinKeywords(labels.keywords); },
      [](CaseLabels& labels, std::string_view text) {
        labels.keywords = ParseKeywords(text);
      }};
}

absl::Status CheckCaseNumber(std::string_view number) {
  const auto fits = [](char c) {
    return IsLetterOrDigit(c) || c == '.' || c == '-' || c == '_';
  };
  if (number.empty()) {
    return absl::InvalidArgumentError("case-number: is missing");
  }
  if (!std::ranges::all_of(number, fits)) {
    return absl::InvalidArgumentError(
        "case-number: may hold letters A to Z, digits, '.', '-' and '_'");
  }
  if (number.size() > kLongestCaseNumber) {
    return absl::InvalidArgumentError(
        absl::StrFormat("case-number: %d characters; it may have %d",
                        number.size(), kLongestCaseNumber));
  }
  // A folder "-x" reads like a flag, ".x" is hidden, and "x." cannot be made
  // on Windows.
  if (!IsLetterOrDigit(number.front()) || number.back() == '.') {
    return absl::InvalidArgumentError(
        "case-number: begins with a letter or a digit, and ends in no '.'");
  }
  return absl::OkStatus();
}

bool HasLines(std::string_view name) {
  return name == "history" || name == "findings" || name == "discussion" ||
         name == "differential";
}

absl::Status CheckText(std::string_view name, std::string_view text) {
  while (!text.empty()) {
    const char32_t character = TakeCharacter(text);
    if (character == kNoCharacter) {
      return absl::InvalidArgumentError(
          absl::StrFormat("%s: is no UTF-8", name));
    }
    const bool line_end = character == '\n' || character == '\r';
    if (line_end && HasLines(name)) continue;
    if (line_end) {
      return absl::InvalidArgumentError(
          absl::StrFormat("%s: holds a line end", name));
    }
    if (character < 0x20 || (character >= 0x7F && character < 0xA0)) {
      return absl::InvalidArgumentError(
          absl::StrFormat("%s: holds a control character", name));
    }
  }
  return absl::OkStatus();
}

// Sentences one behind the other, each with its full stop.
class Sentences {
 public:
  void Add(std::string_view lead, std::string_view text) {
    text = Trimmed(text);
    if (text.empty()) return;
    if (!all_.empty()) all_ += ' ';
    all_.append(lead).append(text);
    if (std::string_view(".!?").find(text.back()) == std::string_view::npos) {
      all_ += '.';
    }
  }
  std::string Take() { return std::move(all_); }

 private:
  std::string all_;
};

}  // namespace

const std::vector<LabelInfo>& LabelInfos() {
  static const std::vector<LabelInfo> kInfos = {
      TextLabel<&CaseLabels::case_number>("case-number", "Case number"),
      TextLabel<&CaseLabels::diagnosis>("diagnosis", "Diagnosis"),
      KeywordsLabel(),
      TextLabel<&CaseLabels::contributor>("contributor", "Contributor"),
      TextLabel<&CaseLabels::title>("title", "Title"),
      TextLabel<&CaseLabels::history>("history", "History"),
      TextLabel<&CaseLabels::findings>("findings", "Findings"),
      TextLabel<&CaseLabels::discussion>("discussion", "Discussion"),
      TextLabel<&CaseLabels::differential>("differential",
                                           "Differential diagnosis"),
      TextLabel<&CaseLabels::category>("category", "Category"),
      TextLabel<&CaseLabels::level>("level", "Level"),
      TextLabel<&CaseLabels::anatomy>("anatomy", "Anatomy"),
  };
  return kInfos;
}

const LabelInfo* FindLabel(std::string_view name) {
  const std::vector<LabelInfo>& infos = LabelInfos();
  const auto found = std::ranges::find(infos, name, &LabelInfo::name);
  return found == infos.end() ? nullptr : &*found;
}

std::vector<std::string> ParseKeywords(std::string_view text) {
  std::vector<std::string> keywords;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(';'), text.size());
    const std::string_view keyword = Trimmed(text.substr(0, end));
    if (!keyword.empty()) keywords.emplace_back(keyword);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return keywords;
}

std::string JoinKeywords(const std::vector<std::string>& keywords) {
  std::string text;
  for (const std::string& keyword : keywords) {
    const std::string_view trimmed = Trimmed(keyword);
    if (trimmed.empty()) continue;
    if (!text.empty()) text += "; ";
    text += trimmed;
  }
  return text;
}

absl::Status CheckLabels(const CaseLabels& labels) {
  for (const LabelInfo& info : LabelInfos()) {
    const std::string text = info.get(labels);
    const absl::Status status = info.name == "case-number"
                                    ? CheckCaseNumber(text)
                                    : CheckText(info.name, text);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

std::string NextCaseNumber(std::string_view number) {
  std::string next(number);
  if (next.empty()) return next;
  if (!IsDigit(next.back())) return next + "-2";
  std::size_t at = next.size();
  while (at > 0 && IsDigit(next[at - 1])) {
    --at;
    if (next[at] != '9') {
      ++next[at];
      return next;
    }
    next[at] = '0';
  }
  return next.insert(at, 1, '1');
}

std::map<std::string, std::string> ParamsOf(const CaseLabels& labels) {
  std::map<std::string, std::string> params;
  for (const LabelInfo& info : LabelInfos()) {
    const bool is_number = info.name == "case-number";
    params[is_number ? "case" : std::string(info.name)] = info.get(labels);
  }
  Sentences comment;
  comment.Add("Keywords: ", params["keywords"]);
  comment.Add("Contributor: ", params["contributor"]);
  Sentences summary;
  summary.Add("", params["diagnosis"]);
  summary.Add("Keywords: ", params["keywords"]);
  params["comment"] = comment.Take();
  params["summary"] = summary.Take();
  return params;
}

}  // namespace dcmscrub
