#include "kernels/scrub/scrub_begin.h"

#include <algorithm>

#include "kernels/core/uid.h"
#include "kernels/core/values.h"
#include "kernels/emit/seal.h"
#include "kernels/match/site_match.h"
#include "kernels/match/tag_matcher.h"

namespace dcmscrub {
namespace {

// How this program's values of (0012,0063) begin.
constexpr std::string_view kOurMethod = "dcmscrub ";

// A structural UID as it stands, unless it is none: then it could be
// anything, and is mapped.
ShortText StructuralUid(const Identity& identity, std::string_view uid,
                        UidMemo& uids) {
  return LooksLikeUids(uid) ? ShortText(uid) : uids.Map(identity, uid);
}

// Whether the object was left as this policy and key leave it, or is not from
// this program at all.
bool WasOurs(const ScrubJob& job) {
  const std::string_view said = job.input.facts.deidentification_method;
  if (said.find(kOurMethod) == std::string_view::npos) return true;
  if (job.rules.marks.sealed) return false;  // and the seal does not hold
  // The first value tells policies apart.
  if (!HasValue(said, FirstValue(job.rules.marks.method))) return false;
  const Rule* const uid = FindRule(job.rules, tags::kSopInstanceUid);
  if (uid == nullptr || uid->at_top != Action::kUid) return true;
  const std::string_view instance = FirstUid(job.input.facts.sop_instance_uid);
  return job.identity.MadeUid(instance) || IsStandardUid(instance);
}

// Whether it is a DICOMDIR, PS3.3 F.3, whatever its file meta says: those have
// records of files and no instance of their own.
bool IsDirectory(const ScrubJob& job) {
  constexpr Tag kDirectoryRecordSequence{0x0004, 0x1220};
  const std::span<const Element> elements = job.elements();
  const bool may_have =
      !elements.empty() && (elements.front().tag <= kDirectoryRecordSequence ||
                            !job.object.ordered(kNoElement));
  return may_have && job.object.Find(kDirectoryRecordSequence) != kNoElement &&
         job.object.Find(tags::kSopInstanceUid) == kNoElement;
}

// Whether nothing says what it is: the answer to a query, say. Pixels make it
// an image all the same, which lost its identifiers.
bool IsNoObject(const ScrubJob& job) {
  const ObjectFacts& facts = job.input.facts;
  return facts.sop_class_uid.empty() && facts.sop_instance_uid.empty() &&
         std::ranges::none_of(job.elements(), [](const Element& element) {
           return element.parent == kNoElement && IsPixelData(element.tag);
         });
}

// By how many days dates move.
int DateOffset(const ScrubJob& job, const PatientKey& patient,
               std::string_view new_study) {
  if (job.rules.dates.day_zero && job.input.date_offset) {
    return *job.input.date_offset;
  }
  const DateTable& dates = job.rules.dates;
  // Where what they go by lacks, at least each study stays together.
  const ObjectFacts& facts = job.input.facts;
  const std::string_view study = !facts.study_instance_uid.empty()
                                     ? facts.study_instance_uid
                                 : !new_study.empty() ? new_study
                                                      : facts.sop_instance_uid;
  const auto offset = [&](std::string_view id, std::string_view issuer = {}) {
    return job.identity.DateOffset(id, issuer, dates.shift);
  };
  switch (dates.by) {
    case DatesBy::kConstant:
      return offset(dates.constant);
    case DatesBy::kStudy:
      return offset(study);
    case DatesBy::kPatientId:
      return offset(patient.by_name ? study : patient.who);
    case DatesBy::kPatient:
      break;
  }
  return patient.by_name ? offset(study) : offset(patient.who, patient.issuer);
}

// From all values that are always loaded, so that it does not matter how
// the input was read, and from the place: pixels are not among them.
ShortText DerivedInstance(const ScrubJob& job, std::vector<Bytes>& contents) {
  contents.clear();
  if (!job.input.place.empty()) contents.push_back(AsBytes(job.input.place));
  for (const Element& element : job.elements()) {
    const Bytes value = LoadedValue(element, job.input.memory);
    if (value.size() <= IndexLimits().loaded_value) contents.push_back(value);
  }
  return job.identity.DeriveUid(contents);
}

// Of a Study or Series Instance UID that the object lacks: whether it gets one.
// A statement that decides about it has the last word.
bool IsToBeDerived(const ScrubJob& job, const SiteState& site, Tag tag,
                   std::string_view uid, bool required,
                   const BeginTools& tools) {
  if (job.input.place.empty() || !FirstUid(uid).empty()) return false;
  const Rule* const rule = FindRule(job.rules, tag);
  const std::uint32_t at = job.object.Find(tag);
  if (rule != nullptr && rule->chain != 0) {
    const std::uint16_t statement = at == kNoElement
                                        ? MatchIfAdded(job.rules, *rule, site)
                                        : tools.verdicts.Find(at).statement;
    if (statement != SiteTable::kEndOfChain) return false;
  }
  return required || at != kNoElement;
}

// The same for all objects of a patient in one folder, and for a series of one
// study. Deeper folders are others.
void DeriveStudyAndSeries(const ScrubJob& job, const SiteState& site,
                          const BeginTools& tools, NewIdentifiers& ids,
                          WarningSet& warnings) {
  const ObjectFacts& facts = job.input.facts;
  const std::string_view place = job.input.place;
  const std::string_view folder = place.substr(0, place.find_last_of('/') + 1);
  if (IsToBeDerived(job, site, tags::kStudyInstanceUid,
                    facts.study_instance_uid,
                    job.rules.attributes.study_required, tools)) {
    const Bytes parts[] = {AsBytes("study"), AsBytes(folder),
                           AsBytes(tools.patient.who),
                           AsBytes(tools.patient.issuer)};
    ids.study = job.identity.DeriveUid(parts);
    warnings.Add(Warning::kNoStudyOrSeriesUid);
  }
  if (IsToBeDerived(job, site, tags::kSeriesInstanceUid,
                    facts.series_instance_uid,
                    job.rules.attributes.series_required, tools)) {
    const Bytes parts[] = {AsBytes("series"), AsBytes(folder),
                           AsBytes(ids.study.view())};
    ids.series = job.identity.DeriveUid(parts);
    warnings.Add(Warning::kNoStudyOrSeriesUid);
  }
}

// The new UID at the top level, as the policy will have it there.
ShortText NewUid(const ScrubJob& job, const SiteState& site, Tag tag,
                 std::string_view uid, const BeginTools& tools) {
  if (uid.empty()) return {};
  uid = FirstUid(uid);
  const Rule* const rule = FindRule(job.rules, tag);
  Action action = rule == nullptr ? Action::kUid : rule->at_top;
  if (rule != nullptr && rule->chain != 0) {
    const std::uint32_t at = job.object.Find(tag);
    if (at != kNoElement) {
      action = tools.verdicts.Find(at).verdict.action;
    } else {
      const std::uint16_t statement = MatchIfAdded(job.rules, *rule, site);
      if (statement != SiteTable::kEndOfChain) {
        action = job.rules.site.statements[statement].action;
      }
    }
  }
  if (action == Action::kKeep) {
    return StructuralUid(job.identity, uid, tools.uids);
  }
  return tools.uids.Map(job.identity, uid);
}

void NameSopClass(const ScrubJob& job, UidMemo& uids, NewIdentifiers& ids,
                  WarningSet& warnings) {
  const std::string_view uid = job.input.facts.sop_class_uid;
  ids.sop_class = StructuralUid(job.identity, uid, uids);
  if (ids.sop_class.empty()) {
    ids.sop_class = ShortText(kUnknownSopClassUid);
    warnings.Add(Warning::kNoSopClassUid);
  }
  if (!job.rules.attributes.sop_class_known && !uid.empty()) {
    warnings.Add(IsStandardUid(uid) ? Warning::kStandardSopClassUnknown
                                    : Warning::kPrivateSopClass);
  }
}

}  // namespace

bool IsSealed(const ScrubJob& job, Sealer& sealer) {
  if (!job.rules.marks.sealed || job.rules.keeps_unlisted) return false;
  const std::uint32_t at = job.object.Find(tags::kDeidentificationMethod);
  if (at == kNoElement) return false;
  const std::size_t seal = FindSeal(AsText(job.object.Value(at)));
  return seal != std::string_view::npos &&
         sealer.Holds(job.identity.seal(), job.rules.marks.policy_fingerprint,
                      *job.input.index, job.input.memory,
                      job.elements()[at].value_offset() + seal);
}

NewIdentifiers IdentifiersOfSealed(const ScrubJob& job,
                                   const BeginTools& tools) {
  const ObjectFacts& facts = job.input.facts;
  NewIdentifiers ids;
  ids.sop_class = StructuralUid(job.identity, facts.sop_class_uid, tools.uids);
  ids.sop_instance = ShortText(FirstUid(facts.sop_instance_uid));
  ids.study = ShortText(FirstUid(facts.study_instance_uid));
  ids.series = ShortText(FirstUid(facts.series_instance_uid));
  // A policy may have kept the Patient ID, which is for no file's name.
  tools.patient.Read(PatientOf(facts), job.object.codec());
  ids.pseudonym = job.identity.Pseudonym(tools.patient);
  ids.patient = ids.pseudonym;
  return ids;
}

Fault Refusal(const ScrubJob& job) {
  if (IsDirectory(job)) return {Error::kDicomdir, Tag(), 0, 0};
  if (IsNoObject(job)) return {Error::kNoSopIdentity, Tag(), 0, 0};
  if (job.input.again || job.rules.keeps_unlisted || WasOurs(job)) return {};
  const std::uint32_t at = job.object.Find(tags::kDeidentificationMethod);
  return {Error::kAlreadyDeidentified, tags::kDeidentificationMethod,
          job.elements()[at].offset, 0};
}

Fault Judge(const ScrubJob& job, SiteState& site) {
  if (job.rules.site.program == nullptr) return {};
  const SiteRules::Judgement judgement =
      job.rules.site.program->Judge(job.object, site);
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

NewIdentifiers MakeIdentifiers(const ScrubJob& job, const SiteState& site,
                               const BeginTools& tools, WarningSet& warnings) {
  const ObjectFacts& facts = job.input.facts;
  const auto new_uid = [&](Tag tag, std::string_view uid) {
    return NewUid(job, site, tag, uid, tools);
  };
  NewIdentifiers ids;
  NameSopClass(job, tools.uids, ids, warnings);
  ids.sop_instance = new_uid(tags::kSopInstanceUid, facts.sop_instance_uid);
  if (ids.sop_instance.empty()) {
    ids.sop_instance = DerivedInstance(job, tools.contents);
    warnings.Add(Warning::kNoSopInstanceUid);
  }
  ids.study = new_uid(tags::kStudyInstanceUid, facts.study_instance_uid);
  ids.series = new_uid(tags::kSeriesInstanceUid, facts.series_instance_uid);
  tools.patient.Read(PatientOf(facts), job.object.codec());
  ids.pseudonym = job.identity.Pseudonym(tools.patient);
  ids.patient = ids.pseudonym;
  if (!job.rules.keeps_unlisted && HasPseudonymForm(facts.patient_id) &&
      !job.identity.MadePseudonym(facts.patient_id)) {
    warnings.Add(Warning::kForeignPseudonym);
  }
  DeriveStudyAndSeries(job, site, tools, ids, warnings);
  if (job.rules.dates.moves) {
    ids.date_offset = DateOffset(job, tools.patient, ids.study.view());
  }
  return ids;
}

}  // namespace dcmscrub
