#include "rules/import/import_dicomedit.h"

#include <absl/strings/str_format.h>

#include <ranges>
#include <string>
#include <utility>
#include <vector>

#include "rules/import/dicomedit_script.h"
#include "rules/import/dicomedit_values.h"
#include "rules/import/import_condition.h"
#include "rules/import/import_writer.h"

namespace dcmscrub {
namespace {

using Action = DicomEditAction;
using Statement = DicomEditStatement;
using Term = DicomEditTerm;

// What a statement comes to.
struct Entry {
  std::string source;
  std::vector<std::string> rules;
  std::string remark;
  std::string why;    // it is left
  bool note = false;  // a comment that is no loss
};

constexpr std::string_view kShifted =
    "by the patient's own number of days, from the key";

std::string WithWhere(std::string rule, const std::string& condition) {
  if (!condition.empty()) rule += " where " + condition;
  return rule;
}

class DicomEditImporter {
 public:
  explicit DicomEditImporter(std::string_view name)
      : writer_("a script of XNAT's DicomEdit 6", name), values_(writer_) {}

  absl::StatusOr<ImportResult> Run(const std::vector<Statement>& statements) {
    std::vector<Entry> entries;
    for (const Statement& statement : statements) {
      Entry& entry = entries.emplace_back();
      entry.source = absl::StrFormat("line %d, %s", statement.place.line,
                                     statement.source);
      Translate(statement, entry);
    }
    writer_.AddComment(
        "Of two lines about an attribute the last one decides there, and the "
        "first one here: the lines of the script come from its end on.");
    for (const Entry& entry : entries | std::views::reverse) Write(entry);
    return writer_.Finish();
  }

 private:
  void Write(const Entry& entry) {
    if (!entry.why.empty()) {
      writer_.AddLeft(entry.source, entry.why);
    } else if (entry.note) {
      writer_.AddComment(entry.remark.empty()
                             ? entry.source
                             : entry.source + ": " + entry.remark);
    } else {
      writer_.AddRules(entry.rules, entry.source, entry.remark);
    }
  }

  static void Note(Entry& entry, std::string_view remark) {
    entry.note = true;
    entry.remark = remark;
  }

  void Translate(const Statement& statement, Entry& entry) {
    switch (statement.kind) {
      case Statement::Kind::kVersion:
        return Note(entry, "");
      case Statement::Kind::kNote:
        return Note(entry, "for the pages of XNAT");
      case Statement::Kind::kRemovePrivate:
        return Note(entry, "the profile does so; lines above may keep some");
      case Statement::Kind::kBlock:
        values_.changes().AddAll();
        entry.why = "blocks of if and else; write condition ? action";
        return;
      case Statement::Kind::kAction:
        break;
    }
    std::vector<std::string> conditions(statement.actions.size());
    if (!statement.sign.empty()) {
      std::string condition;
      const bool known = ConditionOf(statement, condition, entry);
      conditions[0] = condition;
      if (conditions.size() > 1) {
        conditions[1] = absl::StrFormat("not (%s)", condition);
      }
      if (!known) return Changed(statement);
    }
    for (std::size_t i = 0; i < statement.actions.size(); ++i) {
      Add(statement.actions[i], conditions[i], entry);
    }
    Changed(statement);
  }

  // Also of statements that are left.
  void Changed(const Statement& statement) {
    for (const Action& action : statement.actions) {
      if (!action.path.empty()) values_.changes().Add(action.path);
      if (action.kind == Action::Kind::kSetVariable) {
        // In one case alone it holds this.
        values_.SetVariable(action.variable,
                            statement.sign.empty() ? action.value : Unknown());
      }
      if (action.kind != Action::Kind::kCall) continue;
      for (const Term& argument : action.value.arguments) {
        std::vector<DicomEditStep> path = argument.path;
        const bool is_path =
            !path.empty() || (argument.kind == Term::Kind::kText &&
                              ReadDicomEditPath(argument.text, path));
        if (is_path) values_.changes().Add(path);
      }
    }
  }

  static Term Unknown() {
    Term term;
    term.kind = Term::Kind::kCall;
    return term;
  }

  bool ConditionOf(const Statement& statement, std::string& condition,
                   Entry& entry) {
    const bool of_presence = statement.left.kind == Term::Kind::kCall &&
                             statement.left.text == "isPresent" &&
                             statement.left.arguments.size() == 1;
    const std::string reference = values_.ReferenceTo(
        of_presence ? statement.left.arguments[0] : statement.left, entry.why);
    if (reference.empty()) return false;
    if (statement.right.kind != Term::Kind::kText) {
      entry.why = "an attribute is compared with a text, and with no other";
      return false;
    }
    const bool negated = statement.sign.front() == '!';
    ConditionTree tree;
    if (of_presence) {
      tree.text = reference + " present";
      if (statement.right.text != "true") tree = Negated(std::move(tree));
    } else if (statement.sign.back() == '~') {
      tree = TestOf(reference, Comparison::kMatches,
                    DicomEditPattern(statement.right.text), false);
    } else {
      tree = TestOf(reference, Comparison::kEquals,
                    DicomEditText(statement.right.text), false);
    }
    condition = ConditionText(negated ? Negated(std::move(tree))
                                      : Simplified(std::move(tree)));
    return true;
  }

  void Add(const Action& action, const std::string& condition, Entry& entry) {
    switch (action.kind) {
      case Action::Kind::kEcho:
      case Action::Kind::kSetVariable:
        if (entry.rules.empty()) Note(entry, "");
        return;
      case Action::Kind::kCall:
        return AddCall(action.value, condition, entry);
      case Action::Kind::kDelete:
        return AddPlain("remove", action.path, condition, entry);
      case Action::Kind::kAssign:
      case Action::Kind::kAssignIfExists:
        return AddAssignment(action, condition, entry);
    }
  }

  void AddPlain(std::string_view verb, const std::vector<DicomEditStep>& path,
                const std::string& condition, Entry& entry) {
    const DicomEditTarget target = DicomEditTargetOf(path, entry.why);
    if (target.selector.empty()) return;
    entry.note = false;
    entry.rules.push_back(
        WithWhere(absl::StrFormat("%s %s", verb, target.selector), condition));
  }

  void AddAssignment(const Action& action, const std::string& condition,
                     Entry& entry) {
    const DicomEditTarget target = DicomEditTargetOf(action.path, entry.why);
    if (target.selector.empty()) return;
    const Term& value = action.value;
    if (value.kind == Term::Kind::kText && value.text.empty()) {
      return AddPlain("empty", action.path, condition, entry);
    }
    if (value.kind == Term::Kind::kCall && !value.arguments.empty()) {
      const bool own = !target.reference.empty() &&
                       values_.ReferenceTo(value.arguments[0], entry.why) ==
                           target.reference;
      entry.why.clear();
      if (own && value.text == "hashUID") {
        return AddPlain("uid", action.path, condition, entry);
      }
      if (own && value.text.starts_with("shiftDate")) {
        entry.remark = kShifted;
        return AddPlain("shift", action.path, condition, entry);
      }
    }
    std::string expression;
    if (!values_.ValueOf(value, target.reference, expression, entry.why)) {
      return;
    }
    entry.note = false;
    const bool adds =
        action.kind == Action::Kind::kAssign && !target.keyword.empty();
    entry.rules.push_back(WithWhere(
        absl::StrFormat("%s %s %s %s", adds ? "set" : "replace",
                        target.selector, adds ? "=" : "with", expression),
        condition));
  }

  void AddCall(const Term& call, const std::string& condition, Entry& entry) {
    std::string_view verb;
    std::vector<Term> arguments = call.arguments;
    if (call.text == "blank") verb = "empty";
    if (call.text == "delete") verb = "remove";
    if (call.text == "retainPrivateTags") verb = "keep";
    if (call.text == "hashUIDList") verb = "uid";
    if (call.text == "shiftDateTimeSequenceByIncrement" &&
        arguments.size() > 1) {
      verb = "shift";
      entry.remark = kShifted;
      arguments.erase(arguments.begin());
    }
    if (verb.empty()) {
      entry.why = call.text == "alterPixels"
                      ? "pixels are masked by no rule in this version"
                      : absl::StrFormat("no rule does what %s does", call.text);
      return;
    }
    for (const Term& argument : arguments) {
      std::vector<DicomEditStep> path = argument.path;
      const bool is_path =
          !path.empty() || (argument.kind == Term::Kind::kText &&
                            ReadDicomEditPath(argument.text, path));
      if (!is_path) {
        entry.why = "want tags";
        return;
      }
      AddPlain(verb, path, condition, entry);
    }
  }

  ImportWriter writer_;
  DicomEditValues values_;
};

}  // namespace

absl::StatusOr<ImportResult> ImportDicomEdit(std::string_view name,
                                             std::string_view text) {
  const absl::StatusOr<std::vector<Statement>> statements = ReadDicomEdit(text);
  if (!statements.ok()) return statements.status();
  if (statements->empty()) {
    return ImportMistake({}, "there is no statement in it");
  }
  const Statement& first = statements->front();
  if (first.kind != Statement::Kind::kVersion || !first.word.starts_with("6")) {
    return ImportMistake(first.place,
                         "a script of DicomEdit 6 begins with version \"6.…\"; "
                         "in older ones the same words mean other things");
  }
  return DicomEditImporter(name).Run(*statements);
}

}  // namespace dcmscrub
