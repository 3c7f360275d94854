#include "rules/import/import_karnak.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kernels/core/ascii.h"
#include "rules/import/import_condition.h"
#include "rules/import/import_tags.h"
#include "rules/import/import_tree.h"
#include "rules/import/import_writer.h"
#include "rules/import/karnak_expression.h"
#include "rules/language/keywords.h"

namespace dcmscrub {
namespace {

// More names than people would want to read in one rule.
constexpr std::size_t kMostNames = 300;
constexpr std::string_view kNoPixels =
    "pixels are masked by no rule in this version";

struct Action {
  std::string_view code;
  std::string_view verb;
};
constexpr std::array<Action, 5> kActions = {{
    {"K", "keep"},
    {"X", "remove"},
    {"Z", "empty"},
    {"U", "uid"},
    {"D", "dummy"},
}};

std::string_view VerbOf(std::string_view code) {
  const auto* found = std::ranges::find(kActions, code, &Action::code);
  return found == kActions.end() ? std::string_view() : found->verb;
}

bool Covers(std::string_view digits, std::string_view exact) {
  return std::ranges::equal(digits, exact,
                            [](char a, char b) { return a == 'x' || a == b; });
}

std::string Joined(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) {
    if (!list.empty()) list += ", ";
    list += name;
  }
  return list;
}

// (A).(B), from any sequence on; a point before it: from the top level.
std::string PathSelector(std::string_view path, std::string& why) {
  std::string selector = path.starts_with('.') ? "/" : "//";
  if (path.starts_with('.')) path.remove_prefix(1);
  bool first = true;
  while (!path.empty()) {
    const std::size_t point = std::min(path.find('.'), path.size());
    const std::string_view step = Trimmed(path.substr(0, point));
    path.remove_prefix(std::min(point + 1, path.size()));
    if (!first) selector += '/';
    if (step == "**" && first) {
      selector = "*/";  // another / comes with the next step
    } else if (step == "*") {
      selector = first ? "*" : selector + (path.empty() ? "all" : "*");
    } else {
      const std::string name = TagOrKeyword(step, why);
      if (name.empty()) return {};
      selector += name;
    }
    first = false;
  }
  // A/B needs no stroke before it.
  const bool several = selector.find('/', 1) != std::string::npos;
  if (several && selector.starts_with('/') && !selector.starts_with("//")) {
    selector.erase(0, 1);
  }
  return selector;
}

// The keywords that a tag with x in it stands for, but for those left out.
bool ExpandedBut(const TagText& tag, const std::vector<TagText>& excluded,
                 std::vector<std::string>& names) {
  for (const DictionaryRow& row : StandardDictionary()) {
    const std::string digits = absl::StrFormat("%08X", row.tag.value);
    const auto in = [&digits](const TagText& pattern) {
      return Covers(pattern.group + pattern.element, digits);
    };
    if (!in(tag) || std::ranges::any_of(excluded, in)) continue;
    names.push_back(TagName(row.tag));
    if (names.size() > kMostNames) return false;
  }
  return true;
}

class KarnakImporter {
 public:
  explicit KarnakImporter(std::string_view name)
      : writer_("a profile of Karnak", name) {}

  absl::StatusOr<ImportResult> Run(const ImportTree& root,
                                   const ImportTree& elements) {
    for (const auto& [key, element] : elements.parts) AddElement(element);
    if (!has_profile_) {
      writer_.AddComment(
          "Karnak leaves alone what no element names; here the basic profile "
          "decides. profile none does as Karnak");
    }
    for (const auto& [key, part] : root.parts) {
      if (key == "masks") {
        writer_.AddLeft(absl::StrFormat("line %d, masks", part.place.line),
                        kNoPixels);
      }
    }
    return writer_.Finish();
  }

 private:
  // What several kinds of elements have.
  struct Element {
    std::string source;
    std::string where;  // " where …", or nothing
    std::vector<std::string> names;
    std::string selectors;  // the same as a list
    std::string own;        // the attribute, where it is one alone
  };

  void AddElement(const ImportTree& tree) {
    const std::string codename(Trimmed(tree.TextOf("codename")));
    Element element;
    element.source = absl::StrFormat("line %d, %s (%s)", tree.place.line,
                                     codename, tree.TextOf("name"));
    if (codename == "basic.dicom.profile") {
      has_profile_ = true;
      return writer_.AddComment(element.source + ": profile basic, above");
    }
    if (codename.starts_with("clean.")) {
      return writer_.AddLeft(element.source, kNoPixels);
    }
    std::string why;
    if (!ReadWhere(tree, element, why)) {
      return writer_.AddLeft(element.source, why);
    }
    if (codename == "action.on.specific.tags" || codename == "replace.uid") {
      AddTags(tree, element);
    } else if (codename == "action.on.privatetags") {
      AddPrivate(tree, element);
    } else if (codename == "action.add.tag") {
      AddNew(tree, element);
    } else if (codename == "action.on.dates") {
      AddDates(tree, element);
    } else if (codename == "expression.on.tags") {
      AddExpression(tree, element);
    } else {
      writer_.AddLeft(element.source, codename == "action.add.private.tag"
                                          ? "rules add no private attributes"
                                          : "no such element is known");
    }
  }

  static bool ReadWhere(const ImportTree& tree, Element& element,
                        std::string& why) {
    const std::string_view text = Trimmed(tree.TextOf("condition"));
    if (text.empty()) return true;
    ConditionTree condition;
    ConditionMistake mistake;
    if (!ReadKarnakCondition(text, {}, condition, mistake)) {
      why = "condition: " + mistake.why;
      return false;
    }
    condition = Simplified(std::move(condition));
    if (const std::string_view left = WhyLeft(condition); !left.empty()) {
      why = left;
      return false;
    }
    if (condition.kind == ConditionTree::Kind::kFalse) {
      why = "its condition never holds";
      return false;
    }
    if (condition.kind != ConditionTree::Kind::kTrue) {
      element.where = " where " + ConditionText(condition);
    }
    return true;
  }

  // The list of tags, but for those that are left to other elements.
  static bool ReadTags(const ImportTree& tree, Element& element,
                       std::string& why) {
    std::vector<TagText> excluded;
    if (const ImportTree* list = tree.Find("excludedTags")) {
      for (const std::string& text : list->Texts()) {
        const std::optional<TagText> tag = ReadTagText(text);
        if (!tag) {
          why = absl::StrFormat("no tag '%s' to leave out", text);
          return false;
        }
        excluded.push_back(*tag);
      }
    }
    const ImportTree* list = tree.Find("tags");
    std::vector<std::string> names;
    if (list != nullptr) {
      for (const std::string& text : list->Texts()) {
        if (!AddNames(text, excluded, names, why)) return false;
      }
    }
    element.names = names;
    if (names.empty()) {
      why = "no tags";
      return false;
    }
    element.selectors = Joined(names);
    if (names.size() == 1 && FindKeyword(names[0]) != nullptr) {
      element.own = names[0];
    }
    return true;
  }

  static bool AddNames(const std::string& text,
                       const std::vector<TagText>& excluded,
                       std::vector<std::string>& names, std::string& why) {
    const std::optional<TagText> tag = ReadTagText(text);
    const bool path = !tag && text.find('.') != std::string::npos;
    if (tag && !tag->exact() && !excluded.empty()) {
      if (ExpandedBut(*tag, excluded, names)) return true;
      why = "too many attributes but for those left out";
      return false;
    }
    std::string name =
        path ? PathSelector(Trimmed(text), why) : TagOrKeyword(text, why);
    if (name.empty()) return false;
    names.push_back(std::move(name));
    return true;
  }

  void AddTags(const ImportTree& tree, Element& element) {
    const std::string_view verb = VerbOf(Trimmed(tree.TextOf("action")));
    std::string why = "want an action K, X, Z, U or D";
    if (verb.empty() || !ReadTags(tree, element, why)) {
      return writer_.AddLeft(element.source, why);
    }
    Add(element, absl::StrFormat("%s %s", verb, element.selectors));
  }

  void AddPrivate(const ImportTree& tree, Element& element) {
    const std::string_view verb = VerbOf(Trimmed(tree.TextOf("action")));
    if (verb.empty()) {
      return writer_.AddLeft(element.source, "want an action K, X, Z, U or D");
    }
    if (verb == "remove" && element.where.empty()) {
      return writer_.AddComment(element.source +
                                ": the profile does so where no line keeps "
                                "them");
    }
    element.selectors = "private";
    std::string why;
    if (tree.Find("excludedTags") != nullptr) {
      return writer_.AddLeft(element.source,
                             "private attributes go by their creator; none is "
                             "left out by its number");
    }
    if (tree.Find("tags") != nullptr && !ReadTags(tree, element, why)) {
      return writer_.AddLeft(element.source, why);
    }
    Add(element, absl::StrFormat("%s %s", verb, element.selectors));
  }

  // Adds where it is missing; what is there is for other elements.
  void AddNew(const ImportTree& tree, Element& element) {
    const ImportTree* arguments = tree.Find("arguments");
    std::string why;
    if (!ReadTags(tree, element, why)) {
      return writer_.AddLeft(element.source, why);
    }
    if (element.own.empty() || arguments == nullptr) {
      return writer_.AddLeft(element.source,
                             "one attribute and its value are added, at the "
                             "top level");
    }
    const std::string missing = absl::StrFormat("not %s present", element.own);
    Add(element,
        absl::StrFormat("set %s = %s", element.own,
                        QuotedText(arguments->TextOf("value"))),
        missing);
  }

  void AddDates(const ImportTree& tree, Element& element) {
    std::string why;
    if (tree.Find("tags") == nullptr) {
      element.selectors = "vr DA, DT";
    } else if (!ReadTags(tree, element, why)) {
      return writer_.AddLeft(element.source, why);
    } else {
      for (std::string& name : element.names) {
        if (FindKeyword(name) == nullptr) name += " vr DA, DT";
      }
      element.selectors = Joined(element.names);
    }
    const std::string_view option = tree.TextOf("option");
    if (option == "shift" || option == "shift_range") {
      return Add(element, "shift " + element.selectors, {},
                 "by the patient's own number of days, from the key; times and "
                 "ages are not moved");
    }
    const ImportTree* arguments = tree.Find("arguments");
    const std::string_view cut =
        arguments == nullptr ? "" : arguments->TextOf("remove");
    if (option == "date_format" && (cut == "day" || cut == "month_day")) {
      return Add(element,
                 absl::StrFormat("truncate-date %s to %s", element.selectors,
                                 cut == "day" ? "month" : "year"));
    }
    writer_.AddLeft(element.source,
                    "dates move by the key alone, and are cut to month or "
                    "year");
  }

  void AddExpression(const ImportTree& tree, Element& element) {
    std::string why = "no expression";
    const ImportTree* arguments = tree.Find("arguments");
    if (arguments == nullptr || !ReadTags(tree, element, why)) {
      return writer_.AddLeft(element.source, why);
    }
    std::vector<KarnakCase> cases;
    if (!ReadKarnakExpression(arguments->TextOf("expr"), element.own, cases,
                              why)) {
      return writer_.AddLeft(element.source, why);
    }
    AddCases(cases, element);
  }

  void AddCases(const std::vector<KarnakCase>& cases, const Element& element) {
    // The first rule that fits decides, so that a case needs not be told of
    // those before it, but where one of them makes no rule of this attribute.
    const bool silent = std::ranges::any_of(cases, [](const KarnakCase& one) {
      return one.action == "null" || one.action == "ExcludeInstance";
    });
    std::vector<std::string> rules;
    std::string before;
    for (const KarnakCase& a_case : cases) {
      const bool always = a_case.when.kind == ConditionTree::Kind::kTrue;
      const std::string when = always ? "" : ConditionText(a_case.when);
      if (a_case.action != "null") {
        const std::string rule = WithWhere(RuleOf(a_case, element), element,
                                           silent ? And(before, when) : when);
        if (rule == "skip") {
          return writer_.AddLeft(element.source,
                                 "it would leave out every object");
        }
        rules.push_back(rule);
      }
      if (!always) before = And(before, absl::StrFormat("not (%s)", when));
    }
    writer_.AddRules(rules, element.source);
  }

  static std::string And(const std::string& a, const std::string& b) {
    if (a.empty() || b.empty()) return a + b;
    return absl::StrFormat("%s and (%s)", a, b);
  }

  static std::string RuleOf(const KarnakCase& a_case, const Element& element) {
    const std::string& selectors = element.selectors;
    if (a_case.action == "ExcludeInstance") return "skip";
    if (a_case.action == "Remove") return "remove " + selectors;
    if (a_case.action == "ReplaceNull") return "empty " + selectors;
    if (a_case.action == "UID") return "uid " + selectors;
    if (a_case.action == "ComputePatientAge") {
      return absl::StrFormat("replace %s with age", selectors);
    }
    if (a_case.action == "Replace") {
      return absl::StrFormat("replace %s with %s", selectors, a_case.value);
    }
    return "keep " + selectors;
  }

  static std::string WithWhere(const std::string& rule, const Element& element,
                               const std::string& condition) {
    if (condition.empty()) return rule + element.where;
    if (element.where.empty()) return rule + " where " + condition;
    return absl::StrFormat("%s where (%s) and (%s)", rule,
                           element.where.substr(7), condition);
  }

  void Add(const Element& element, const std::string& rule,
           const std::string& condition = {}, std::string_view remark = {}) {
    writer_.AddRules({WithWhere(rule, element, condition)}, element.source,
                     remark);
  }

  ImportWriter writer_;
  bool has_profile_ = false;
};

}  // namespace

absl::StatusOr<ImportResult> ImportKarnak(std::string_view name,
                                          std::string_view text) {
  const absl::StatusOr<ImportTree> root = ReadYaml(text);
  if (!root.ok()) return root.status();
  const ImportTree* elements = root->Find("profileElements");
  if (elements == nullptr || elements->kind != ImportTree::Kind::kList) {
    return ImportMistake(root->place, "want a list profileElements");
  }
  return KarnakImporter(name).Run(*root, *elements);
}

}  // namespace dcmscrub
