// What is decided about an object before any of its elements: see scrub_pass.h.
#include "kernels/clean/value_ops.h"
#include "kernels/core/text.h"
#include "kernels/parse/prefix_writer.h"
#include "kernels/scrub/marks.h"
#include "kernels/scrub/scrub_pass.h"
#include "kernels/scrub/seal.h"

namespace dcmscrub {
namespace {

// How this program's values of (0012,0063) begin.
constexpr std::string_view kOurMethod = "dcmscrub ";

}  // namespace

void ScrubPass::Prepare() {
  edits_.Clear();
  s_.warnings_ = WarningSet();
  s_.changes_.clear();
  s_.unread_.clear();
  s_.searches_ = false;
  if (!takes_out()) s_.residue_.Begin(rules_, input_.patient);
  s_.site_.conditions.clear();
  s_.site_.labels.clear();
  s_.patches_.Reset(elements_, target_);
  s_.date_offset_ = 0;
  s_.unchanged_ = false;
}

// An object that left us under this policy and key stays as it is: its dates
// were moved once.
bool ScrubPass::KeepSealed() {
  if (!rules_.sealed || rules_.keeps_unlisted) return false;
  const std::uint32_t at = object_.Find(tags::kDeidentificationMethod);
  if (at == kNoElement) return false;
  const Element& element = elements_[at];
  const std::size_t seal =
      FindSeal(AsText(LoadedValue(element, input_.memory)));
  if (seal == std::string_view::npos ||
      !SealHolds(identity_.seal(), rules_.policy_fingerprint, *input_.index,
                 input_.memory, element.value_offset() + seal)) {
    return false;
  }
  const ObjectFacts& facts = input_.facts;
  s_.unchanged_ = true;
  s_.sop_instance_ = ShortText(FirstUid(facts.sop_instance_uid));
  s_.study_ = ShortText(FirstUid(facts.study_instance_uid));
  s_.series_ = ShortText(FirstUid(facts.series_instance_uid));
  // A policy may have kept the Patient ID, which is for no file's name.
  s_.pseudonym_ =
      Patient(facts.patient_id, facts.issuer_of_patient_id, facts.patient_name);
  s_.patient_ = s_.pseudonym_;
  WritePrefix(StructuralUid(facts.sop_class_uid).view(),
              s_.sop_instance_.view());
  if (!elements_.empty()) {
    edits_.KeepInput(elements_.front().offset, input_.index->end());
  }
  return true;
}

// What this program made, but not under this policy and key, is refused:
// dates would move twice, pseudonyms get pseudonyms.
Fault ScrubPass::Refuse() {
  if (input_.again || rules_.keeps_unlisted || WasOurs()) return {};
  const std::uint32_t at = object_.Find(tags::kDeidentificationMethod);
  return {Error::kAlreadyDeidentified, tags::kDeidentificationMethod,
          elements_[at].offset, 0};
}

// Whether the object was left as this policy and key leave it, or is not from
// this program at all.
bool ScrubPass::WasOurs() const {
  const std::string_view said = input_.facts.deidentification_method;
  if (said.find(kOurMethod) == std::string_view::npos) return true;
  if (rules_.sealed) return false;  // and the seal does not hold
  // The first value tells policies apart.
  const std::string_view ours =
      rules_.method.substr(0, rules_.method.find('\\'));
  if (!HasValue(said, ours)) return false;
  const Rule* const uid = FindRule(rules_, tags::kSopInstanceUid);
  if (uid == nullptr || uid->at_top != Action::kUid) return true;
  const std::string_view instance = FirstUid(input_.facts.sop_instance_uid);
  return identity_.MadeUid(instance) || IsStandardUid(instance);
}

Fault ScrubPass::Judge() {
  if (rules_.site == nullptr) return {};
  const SiteRules::Judgement judgement = rules_.site->Judge(object_, s_.site_);
  Error error = Error::kOk;
  switch (judgement.verdict) {
    case SiteRules::Verdict::kScrub:
      return {};
    case SiteRules::Verdict::kSkip:
      error = Error::kSkippedByRule;
      break;
    case SiteRules::Verdict::kQuarantine:
      error = Error::kQuarantinedByRule;
      break;
    case SiteRules::Verdict::kLookupMiss:
      error = Error::kLookupMiss;
      break;
  }
  return {error, Tag(), 0, judgement.statement};
}

void ScrubPass::PrepareIdentifiers() {
  s_.verdicts_.Begin(object_, rules_, s_.site_);
  s_.texts_.Begin(object_, rules_);
  const ObjectFacts& facts = input_.facts;
  sop_class_ = StructuralUid(facts.sop_class_uid);
  s_.sop_instance_ =
      MapIdentifier(tags::kSopInstanceUid, facts.sop_instance_uid);
  if (sop_class_.empty()) {
    sop_class_ = ShortText(kUnknownSopClassUid);
    s_.warnings_.Add(Warning::kNoSopClassUid);
  }
  if (s_.sop_instance_.empty()) {
    s_.sop_instance_ = InstanceFromContents();
    s_.warnings_.Add(Warning::kNoSopInstanceUid);
  }
  s_.study_ = MapIdentifier(tags::kStudyInstanceUid, facts.study_instance_uid);
  s_.series_ =
      MapIdentifier(tags::kSeriesInstanceUid, facts.series_instance_uid);
  s_.pseudonym_ =
      Patient(facts.patient_id, facts.issuer_of_patient_id, facts.patient_name);
  s_.patient_ = s_.pseudonym_;
  if (!rules_.sop_class_known && !facts.sop_class_uid.empty()) {
    s_.warnings_.Add(IsStandardUid(facts.sop_class_uid)
                         ? Warning::kStandardSopClassUnknown
                         : Warning::kPrivateSopClass);
  }
  s_.date_offset_ = rules_.moves_dates ? DateOffset() : 0;
}

// By how many days dates move.
int ScrubPass::DateOffset() const {
  if (rules_.day_zero && input_.date_offset) return *input_.date_offset;
  // Of a patient that nothing names, at least each study stays together.
  const ObjectFacts& facts = input_.facts;
  const bool named = !facts.patient_id.empty();
  const std::string_view study = facts.study_instance_uid.empty()
                                     ? facts.sop_instance_uid
                                     : facts.study_instance_uid;
  return identity_.DateOffset(
      named ? facts.patient_id : study,
      named ? facts.issuer_of_patient_id : std::string_view(),
      rules_.date_shift);
}

// From all values that are always loaded, so that it does not matter how
// the input was read.
ShortText ScrubPass::InstanceFromContents() const {
  std::vector<Bytes>& contents = s_.contents_;
  contents.clear();
  for (const Element& element : elements_) {
    const Bytes value = LoadedValue(element, input_.memory);
    if (value.size() <= IndexLimits().loaded_value) contents.push_back(value);
  }
  return identity_.DeriveUid(contents);
}

// The new UID at the top level, as the policy will have it there.
ShortText ScrubPass::MapIdentifier(Tag tag, std::string_view uid) {
  if (uid.empty()) return {};
  uid = FirstUid(uid);
  const Rule* const rule = FindRule(rules_, tag);
  Action action = rule == nullptr ? Action::kUid : rule->at_top;
  if (rule != nullptr && rule->chain != 0) {
    const std::uint32_t at = object_.Find(tag);
    if (at != kNoElement) {
      action = s_.verdicts_.Find(at).verdict.action;
    } else {
      action = ActionIfAdded(*rule, action);
    }
  }
  if (action == Action::kKeep) return StructuralUid(uid);
  return s_.uids_.Map(identity_, uid);
}

// Which statement would decide about an attribute that the top level lacks;
// kEndOfChain: none.
std::uint16_t ScrubPass::StatementIfAdded(const Rule& rule) const {
  Element added;
  added.tag = rule.tag;
  added.vr = rule.vr;
  return MatchChain(rules_, rule.chain, {&added, 1}, 0, s_.site_);
}

// What the policy would do with a UID that the data set lacks and will get.
Action ScrubPass::ActionIfAdded(const Rule& rule, Action otherwise) const {
  const std::uint16_t statement = StatementIfAdded(rule);
  return statement == RuleTable::kEndOfChain
             ? otherwise
             : rules_.statements[statement].action;
}

ShortText ScrubPass::Patient(std::string_view id, std::string_view issuer,
                             std::string_view name) const {
  return id.empty() ? identity_.NamePseudonym(name)
                    : identity_.PatientPseudonym(id, issuer);
}

// A structural UID as it stands, unless it is none: then it could be
// anything, and is mapped.
ShortText ScrubPass::StructuralUid(std::string_view uid) const {
  return LooksLikeUids(uid) ? ShortText(uid) : s_.uids_.Map(identity_, uid);
}

void ScrubPass::WritePrefix(std::string_view sop_class,
                            std::string_view sop_instance) {
  AppendPrefix(arena_, sop_class, sop_instance, input_.syntax.uid);
  edits_.PutArena(0, arena_.size());
  s_.data_set_begin_ = arena_.size();
}

}  // namespace dcmscrub
