#include "rules/compile/site_program.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "kernels/core/dictionary.h"
#include "kernels/identity/date_ops.h"
#include "rules/compile/condition_eval.h"
#include "rules/compile/statement_compiler.h"
#include "rules/compile/value_eval.h"
#include "rules/language/legal_value.h"
#include "rules/language/selector.h"
#include "rules/language/value.h"
#include "rules/language/value_check.h"
#include "rules/language/verb.h"
#include "rules/parse/rule_resources.h"

namespace dcmscrub {
namespace {

using Verb = Statement::Verb;

// A statement on whole objects.
struct ObjectStatement {
  Verb verb = Verb::kSkip;
  std::uint16_t number = 0;
  std::uint16_t condition = SiteStatement::kAlways;
  std::uint16_t label = 0;
};

// PS3.6's VR, and the file's where it leaves a choice or does not know.
Vr VrOf(const Element& element) {
  const Vr known = DictionaryVr(element.tag);
  return element.tag.is_private() || known == Vr::kNone ||
                 DictionaryVrIsAmbiguous(element.tag)
             ? element.vr
             : known;
}

}  // namespace

struct SiteProgram::Parts {
  Parts(const ReadText& read, std::vector<Diagnostic>& diagnostics)
      : resources(read, diagnostics) {}

  std::vector<Statement> sources;
  std::vector<ValueEval> values;  // of each of them
  AgeCap age_cap = AgeCap::kNone;
  RuleResources resources;
  ConditionEval conditions;
  StatementCompiler compiler;
  std::vector<ObjectStatement> on_objects;
  std::vector<std::string> labels;
  bool computes = false;                  // whatever the policy leaves as it is
  std::vector<AttributeReference> reads;  // for what becomes of elements

  void Add(std::size_t source);
  void WarnOfMerged(const Statement& statement);
  void NoteReads(const Condition& condition);
  void AddOnObject(const Statement& statement, std::uint16_t condition);
  Vr VrOfSet(std::uint16_t statement) const;
  Outcome Truncate(const Statement& statement, const ObjectView& object,
                   std::uint32_t i, std::string& utf8) const;
};

void SiteProgram::Parts::Add(std::size_t source) {
  const Statement& statement = sources[source];
  if (SaysNothing(statement)) return;
  std::uint16_t condition = SiteStatement::kAlways;
  if (statement.where) {
    condition = conditions.Add(*statement.where, resources);
    // What keeps an object from being written changes no output.
    if (!statement.selectors.empty()) NoteReads(*statement.where);
  }
  if (statement.value) {
    values[source] = ValueEval(*statement.value, age_cap, resources);
    for (AttributeReference& read : ReadBy(*statement.value)) {
      reads.push_back(std::move(read));
    }
    if (ReadsThis(*statement.value) && !IsIdempotent(*statement.value)) {
      computes = true;
    }
  }
  WarnOfMerged(statement);
  computes = computes || Traits(statement.verb).adds_up;
  AddOnObject(statement, condition);
  compiler.Add(statement, source, condition);
}

// Patient ID by way of a table that gives two patients one.
void SiteProgram::Parts::WarnOfMerged(const Statement& statement) {
  if (!statement.value || statement.value->kind != Value::Kind::kLookup) return;
  const Value& key = statement.value->arguments.front();
  const bool of_patient =
      key.kind == Value::Kind::kThis ||
      (key.kind == Value::Kind::kAttribute && IsPlain(key.attribute) &&
       key.attribute.attribute.tag == tags::kPatientId);
  const bool to_patient =
      std::ranges::any_of(statement.selectors, [](const Selector& selector) {
        return selector.attribute.kind == AttributePattern::Kind::kTag &&
               selector.attribute.tag == tags::kPatientId;
      });
  if (!of_patient || !to_patient) return;
  const LookupTable* const table = resources.TableOf(*statement.value);
  const auto merged =
      table == nullptr ? LookupTable::Merged{} : table->FindMerged();
  if (merged.first == 0) return;
  resources.Warn(
      statement.value->span,
      absl::StrFormat("'%s' lines %d and %d have two keys and one value: two "
                      "patients become one",
                      statement.value->text, merged.first, merged.second));
}

void SiteProgram::Parts::NoteReads(const Condition& condition) {
  for (const Condition& part : condition.parts) NoteReads(part);
  if (condition.parts.empty()) reads.push_back(condition.attribute);
}

void SiteProgram::Parts::AddOnObject(const Statement& statement,
                                     std::uint16_t condition) {
  if (!Traits(statement.verb).about_object()) return;
  ObjectStatement added{statement.verb};
  added.condition = condition;
  added.number = static_cast<std::uint16_t>(compiler.statements().size());
  if (statement.verb == Verb::kTag) {
    const auto known = std::ranges::find(labels, statement.label);
    added.label = static_cast<std::uint16_t>(known - labels.begin());
    if (known == labels.end()) labels.push_back(statement.label);
  }
  on_objects.push_back(added);
}

Vr SiteProgram::Parts::VrOfSet(std::uint16_t statement) const {
  const auto set = std::ranges::find(compiler.sets(), statement,
                                     &SiteTable::SetRule::statement);
  return set == compiler.sets().end() ? Vr::kNone : set->vr;
}

std::unique_ptr<const SiteProgram> SiteProgram::Make(
    const RuleFile& file, const ReadText& read,
    std::vector<Diagnostic>& diagnostics) {
  auto parts = std::make_unique<Parts>(read, diagnostics);
  parts->sources = file.statements;
  if (file.profile != "none") parts->age_cap = AgeCap::kNinetyYears;
  parts->values.resize(file.statements.size());
  for (std::size_t i = 0; i < file.statements.size(); ++i) parts->Add(i);
  if (parts->compiler.overflown() || parts->conditions.overflown()) {
    parts->resources.Refuse(
        file.statements.back().span,
        absl::StrFormat("more than %d selectors or conditions",
                        SiteStatement::kAlways - 1));
  }
  if (parts->resources.any_refused()) return nullptr;
  parts->compiler.Finish();
  return std::unique_ptr<const SiteProgram>(new SiteProgram(std::move(parts)));
}

SiteProgram::SiteProgram(std::unique_ptr<const Parts> parts)
    : parts_(std::move(parts)) {}

SiteProgram::~SiteProgram() = default;

std::span<const SiteStatement> SiteProgram::statements() const {
  return parts_->compiler.statements();
}

std::size_t SiteProgram::source_index(std::uint16_t statement) const {
  return parts_->compiler.sources()[statement];
}

const Statement& SiteProgram::source(std::uint16_t statement) const {
  return parts_->sources[source_index(statement)];
}

std::span<const PathPattern> SiteProgram::paths() const {
  return parts_->compiler.paths();
}

std::span<const SiteTable::SetRule> SiteProgram::sets() const {
  return parts_->compiler.sets();
}

std::vector<std::uint16_t> SiteProgram::StatementsFor(Tag tag) const {
  return parts_->compiler.ChainOf(tag);
}

std::vector<std::uint16_t> SiteProgram::StatementsForPrivate(
    std::string_view creator, std::uint16_t group,
    std::uint16_t element) const {
  return parts_->compiler.ChainOf(PrivateFamily{creator, group, element});
}

std::vector<std::uint16_t> SiteProgram::StatementsForUnknown() const {
  return parts_->compiler.UnknownChain();
}

std::vector<SiteProgram::PrivateName> SiteProgram::PrivateNames() const {
  std::vector<PrivateName> names;
  const auto add = [&](const AttributePattern& pattern) {
    if (pattern.kind != AttributePattern::Kind::kCreator) return;
    PrivateName name{pattern.text};
    if ((pattern.mask & 0xFFFF0000) != 0) name.group = pattern.tag.group();
    if ((pattern.mask & 0xFF) != 0) name.element = pattern.tag.element() & 0xFF;
    names.push_back(name);
  };
  for (const StatementCompiler::Group& group : parts_->compiler.groups()) {
    add(group.selector->attribute);
    for (const Selector& except : group.selector->except) add(except.attribute);
  }
  std::ranges::sort(names);
  const auto rest = std::ranges::unique(names);
  names.erase(rest.begin(), rest.end());
  return names;
}

bool SiteProgram::computes(const std::function<bool(Tag)>& stays) const {
  return parts_->computes ||
         std::ranges::any_of(parts_->reads, [&](const auto& reference) {
           return !IsPlain(reference) || !stays(reference.attribute.tag);
         });
}

SiteRules::Judgement SiteProgram::Judge(const ObjectView& object,
                                        SiteState& state) const {
  parts_->conditions.Evaluate(object, state);
  state.labels.clear();
  Judgement judgement;
  for (const ObjectStatement& judge : parts_->on_objects) {
    if (!state.Holds(judge.condition)) continue;
    if (judge.verb == Verb::kTag) {
      state.labels.push_back(judge.label);
    } else if (judgement.verdict == Verdict::kScrub) {
      judgement.verdict =
          judge.verb == Verb::kSkip ? Verdict::kSkip : Verdict::kQuarantine;
      judgement.statement = judge.number;
    }
  }
  std::ranges::sort(state.labels);
  const auto rest = std::ranges::unique(state.labels);
  state.labels.erase(rest.begin(), rest.end());
  return judgement;
}

SiteRules::Outcome SiteProgram::Compute(std::uint16_t statement,
                                        const ObjectView& object,
                                        std::uint32_t i,
                                        const Identity& identity,
                                        std::string& utf8) const {
  const Vr vr =
      i == kNoElement ? parts_->VrOfSet(statement) : VrOf(object.elements()[i]);
  if (!TakesText(vr)) return Outcome::kRemove;
  const Statement& from = source(statement);
  if (from.verb == Verb::kTruncateDate) {
    return parts_->Truncate(from, object, i, utf8);
  }
  const std::size_t begin = utf8.size();
  if (from.verb == Verb::kAppend && object.elements()[i].value_length != 0 &&
      !object.AppendText(i, utf8)) {
    return Outcome::kBadValue;
  }
  Outcome outcome =
      parts_->values[source_index(statement)].Append(object, i, identity, utf8);
  const std::string_view value = std::string_view(utf8).substr(begin);
  if (outcome == Outcome::kText && value.empty()) outcome = Outcome::kEmpty;
  if (outcome == Outcome::kText && !IsLegalValue(vr, value)) {
    outcome = Outcome::kBadValue;
  }
  if (outcome != Outcome::kText) utf8.resize(begin);
  return outcome;
}

// What is no date cannot be made coarser, and may be anything.
SiteRules::Outcome SiteProgram::Parts::Truncate(const Statement& statement,
                                                const ObjectView& object,
                                                std::uint32_t i,
                                                std::string& utf8) const {
  const Element& element = object.elements()[i];
  const Vr vr = VrOf(element);
  if (element.value_length == 0) return Outcome::kKeep;
  std::string original;
  if (!IsTemporal(vr) || !object.AppendText(i, original)) {
    return Outcome::kDummy;
  }
  if (original.empty()) return Outcome::kEmpty;
  return AppendTruncated(utf8, vr, original, statement.precision)
             ? Outcome::kText
             : Outcome::kDummy;
}

std::string_view SiteProgram::Label(std::uint16_t label) const {
  return parts_->labels[label];
}

}  // namespace dcmscrub
