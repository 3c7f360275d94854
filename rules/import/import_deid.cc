#include "rules/import/import_deid.h"

#include <absl/strings/str_format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "kernels/core/ascii.h"
#include "rules/import/deid_fields.h"
#include "rules/import/deid_filter.h"
#include "rules/import/import_tags.h"
#include "rules/import/import_writer.h"
#include "rules/language/keywords.h"
#include "rules/parse/text_file.h"

namespace dcmscrub {
namespace {

// In a recipe the stronger action decides, whatever the order of lines; here
// the first line does.
constexpr std::array<std::string_view, 6> kActions = {
    "KEEP", "ADD", "REPLACE", "JITTER", "REMOVE", "BLANK"};

constexpr std::string_view kValues =
    "outputs are searched for what is taken out of them (docs/residue.md); "
    "that goes by the rules about those attributes";

struct Line {
  std::string source;
  std::string action, field, value;
};

class DeidImporter {
 public:
  explicit DeidImporter(std::string_view name)
      : writer_("a recipe of pydicom's deid", name) {}

  absl::StatusOr<ImportResult> Run(std::string_view text) {
    ReadLines(text);
    for (const DeidLabel& label : labels_) AddLabel(label);
    for (const std::string_view action : kActions) {
      for (const Line& line : lines_) {
        if (line.action == action) AddLine(line);
      }
    }
    return writer_.Finish();
  }

 private:
  void ReadLines(std::string_view text) {
    std::string section, name;
    std::size_t number = 0;
    while (!text.empty()) {
      const std::string line(TakeLine(text));
      ++number;
      const std::string_view plain = Trimmed(line);
      if (plain.empty()) continue;
      const std::string source = absl::StrFormat("line %d, %s", number, plain);
      if (plain.front() == '#') {
        writer_.AddComment(plain.substr(1));
      } else if (plain.front() == '%') {
        const std::size_t end = std::min(plain.find(' '), plain.size());
        section = plain.substr(1, end - 1);
        name = Trimmed(plain.substr(end));
        AddSection(section, source);
      } else if (plain.starts_with("FORMAT")) {
        writer_.AddComment(source);
      } else if (section == "header") {
        ReadHeaderLine(source, line);
      } else if (section == "filter") {
        ReadFilterLine(number, source, name, line);
      } else if (section == "fields" || section == "values") {
        ReadGroupLine(section, name, source, line);
      } else {
        writer_.AddLeft(source, section.empty() ? "it stands in no section"
                                                : "not in %header");
      }
    }
  }

  void AddSection(const std::string& section, const std::string& source) {
    constexpr std::array<std::string_view, 4> kKnown = {"header", "filter",
                                                        "fields", "values"};
    if (std::ranges::find(kKnown, section) == kKnown.end()) {
      writer_.AddLeft(source, "no such section is known");
    }
  }

  void ReadHeaderLine(const std::string& source, const std::string& text) {
    static const RE2* const kLine = new RE2(absl::StrFormat(
        R"re(\s*([A-Za-z]+)\s+(%s)(?:\s+(.*?))?\s*)re", kDeidField));
    Line line;
    line.source = source;
    if (!RE2::FullMatch(text, *kLine, &line.action, &line.field, &line.value)) {
      return writer_.AddLeft(source, "no action and field");
    }
    if (std::ranges::find(kActions, line.action) == kActions.end()) {
      return writer_.AddLeft(source, "no such action is known");
    }
    lines_.push_back(std::move(line));
  }

  void ReadFilterLine(std::size_t number, const std::string& source,
                      const std::string& filter, const std::string& text) {
    const std::string_view plain = Trimmed(text);
    if (plain.starts_with("LABEL")) {
      DeidLabel& label = labels_.emplace_back();
      label.line = number;
      label.filter = filter;
      label.name = Trimmed(plain.substr(5));
    } else if (labels_.empty() || labels_.back().filter != filter) {
      writer_.AddLeft(source, "no LABEL stands before it");
    } else {
      labels_.back().AddLine(text, fields_);
    }
  }

  // FIELD X, and in %values also SPLIT X splitval='^'
  void ReadGroupLine(const std::string& section, const std::string& group,
                     const std::string& source, const std::string& text) {
    static const RE2* const kField = new RE2(
        absl::StrFormat(R"re(\s*(FIELD|SPLIT)\s+(%s)(?:\s.*)?)re", kDeidField));
    std::string word, field, why;
    if (!RE2::FullMatch(text, *kField, &word, &field) ||
        (section == "fields" && word == "SPLIT")) {
      return writer_.AddLeft(source, "want FIELD and its name");
    }
    if (section == "values") {
      return writer_.AddComment(
          source +
          ": its value is searched for in outputs where it is taken "
          "out");
    }
    const std::string selectors = fields_.SelectorsOf(field, why);
    if (!fields_.AddToGroup(group, selectors)) {
      return writer_.AddLeft(source, "more attributes than a rule holds");
    }
    if (selectors.empty()) return writer_.AddLeft(source, why);
    writer_.AddComment(source);
  }

  // An object gets the first label that fits. Those of a blacklist are not let
  // through, and those with regions would have to be cleaned first.
  void AddLabel(const DeidLabel& label) {
    std::string source = absl::StrFormat("line %d, %%filter %s, LABEL %s",
                                         label.line, label.filter, label.name);
    const ConditionTree tree = label.Condition();
    const std::string_view why = WhyLeft(tree);
    const bool constant = tree.kind == ConditionTree::Kind::kTrue ||
                          tree.kind == ConditionTree::Kind::kFalse;
    if (!why.empty() || constant) {
      return writer_.AddLeft(source,
                             constant ? "it tells no object apart" : why);
    }
    const std::string where = " where " + ConditionText(tree);
    if (label.regions.empty()) {
      const bool black = label.filter.starts_with("black");
      const std::string text =
          QuotedText(absl::StrFormat("%s: %s", label.filter, label.name));
      return writer_.AddRules({(black ? "quarantine" : "tag " + text) + where},
                              source);
    }
    for (const std::string& region : label.regions) source += " " + region;
    writer_.AddLeft(source,
                    "regions cannot be masked by rules; to hold such objects "
                    "back, take the # off the next line");
    writer_.AddProposal("quarantine" + where);
  }

  void AddLine(const Line& line) {
    std::string why;
    if (line.field.starts_with("values:") ||
        line.value.starts_with("values:")) {
      return writer_.AddLeft(line.source, kValues);
    }
    const std::string selectors = fields_.SelectorsOf(line.field, why);
    if (selectors.empty()) return AddNameless(line, why);
    if (line.action == "KEEP") {
      Add(line, "keep " + selectors);
    } else if (line.action == "JITTER") {
      Add(line, "shift " + selectors,
          "by the patient's own number of days, from the key");
    } else if (line.action == "ADD" || line.action == "REPLACE") {
      AddValue(line, selectors);
    } else if (!line.value.empty()) {
      writer_.AddLeft(line.source,
                      line.value.find("func:") == std::string::npos
                          ? "no rule goes by the value of each attribute"
                          : "functions of one's own are not known");
    } else {
      Add(line, (line.action == "BLANK" ? "empty " : "remove ") + selectors);
    }
  }

  // A private attribute by its number alone, or one that PS3.6 does not have.
  void AddNameless(const Line& line, const std::string& why) {
    const std::optional<TagText> tag = ReadTagText(line.field);
    const bool goes = line.action == "REMOVE" || line.action == "BLANK";
    if (tag && goes && IsAlwaysRemoved(*tag)) {
      return writer_.AddComment(line.source + ": removed by the profile");
    }
    writer_.AddLeft(line.source, why);
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

  ImportWriter writer_;
  DeidFields fields_;
  std::vector<DeidLabel> labels_;
  std::vector<Line> lines_;
};

}  // namespace

absl::StatusOr<ImportResult> ImportDeid(std::string_view name,
                                        std::string_view text) {
  return DeidImporter(name).Run(text);
}

}  // namespace dcmscrub
