#include "kernels/scrub/scrubber.h"

#include <string>
#include <vector>

#include "kernels/clean/text_changer.h"
#include "kernels/core/edit_list.h"
#include "kernels/emit/emitter.h"
#include "kernels/emit/encrypted_attributes.h"
#include "kernels/emit/patch_list.h"
#include "kernels/emit/seal.h"
#include "kernels/identity/patient_key.h"
#include "kernels/identity/uid_memo.h"
#include "kernels/match/verdict_finder.h"
#include "kernels/parse/duplicates.h"
#include "kernels/parse/prefix_writer.h"
#include "kernels/scrub/apply.h"
#include "kernels/scrub/complete.h"
#include "kernels/scrub/decide.h"
#include "kernels/scrub/patch_writer.h"
#include "kernels/scrub/picture_notes.h"
#include "kernels/scrub/residue_finder.h"
#include "kernels/scrub/residue_remover.h"
#include "kernels/scrub/scrub_begin.h"
#include "kernels/scrub/scrub_job.h"
#include "kernels/text/text_codec.h"

namespace dcmscrub {
namespace {

// Working storage of the phases, each by its name.
struct Workshop {
  TextCodec codec;
  SiteState site;
  VerdictFinder verdicts;
  Duplicates duplicates;
  UidMemo uids;
  TextChanger texts;
  PatchList patches;
  OriginalsEncrypter encrypter;
  Emitter emitter;
  Sealer sealer;
};

// Of several phases, by what stands in it.
struct Scratch {
  std::string text;
  std::string original;
  PatientKey patient;
  std::vector<Bytes> contents;
  std::vector<std::uint32_t> elements;
  std::vector<TextRange> found;
  std::vector<ByteHit> hits;
};

}  // namespace

struct Scrubber::Parts {
  Fault Run(const ScrubInput& input, const RuleTable& rules,
            const Identity& identity, const TellingValues& telling,
            EditList& edits);
  Fault RunOnce(const ScrubJob& job, const TellingValues& telling,
                EditList& edits);
  void Clear(const ScrubJob& job, EditList& edits);
  void Begin(const ScrubJob& job);
  void WritePrefix(const ScrubJob& job, EditList& edits);
  void KeepSealed(const ScrubJob& job, const ResidueRemover& remover,
                  EditList& edits);
  void ChangeElements(const ScrubJob& job, ResidueRemover& remover,
                      PatchWriter& writer);
  Fault Emit(const ScrubJob& job, EditList& edits);
  BeginTools begin_tools() {
    return {work.verdicts, work.uids, scratch.patient, scratch.contents};
  }

  Workshop work;
  Scratch scratch;
  ResidueFinder residue;
  // What came of it.
  ScrubNotes notes;
  NewIdentifiers ids;
  std::uint64_t data_set_begin = 0;
  bool searches = false;
  bool unchanged = false;
};

// Those of before are of no use to it.
void Scrubber::Parts::Clear(const ScrubJob& job, EditList& edits) {
  edits.Clear();
  notes.Clear();
  work.site.conditions.clear();
  work.site.labels.clear();
  work.patches.Reset(job.elements(), job.target());
  ids.date_offset = 0;
  searches = false;
  unchanged = false;
}

Fault Scrubber::Parts::Run(const ScrubInput& input, const RuleTable& rules,
                           const Identity& identity,
                           const TellingValues& telling, EditList& edits) {
  ScrubJob job{input, rules, identity,
               ObjectView(*input.index, input.memory, input.facts, work.codec)};
  Fault fault = RunOnce(job, telling, edits);
  if (fault || !notes.needs_utf8) return fault;
  job.to_utf8 = true;
  fault = RunOnce(job, telling, edits);
  notes.warnings.Add(Warning::kTurnedToUtf8);
  if (work.texts.undecodable()) notes.warnings.Add(Warning::kUndecodableText);
  return fault;
}

Fault Scrubber::Parts::RunOnce(const ScrubJob& job,
                               const TellingValues& telling, EditList& edits) {
  Clear(job, edits);
  ResidueRemover remover(job, residue, telling, scratch.found, scratch.hits,
                         notes);
  if (IsSealed(job, work.sealer)) {
    KeepSealed(job, remover, edits);
    return notes.fault;
  }
  if (const Fault refused = Refusal(job)) return refused;
  if (const Fault judged = Judge(job, work.site)) return judged;
  Begin(job);
  WritePrefix(job, edits);
  PatchWriter writer(job, edits.arena(), work.patches, notes);
  ChangeElements(job, remover, writer);
  if (notes.fault || notes.needs_utf8) return notes.fault;
  return Emit(job, edits);
}

void Scrubber::Parts::KeepSealed(const ScrubJob& job,
                                 const ResidueRemover& remover,
                                 EditList& edits) {
  unchanged = true;
  ids = IdentifiersOfSealed(job, begin_tools());
  WritePrefix(job, edits);
  const std::span<const Element> elements = job.elements();
  if (!elements.empty()) {
    edits.KeepInput(elements.front().offset, job.input.index->end());
  }
  if (job.rules.residue.searches)
    SearchSealed(job, remover, scratch.text, notes);
}

void Scrubber::Parts::Begin(const ScrubJob& job) {
  work.verdicts.Begin(job.object, job.rules, work.site);
  work.texts.Begin(job.object, job.rules);
  work.duplicates.Find(*job.input.index);
  if (work.duplicates.any()) notes.warnings.Add(Warning::kDuplicate);
  ids = MakeIdentifiers(job, work.site, begin_tools(), notes.warnings);
}

void Scrubber::Parts::WritePrefix(const ScrubJob& job, EditList& edits) {
  Arena& arena = edits.arena();
  AppendPrefix(arena, ids.sop_class.view(), ids.sop_instance.view(),
               job.input.syntax.uid);
  edits.PutArena(0, arena.size());
  data_set_begin = arena.size();
}

// Decides on each element, applies what was decided, and completes the object.
void Scrubber::Parts::ChangeElements(const ScrubJob& job,
                                     ResidueRemover& remover,
                                     PatchWriter& writer) {
  Decider decider(job, ids, work.verdicts, work.duplicates, notes.warnings);
  Applier applier(job, ids,
                  {work.verdicts, work.texts, work.uids, remover, writer,
                   scratch.text, scratch.original, scratch.patient},
                  notes);
  Decision decision;
  const auto count = static_cast<std::uint32_t>(job.elements().size());
  for (std::uint32_t i = 0; i < count;) {
    decider.Decide(i, decision);
    i = applier.Apply(i, decision);
  }
  if (notes.fault || notes.needs_utf8) return;
  NotePictures(job, work.patches.patches(), notes.warnings);
  Completer(job, ids,
            {work.site, work.texts, work.encrypter, remover, writer,
             scratch.text, scratch.elements},
            notes)
      .Complete(decider.present());
}

Fault Scrubber::Parts::Emit(const ScrubJob& job, EditList& edits) {
  work.patches.Settle();
  const Error error = work.emitter.Emit(*job.input.index, work.patches, edits);
  if (error == Error::kOk && notes.seal_place != kNoSeal) {
    work.sealer.Write(job.identity.seal(), job.rules.marks.policy_fingerprint,
                      *job.input.index, job.input.memory, data_set_begin,
                      notes.seal_place, edits);
  }
  return {error, Tag(), 0, 0};
}

Scrubber::Scrubber() : parts_(std::make_unique<Parts>()) {}
Scrubber::~Scrubber() = default;

Fault Scrubber::Scrub(const ScrubInput& input, const RuleTable& rules,
                      const Identity& identity, EditList& edits) {
  Parts& p = *parts_;
  p.residue.Begin(rules, input.patient);
  if (const Fault fault =
          p.Run(input, rules, identity, TellingValues(), edits)) {
    return fault;
  }
  if (rules.residue.searches || input.names) {
    p.residue.Gather(
        ObjectView(*input.index, input.memory, input.facts, p.work.codec),
        rules, identity, p.work.patches.patches(), p.notes.spared);
  }
  p.searches = rules.residue.searches && p.residue.any();
  return {};
}

Fault Scrubber::TakeOutResidue(const ScrubInput& input, const RuleTable& rules,
                               const Identity& identity,
                               const TellingValues& telling, EditList& edits) {
  const Fault fault = parts_->Run(input, rules, identity, telling, edits);
  parts_->searches = rules.residue.searches && parts_->residue.any();
  return fault;
}

bool Scrubber::searches() const { return parts_->searches; }
std::span<const std::uint32_t> Scrubber::unread() const {
  return parts_->notes.unread;
}
void Scrubber::FindResidue(Bytes bytes, std::uint64_t offset,
                           std::vector<ByteHit>& hits) const {
  parts_->residue.AnyInBytes(bytes, [&](const ByteHit& hit) {
    hits.push_back(hit);
    hits.back().begin += offset;
    hits.back().end += offset;
    return false;
  });
}
bool Scrubber::NameHoldsResidue(std::string_view component) const {
  return parts_->residue.IsInName(component);
}
const IdentifierList& Scrubber::Identifiers(const ScrubInput& input) {
  return parts_->residue.Identifiers(
      ObjectView(*input.index, input.memory, input.facts, parts_->work.codec));
}
const ResidueFinder& Scrubber::residue() const { return parts_->residue; }
std::span<const Patch> Scrubber::patches() const {
  return parts_->work.patches.patches();
}

WarningSet Scrubber::warnings() const { return parts_->notes.warnings; }
std::span<const Change> Scrubber::changes() const {
  return parts_->notes.changes;
}
std::span<const std::uint16_t> Scrubber::labels() const {
  return parts_->work.site.labels;
}
int Scrubber::date_offset() const { return parts_->ids.date_offset; }
std::uint64_t Scrubber::data_set_begin() const {
  return parts_->data_set_begin;
}
bool Scrubber::unchanged() const { return parts_->unchanged; }
std::string_view Scrubber::sop_instance_uid() const {
  return parts_->ids.sop_instance.view();
}
std::string_view Scrubber::study_instance_uid() const {
  return parts_->ids.study.view();
}
std::string_view Scrubber::series_instance_uid() const {
  return parts_->ids.series.view();
}
std::string_view Scrubber::patient_id() const {
  return parts_->ids.patient.view();
}
std::string_view Scrubber::pseudonym() const {
  return parts_->ids.pseudonym.view();
}

}  // namespace dcmscrub
