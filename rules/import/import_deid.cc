#include "rules/import/import_deid.h"

#include <absl/strings/str_format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include "kernels/core/ascii.h"
#include "rules/import/import_writer.h"
#include "rules/language/keywords.h"
#include "rules/parse/text_file.h"

namespace dcmscrub {
namespace {

// In a recipe the stronger action decides, whatever the order of lines; here
// the first line does.
constexpr std::array<std::string_view, 6> kActions = {
    "KEEP", "ADD", "REPLACE", "JITTER", "REMOVE", "BLANK"};
// More names than people would want to read in one rule.
constexpr std::size_t kMostNames = 200;

struct Line {
  std::size_t number = 0;
  std::string source;
  std::string action, field, value;
};

bool IsHexGroup(std::string_view text) {
  return text.size() == 4 && text.find_first_not_of("0123456789abcdefABCDEF") ==
                                 std::string_view::npos;
}

bool IsPlainName(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return IsLetterOrDigit(c); });
}

// group 0019, (0018,xxxx): private ones go by another name.
std::string GroupSelector(std::string group) {
  while (group.size() < 4) group.insert(0, 1, '0');
  return "(" + group + ",xxxx)";
}

// Where a name may stand in a keyword.
enum class Part { kStart, kEnd, kAnywhere };

std::string Globbed(std::string_view name, Part part) {
  std::string glob;
  if (part != Part::kStart) glob += '*';
  glob += name;
  if (part != Part::kEnd) glob += '*';
  return glob;
}

// Recipes do not tell capital letters from small ones: a glob for each way in
// which PS3.6 writes `name`.
std::set<std::string> GlobsOf(std::string_view name, Part part) {
  std::set<std::string> globs;
  const RE2 pattern("(?i)(" + std::string(name) + ")");
  for (const DictionaryRow& row : StandardDictionary()) {
    const std::string keyword(StandardText(row.keyword));
    re2::StringPiece rest(keyword);
    std::string found;
    while (RE2::FindAndConsume(&rest, pattern, &found)) {
      const std::size_t end = keyword.size() - rest.size();
      const bool fits =
          part == Part::kAnywhere ||
          (part == Part::kStart ? end == found.size() : rest.empty());
      if (fits) globs.insert(Globbed(found, part));
    }
  }
  return globs;
}

// The keywords that a regular expression matches.
std::set<std::string> KeywordsLike(const std::string& expression, Part part) {
  const std::string anchored = part == Part::kStart ? "^(?:" + expression + ")"
                               : part == Part::kEnd ? "(?:" + expression + ")$"
                                                    : expression;
  std::set<std::string> keywords;
  RE2::Options options;
  options.set_log_errors(false);
  options.set_case_sensitive(false);
  const RE2 pattern(anchored, options);
  if (!pattern.ok()) return keywords;
  for (const DictionaryRow& row : StandardDictionary()) {
    const std::string keyword(StandardText(row.keyword));
    if (!keyword.empty() && RE2::PartialMatch(keyword, pattern)) {
      keywords.insert(keyword);
    }
  }
  return keywords;
}

std::string Listed(const std::set<std::string>& names) {
  std::string list;
  for (const std::string& name : names) {
    if (!list.empty()) list += ", ";
    list += name;
  }
  return list;
}

// Name|Physician: each alternative on its own where all are plain names.
std::string Expanded(const std::string& expression, Part part) {
  std::set<std::string> globs;
  bool plain = true;
  for (std::size_t at = 0; at <= expression.size();) {
    const std::size_t end =
        std::min(expression.find('|', at), expression.size());
    const std::string name = expression.substr(at, end - at);
    plain = plain && IsPlainName(name);
    if (plain) globs.merge(GlobsOf(name, part));
    at = end + 1;
  }
  if (plain) return Listed(globs);
  const std::set<std::string> keywords = KeywordsLike(expression, part);
  return keywords.size() > kMostNames ? "" : Listed(keywords);
}

class DeidImporter {
 public:
  explicit DeidImporter(std::string_view name)
      : writer_("a recipe of pydicom's deid", name) {}

  ImportResult Run(std::string_view text) {
    ReadLines(text);
    for (const std::string_view action : kActions) {
      for (const Line& line : lines_) {
        if (line.action == action) AddLine(line);
      }
    }
    return writer_.Finish();
  }

 private:
  void ReadLines(std::string_view text) {
    bool in_header = false;
    std::size_t number = 0;
    while (!text.empty()) {
      const std::string line(TakeLine(text));
      ++number;
      const std::size_t begin = line.find_first_not_of(" \t\r");
      if (begin == std::string::npos) continue;
      const std::string source = absl::StrFormat("line %d, %s", number, line);
      if (line[begin] == '#') {
        writer_.AddComment(line.substr(begin + 1));
      } else if (line[begin] == '%') {
        in_header = line.compare(begin, 7, "%header") == 0;
        if (!in_header) {
          writer_.AddLeft(source, "only %header is about attributes");
        }
      } else if (line.compare(begin, 6, "FORMAT") == 0) {
        writer_.AddComment(source);
      } else if (!in_header) {
        writer_.AddLeft(source, "not in %header");
      } else {
        ReadHeaderLine(number, source, line);
      }
    }
  }

  void ReadHeaderLine(std::size_t number, const std::string& source,
                      const std::string& text) {
    // A field is one word, or a tag in parentheses, or a private one with its
    // creator in quotes.
    static const RE2* const kLine =
        new RE2(R"(\s*([A-Za-z]+)\s+(\([^()]*"[^"]*"[^()]*\)|\([^()]*\)|\S+))"
                R"((?:\s+(.*?))?\s*)");
    Line line;
    line.number = number;
    line.source = source;
    if (!RE2::FullMatch(text, *kLine, &line.action, &line.field, &line.value)) {
      return writer_.AddLeft(source, "no action and field");
    }
    if (std::ranges::find(kActions, line.action) == kActions.end()) {
      return writer_.AddLeft(source, "no such action is known");
    }
    lines_.push_back(std::move(line));
  }

  void AddLine(const Line& line) {
    std::string why;
    const std::string selectors = SelectorsOf(line.field, why);
    if (selectors.empty()) return writer_.AddLeft(line.source, why);
    if (line.action == "KEEP") {
      Add(line, "keep " + selectors);
    } else if (line.action == "JITTER") {
      Add(line, "shift " + selectors,
          "by the patient's own number of days, from the key");
    } else if (line.action == "ADD" || line.action == "REPLACE") {
      AddValue(line, selectors);
    } else if (!line.value.empty()) {
      writer_.AddLeft(line.source, "functions of one's own are not known");
    } else {
      Add(line, (line.action == "BLANK" ? "empty " : "remove ") + selectors);
    }
  }

  void Add(const Line& line, const std::string& rule,
           std::string_view remark = {}) {
    writer_.AddRules({rule}, line.source, remark);
  }

  void AddValue(const Line& line, const std::string& selectors) {
    const std::string_view last =
        std::string_view(selectors).substr(selectors.rfind('/') + 1);
    const DictionaryRow* row = FindKeyword(last);
    const std::string_view value = line.value;
    std::string expression, remark;
    if (value.starts_with("func:") || value.starts_with("deid_func:")) {
      const bool uid = value.find("uid") != std::string_view::npos &&
                       row != nullptr && row->vr == Vr::kUI;
      if (uid) return Add(line, "uid " + selectors);
      if (value.starts_with("deid_func:jitter")) {
        return Add(line, "shift " + selectors,
                   "by the patient's own number of days, from the key");
      }
      return writer_.AddLeft(line.source,
                             "functions of one's own are not known");
    }
    if (value.starts_with("var:")) {
      const std::string table(value.substr(4));
      expression =
          absl::StrFormat("lookup %s PatientID", QuotedText(table + ".csv"));
      remark = "a table: Patient ID, value";
    } else {
      expression = QuotedText(Unquoted(value));
    }
    const bool set = line.action == "ADD";
    Add(line,
        absl::StrFormat("%s %s %s %s", set ? "set" : "replace", selectors,
                        set ? "=" : "with", expression),
        remark);
  }

  static std::string_view Unquoted(std::string_view value) {
    const bool quoted = value.size() >= 2 && value.front() == value.back() &&
                        (value.front() == '"' || value.front() == '\'');
    return quoted ? value.substr(1, value.size() - 2) : value;
  }

  static std::string SelectorsOf(const std::string& field, std::string& why) {
    const auto after = [&field](std::string_view prefix, std::string& rest) {
      if (!field.starts_with(prefix)) return false;
      rest = field.substr(prefix.size());
      return true;
    };
    why = "no attribute is like this";
    std::string rest;
    if (field == "ALL" || field == "all") return "all";
    if (after("contains:", rest)) {
      const std::string names = Expanded(rest, Part::kAnywhere);
      return names.empty() && IsHexGroup(rest) ? GroupSelector(rest) : names;
    }
    if (after("startswith:", rest)) return Expanded(rest, Part::kStart);
    if (after("endswith:", rest)) return Expanded(rest, Part::kEnd);
    if (after("except:", rest) || after("allexcept:", rest)) {
      const std::string names = Expanded(rest, Part::kAnywhere);
      return names.empty() ? "" : "all except " + names;
    }
    if (after("select:VR:", rest)) return "vr " + rest;
    if (after("select:group:", rest)) return GroupSelector(rest);
    if (field.find(':') != std::string::npos) {
      why = "no such selection is known";
      return {};
    }
    return PathOf(field);
  }

  // ReferencedImageSequence__ReferencedSOPInstanceUID, a keyword, or a tag.
  static std::string PathOf(const std::string& field) {
    std::string path;
    for (std::size_t at = 0; at < field.size();) {
      const std::size_t end = std::min(field.find("__", at), field.size());
      const std::string name = field.substr(at, end - at);
      // Items are numbered there, and all are meant here.
      const bool item =
          name.find_first_not_of("0123456789") == std::string::npos &&
          name.size() < 4;
      if (!item) {
        if (!path.empty()) path += '/';
        path += name;
      }
      at = end + 2;
    }
    return path;
  }

  ImportWriter writer_;
  std::vector<Line> lines_;
};

}  // namespace

ImportResult ImportDeid(std::string_view name, std::string_view text) {
  return DeidImporter(name).Run(text);
}

}  // namespace dcmscrub
