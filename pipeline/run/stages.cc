#include "pipeline/run/stages.h"

#include <cerrno>

#include "pipeline/run/output_name.h"
#include "pipeline/run/prove.h"

namespace dcmscrub {
namespace {

// A stage's own part, for an item that goes on.
template <typename Body>
void Do(WorkItem& item, Body body) noexcept {
  if (item.fits) Guard(item.ticket->ending, body);
}

void BeginScrub(const Context& context, WorkItem& item) {
  const InputObject& object = item.object;
  WarningSet& warnings = item.ticket->notes.warnings;
  warnings = object.prefix.warnings;
  warnings.Add(object.index->warnings());
  warnings.Add(item.object.Complete());
  ScrubInput& input = item.scrub.input;
  input = {};
  input.index = &*object.index;
  input.memory = object.memory();
  input.facts = object.facts;
  input.syntax = object.prefix.syntax;
  input.again = context.options.again;
  const FoundInput& found = item.ticket->input;
  input.place = std::string_view(found.source).substr(found.below);
  input.date_offset = context.date_offset;
  input.make_explicit = object.prefix.encoding != object.prefix.syntax.encoding;
  item.scrub.rules = context.policies.TableFor(input.facts.sop_class_uid);
}

// false: what was gathered cannot be read, and the ticket is decided.
bool FindPatient(const Context& context, WorkItem& item) {
  if (context.patients == nullptr) return true;
  ObjectScrub& scrub = item.scrub;
  if (!context.patients->Find(item.object.facts, scrub.rules->residue.words,
                              scrub.codec, scrub.patient)) {
    item.ticket->ending.Quarantine(Reason::kReadError, EIO);
    return false;
  }
  scrub.input.patient = scrub.patient.get();
  return true;
}

// false: the object is refused, and the ticket is decided.
bool ScrubObject(const Context& context, WorkItem& item) {
  ObjectScrub& scrub = item.scrub;
  const Fault fault = scrub.scrubber->Scrub(
      scrub.input, *scrub.rules, context.identity, item.output.edits);
  if (fault) QuarantineOrSkip(fault, item.ticket->ending);
  return !fault;
}

// For the crosswalk, in UTF-8.
void NoteWho(WorkItem& item) {
  const ObjectFacts& facts = item.object.facts;
  const Scrubber& scrubber = *item.scrub.scrubber;
  CrosswalkEntry& who = item.ticket->notes.who;
  PatientKey patient = PatientKey::Of(PatientOf(facts), item.scrub.codec);
  who.by_name = patient.by_name;
  who.patient.original = std::move(patient.who);
  who.issuer = std::move(patient.issuer);
  item.scrub.codec.Decode(facts.character_set, Vr::kLO, scrubber.patient_id(),
                          who.patient.replacement);
  who.study = {std::string(facts.study_instance_uid),
               std::string(scrubber.study_instance_uid())};
  who.series = {std::string(facts.series_instance_uid),
                std::string(scrubber.series_instance_uid())};
  who.days = scrubber.date_offset();
  const DatesBy by = item.scrub.rules->dates.by;
  who.days_of_study =
      by == DatesBy::kStudy || (by != DatesBy::kConstant && who.by_name);
}

// For the journal. A UID that is its own replacement comes back as it is.
void NoteSeries(const Identity& identity, WorkItem& item) {
  const Scrubber& scrubber = *item.scrub.scrubber;
  const auto note = [&](std::string_view before, std::string_view after,
                        std::string& to) {
    to = before == after ? identity.MapUid(after).view() : after;
  };
  OutputSeries& series = item.ticket->notes.series;
  note(item.object.facts.series_instance_uid, scrubber.series_instance_uid(),
       series.series);
  note(item.object.facts.study_instance_uid, scrubber.study_instance_uid(),
       series.study);
  series.patient = scrubber.pseudonym();
  series.modality = item.object.facts.modality;
}

void NoteScrub(const Context& context, WorkItem& item) {
  ObjectNotes& notes = item.ticket->notes;
  const Scrubber& scrubber = *item.scrub.scrubber;
  notes.warnings.Add(scrubber.warnings());
  for (const std::uint16_t label : scrubber.labels()) {
    notes.labels.push_back(item.scrub.rules->site.program->Label(label));
  }
  for (const Change& change : scrubber.changes()) {
    ++item.changes[ChangeKey(change)];
  }
  if (!context.options.crosswalk.empty()) NoteWho(item);
  if (!context.options.journal.empty()) NoteSeries(context.identity, item);
}

}  // namespace

void Read(const Context& context, WorkItem& item) noexcept {
  Ticket& ticket = *item.ticket;
  if (ticket.ending.decided) return;
  ReadInput(context.read, ticket.input.source, item.object, ticket.ending);
  ticket.read = StampOf(item.object.info);
}

void Parse(const Context& context, WorkItem& item) noexcept {
  item.fits = IndexInput(context.read, item.budget, item.object,
                         item.ticket->ending) == Fit::kFits;
}

void Scrub(const Context& context, WorkItem& item) noexcept {
  Do(item, [&] {
    BeginScrub(context, item);
    item.scrub.input.names = NamesAreSearched(context, *item.scrub.rules);
    if (FindPatient(context, item)) ScrubObject(context, item);
  });
}

void Prove(const Context& context, WorkItem& item) noexcept {
  Do(item, [&] { ProveOutput(context, item); });
}

void Name(const Context& context, WorkItem& item) noexcept {
  Do(item, [&] {
    NoteScrub(context, item);
    NameOutput(context, item);
  });
}

void Write(const Context& context, WorkItem& item) noexcept {
  if (!item.fits) return;
  Ticket& ticket = *item.ticket;
  const Scrubber& scrubber = *item.scrub.scrubber;
  const NewOutput output = {ticket.output.path, scrubber.data_set_begin(),
                            [&](std::string_view value) {
                              return !scrubber.NameHoldsResidue(value);
                            }};
  WriteOutput(context.write, output, item.object, item.output, ticket.written,
              ticket.ending);
}

void Lend(const Context& context, Ticket& ticket, WorkItem& item) {
  item.ticket = &ticket;
  item.budget = context.read.memory.item_budget;
  item.fits = true;
}

void RunStages(const Context& context, WorkItem& item) noexcept {
  for (const Stage& stage : kStages) stage.run(context, item);
}

void RunLarge(const Context& context, WorkItem& item) noexcept {
  item.budget = context.read.memory.large_budget;
  for (const Stage& stage : kStages) {
    if (stage.run != Read) stage.run(context, item);
  }
}

const IdentifierList* TakenOut(const Context& context,
                               WorkItem& item) noexcept {
  const IdentifierList* taken_out = nullptr;
  Do(item, [&] {
    BeginScrub(context, item);
    if (!ScrubObject(context, item)) return;
    taken_out = &item.scrub.scrubber->Identifiers(item.scrub.input);
  });
  return taken_out;
}

}  // namespace dcmscrub
