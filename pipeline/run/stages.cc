#include "pipeline/run/stages.h"

#include <algorithm>
#include <cerrno>
#include <new>
#include <thread>

#include "pipeline/run/output_name.h"
#include "pipeline/run/prove.h"

namespace dcmscrub {
namespace {

// One read of all of a file up to here costs less than a read of its head and
// a copy inside the system's kernel of the rest.
constexpr std::uint64_t kWholeFile = 256 * 1024;
constexpr std::uint64_t kHead = 64 * 1024;
static_assert(kHead >= kFilePrefixBytes);
constexpr std::uint64_t kReadOn = 64 * 1024;
constexpr std::uint64_t kHopRead = 4 * 1024;
// One element costs its entry in the index and its share of the scrubber's
// lists, all of which grow by doubling.
constexpr std::uint64_t kElementCost = 3 * sizeof(Element);

// A stage that runs out of memory loses its input, not the run.
template <typename Body>
void Guard(WorkItem& item, Body body) noexcept {
  Ticket& ticket = *item.ticket;
  if (ticket.decided) return;
  try {
    body(ticket);
  } catch (const std::bad_alloc&) {
    ticket.Quarantine(Reason::kTooLarge, ENOMEM);
  } catch (...) {
    ticket.Quarantine(Reason::kTooLarge);
  }
  if (ticket.decided) ticket.temporary.reset();
}

// Reads [begin, begin + size) behind what is in the buffer. What has a size
// that fstat told has all those bytes, or it changed since.
bool Fetch(WorkItem& item, std::uint64_t begin, std::uint64_t size) {
  const std::size_t old_size = item.buffer.size();
  item.buffer.Resize(old_size + size);
  std::size_t got = 0;
  const int error =
      item.file->ReadAt(begin, item.buffer.data() + old_size, size, got);
  if (error != 0) {
    item.ticket->Quarantine(Reason::kReadError, error);
  } else if (got < size) {
    item.ticket->Quarantine(Reason::kChanged);
  }
  return !item.ticket->decided;
}

// The buffer may have moved.
void AimWindows(WorkItem& item) {
  const Bytes all = item.buffer.bytes();
  for (std::size_t i = 0; i < item.windows.size(); ++i) {
    const std::uint64_t end =
        i + 1 < item.windows.size() ? item.windows[i + 1].memory : all.size();
    Window& window = item.windows[i];
    window.bytes = all.subspan(window.memory, end - window.memory);
  }
}

void QuarantineOrSkip(Ticket& ticket, const Fault& fault) {
  switch (fault.error) {
    case Error::kNotDicom:
      return ticket.Skip(Reason::kNotDicom);
    case Error::kDicomdir:
      return ticket.Skip(Reason::kDicomdir);
    case Error::kSkippedByRule:
      ticket.fault = fault;
      return ticket.Skip(Reason::kRule);
    default:
      return ticket.Quarantine(fault);
  }
}

IndexLimits LimitsFor(const Context& context, std::uint64_t budget) {
  IndexLimits limits;
  limits.depth = context.options.depth_limit;
  limits.loaded_value = context.loaded_value;
  limits.elements = std::max<std::uint64_t>(budget / 2 / kElementCost, 1024);
  return limits;
}

// Gets what the index needs next into the last window. The bytes of a hop are
// not referred to, so the next read takes their place.
Fit ReadOn(WorkItem& item, std::uint64_t budget) {
  const ElementIndex::Need need = item.index->need();
  if (item.last_is_hop) {
    item.buffer.Resize(item.windows.back().memory);
    item.windows.pop_back();
    AimWindows(item);
  }
  Window* last = item.windows.empty() ? nullptr : &item.windows.back();
  // Where the window is gone on with, read twice as much each time.
  const bool goes_on =
      last != nullptr && need.begin >= last->begin && need.begin <= last->end();
  const std::uint64_t begin = goes_on ? last->end() : need.begin;
  std::uint64_t size = need.hop ? kHopRead : kReadOn;
  if (goes_on && !need.hop) size = std::max(size, last->bytes.size());
  const std::uint64_t size_left =
      item.info.size - std::min(begin, item.info.size);
  size = std::max(size, need.end - std::min(begin, need.end));
  size = std::min(size, size_left);
  if (size == 0) {  // nothing would ever satisfy the index
    item.ticket->Quarantine({Error::kTruncatedHeader, Tag(), begin, 0});
    return Fit::kFits;
  }
  if (item.buffer.size() + size > budget / 2) return Fit::kTooLarge;
  if (!goes_on) {
    item.windows.push_back({begin, item.buffer.size(), {}});
  }
  item.last_is_hop = need.hop && !goes_on;
  if (Fetch(item, begin, size)) AimWindows(item);
  return Fit::kFits;
}

// The data set is in the file as it stands.
Fit ParsePlain(const Context& context, WorkItem& item, std::uint64_t budget) {
  item.index->Begin(item.prefix.encoding, item.prefix.data_set_offset,
                    item.info.size, LimitsFor(context, budget));
  while (true) {
    switch (item.index->Extend(item.windows.back())) {
      case ElementIndex::Status::kDone:
        return Fit::kFits;
      case ElementIndex::Status::kFault:
        if (item.index->fault().error == Error::kTooManyElements) {
          return Fit::kTooLarge;
        }
        QuarantineOrSkip(*item.ticket, item.index->fault());
        return Fit::kFits;
      case ElementIndex::Status::kNeedBytes:
        if (ReadOn(item, budget) == Fit::kTooLarge) return Fit::kTooLarge;
        if (item.ticket->decided) return Fit::kFits;
    }
  }
}

// PS3.5 A.5: the data set is one deflate stream and has to be in memory.
Fit ParseDeflated(const Context& context, WorkItem& item,
                  std::uint64_t budget) {
  if (item.info.size > budget / 4) return Fit::kTooLarge;
  if (item.buffer.size() < item.info.size &&
      !Fetch(item, item.buffer.size(), item.info.size - item.buffer.size())) {
    return Fit::kFits;
  }
  item.whole = true;
  InflateLimits limits;
  limits.bytes = budget / 4;
  std::uint64_t trailing = 0;
  const Error error =
      Inflate(item.buffer.bytes().subspan(item.prefix.data_set_offset), limits,
              item.inflated, trailing);
  if (error == Error::kInflatesTooFar) return Fit::kTooLarge;
  if (error != Error::kOk) {
    item.ticket->Quarantine({error, Tag(), item.prefix.data_set_offset, 0});
    return Fit::kFits;
  }
  item.windows.assign(1, {0, 0, item.inflated});
  item.index->Begin(item.prefix.encoding, 0, item.inflated.size(),
                    LimitsFor(context, budget));
  if (item.index->Extend(item.windows.back()) == ElementIndex::Status::kDone) {
    return Fit::kFits;
  }
  if (item.index->fault().error == Error::kTooManyElements) {
    return Fit::kTooLarge;
  }
  item.ticket->Quarantine(item.index->fault());
  return Fit::kFits;
}

Fit ParseWithin(const Context& context, WorkItem& item, std::uint64_t budget) {
  // A second call begins again with the head, which is always there.
  const std::size_t head = static_cast<std::size_t>(std::min(
      item.info.size, item.info.size <= kWholeFile ? item.info.size : kHead));
  item.buffer.Resize(head);
  item.windows.assign(1, {0, 0, item.buffer.bytes()});
  item.last_is_hop = false;
  if (const Fault fault =
          ReadFilePrefix(item.buffer.bytes(), item.info.size, item.prefix)) {
    QuarantineOrSkip(*item.ticket, fault);
    return Fit::kFits;
  }
  return item.prefix.syntax.deflated ? ParseDeflated(context, item, budget)
                                     : ParsePlain(context, item, budget);
}

ScrubInput InputOf(const Context& context, WorkItem& item) {
  Ticket& ticket = *item.ticket;
  item.facts = CollectFacts(*item.index, item.memory());
  ticket.warnings = item.prefix.warnings;
  ticket.warnings.Add(item.index->warnings());
  ticket.warnings.Add(CompleteFacts(item.prefix, item.facts));
  ScrubInput input;
  input.index = &*item.index;
  input.memory = item.memory();
  input.facts = item.facts;
  input.syntax = item.prefix.syntax;
  input.again = context.options.again;
  input.date_offset = context.date_offset;
  input.make_explicit = item.prefix.encoding != item.prefix.syntax.encoding;
  return input;
}

// false: what was gathered cannot be read, and the ticket is decided.
bool FindPatient(const Context& context, const RuleTable& rules, WorkItem& item,
                 ScrubInput& input) {
  if (context.patients == nullptr) return true;
  if (!context.patients->Find(item.facts, rules.residue, item.codec,
                              item.patient)) {
    item.ticket->Quarantine(Reason::kReadError, EIO);
    return false;
  }
  input.patient = item.patient.get();
  return true;
}

void CountChanges(WorkItem& item) {
  for (const Change& change : item.scrubber->changes()) {
    ++item.changes[ChangeKey(change)];
  }
}

// For the crosswalk, in UTF-8.
void NoteWho(WorkItem& item) {
  const ObjectFacts& facts = item.facts;
  const Scrubber& scrubber = *item.scrubber;
  CrosswalkEntry& who = item.ticket->who;
  const auto decode = [&](Vr vr, std::string_view text, std::string& utf8) {
    item.codec.Decode(facts.character_set, vr, text, utf8);
  };
  const PatientKey patient = PatientOf(facts);
  who.by_name = patient.by_name;
  decode(patient.by_name ? Vr::kPN : Vr::kLO, patient.who,
         who.patient.original);
  decode(Vr::kLO, patient.issuer, who.issuer);
  decode(Vr::kLO, scrubber.patient_id(), who.patient.replacement);
  who.study = {std::string(facts.study_instance_uid),
               std::string(scrubber.study_instance_uid())};
  who.series = {std::string(facts.series_instance_uid),
                std::string(scrubber.series_instance_uid())};
  who.days = scrubber.date_offset();
}

// For the journal. A UID that is its own replacement comes back as it is.
void NoteSeries(const Identity& identity, WorkItem& item) {
  const Scrubber& scrubber = *item.scrubber;
  const auto note = [&](std::string_view before, std::string_view after,
                        std::string& to) {
    to = before == after ? identity.MapUid(after).view() : after;
  };
  OutputSeries& series = item.ticket->series;
  note(item.facts.series_instance_uid, scrubber.series_instance_uid(),
       series.series);
  note(item.facts.study_instance_uid, scrubber.study_instance_uid(),
       series.study);
  series.patient = scrubber.pseudonym();
  series.modality = item.facts.modality;
}

// The prefix stays as it is, the data set goes through the deflater.
void DeflateOutput(WorkItem& item, std::span<const WriteStep> steps,
                   std::uint64_t raw) {
  item.deflated.clear();
  bool begun = false;
  const auto begin = [&] {
    item.deflater.Begin(&item.deflated);
    begun = true;
  };
  for (const WriteStep& step : steps) {
    const std::size_t head = static_cast<std::size_t>(
        std::min<std::uint64_t>(raw, step.bytes.size()));
    item.deflated.insert(
        item.deflated.end(), step.bytes.begin(),
        step.bytes.begin() + static_cast<std::ptrdiff_t>(head));
    raw -= head;
    if (head == step.bytes.size()) continue;
    if (!begun) begin();
    item.deflater.Add(step.bytes.subspan(head));
  }
  if (!begun) begin();
  item.deflater.Finish();
  // PS3.5 A.5: padded to even length.
  if (item.deflated.size() % 2 != 0) item.deflated.push_back(0);
}

// A range with bits cleared has to pass through memory.
int CopyMasked(const Context& context, WorkItem& item, const WriteStep& step) {
  constexpr std::uint64_t kChunk = std::uint64_t{256} << 10;
  for (std::uint64_t done = 0; done < step.input_size;) {
    if (context.stopped()) return ECANCELED;
    item.scratch.resize(std::min(kChunk, step.input_size - done));
    std::size_t got = 0;
    if (int error =
            item.file->ReadAt(step.input_begin + done, item.scratch.data(),
                              item.scratch.size(), got)) {
      return error;
    }
    if (got != item.scratch.size()) return ENODATA;
    step.mask.Apply(step.mask_offset + done, item.scratch);
    const Bytes bytes = item.scratch;
    if (int error = item.ticket->temporary->Write({&bytes, 1})) return error;
    done += got;
  }
  return 0;
}

int CopyRange(const Context& context, WorkItem& item, const WriteStep& step) {
  if (!step.mask.keeps_all()) return CopyMasked(context, item, step);
  return item.ticket->temporary->CopyFrom(*item.file, step.input_begin,
                                          step.input_size, context.stop);
}

int WriteSteps(const Context& context, WorkItem& item,
               std::span<const WriteStep> steps, bool& copied) {
  OutputFile& out = *item.ticket->temporary;
  item.parts.clear();
  for (const WriteStep& step : steps) {
    if (!step.bytes.empty()) {
      item.parts.push_back(step.bytes);
      continue;
    }
    if (!item.parts.empty()) {
      if (int error = out.Write(item.parts)) return error;
      item.parts.clear();
    }
    copied = true;
    if (int error = CopyRange(context, item, step)) return error;
  }
  return item.parts.empty() ? 0 : out.Write(item.parts);
}

// A copy that came after the head was read may be of other bytes.
bool ChangedMeanwhile(WorkItem& item) {
  FileInfo now;
  return item.file->Info(now) != 0 || now.size != item.info.size ||
         now.modified_ns != item.info.modified_ns;
}

int CreateOutput(const Context& context, WorkItem& item) {
  Ticket& ticket = *item.ticket;
  FileSystem& files = context.file_system;
  if (context.options.in_place) {
    const Scrubber& scrubber = *item.scrubber;
    Likeness like;
    like.file = item.file.get();
    like.may_keep = [&](std::string_view value) {
      return !scrubber.NameHoldsResidue(value);
    };
    const int error =
        files.CreateTemporary(ticket.output, &like, ticket.temporary);
    ticket.losses = like.losses;
    return error;
  }
  // Nearly every output has a neighbour already: make folders when asked to.
  const int error =
      files.CreateTemporary(ticket.output, nullptr, ticket.temporary);
  if (error != ENOENT) return error;
  if (int made = MakeFolders(files, std::string(FolderOf(ticket.output)))) {
    return made;
  }
  return files.CreateTemporary(ticket.output, nullptr, ticket.temporary);
}

// After the last write. A batch is synced before it is closed, by commit.
int CloseOutput(const Context& context, Ticket& ticket) {
  OutputFile& out = *ticket.temporary;
  if (context.options.in_place) {
    FileInfo info;
    if (int error = out.Info(info)) return error;
    ticket.new_modified_ns = info.modified_ns;
  }
  return context.options.sync == Sync::kNone ? out.Close() : 0;
}

void WriteOutput(const Context& context, WorkItem& item,
                 std::uint64_t data_set_begin) {
  Ticket& ticket = *item.ticket;
  std::span<const WriteStep> steps = item.steps;
  WriteStep all;
  ticket.bytes_out = item.edits.size();
  if (item.prefix.syntax.deflated) {
    DeflateOutput(item, steps, data_set_begin);
    all.bytes = item.deflated;
    steps = {&all, 1};
    ticket.bytes_out = item.deflated.size();
  }
  if (context.options.dry_run) return;
  int error = CreateOutput(context, item);
  bool copied = false;
  if (error == 0) error = WriteSteps(context, item, steps, copied);
  if (error == ECANCELED) return ticket.Interrupt();
  if (error == ENODATA) return ticket.Quarantine(Reason::kChanged);
  if (error == 0 && copied && ChangedMeanwhile(item)) {
    return ticket.Quarantine(Reason::kChanged);
  }
  if (error == 0) error = CloseOutput(context, ticket);
  if (error != 0) ticket.Quarantine(Reason::kWriteError, error);
}

}  // namespace

void Read(const Context& context, WorkItem& item) noexcept {
  Guard(item, [&](Ticket& ticket) {
    item.whole = false;
    item.buffer.Resize(0);
    if (context.stopped()) return ticket.Interrupt();
    const int error =
        context.file_system.Open(ticket.source, false, item.file, &item.info);
    if (error == ENXIO) return ticket.Skip(Reason::kNotAFile);
    if (error != 0) return ticket.Quarantine(Reason::kReadError, error);
    ticket.bytes_in = item.info.size;
    ticket.modified_ns = item.info.modified_ns;
    ticket.device = item.info.device;
    ticket.inode = item.info.inode;
    if (item.info.size == 0) return ticket.Skip(Reason::kEmptyFile);
    item.whole = item.info.size <= kWholeFile;
    if (!Fetch(item, 0, item.whole ? item.info.size : kHead)) return;
    // In place, the output takes mode and owner from it.
    if (item.whole && !context.options.in_place) item.file.reset();
  });
}

Fit Parse(const Context& context, WorkItem& item,
          std::uint64_t budget) noexcept {
  Fit fit = Fit::kFits;
  Guard(item, [&](Ticket& ticket) {
    fit = ParseWithin(context, item, budget);
    if (fit == Fit::kTooLarge && budget >= context.memory.large_budget) {
      const Error error = item.index->fault().error;
      ticket.Quarantine(
          {error == Error::kTooManyElements ? error : Error::kHeaderTooLarge,
           Tag(), 0, 0},
          Reason::kTooLarge);
      fit = Fit::kFits;
    }
  });
  return fit;
}

void Scrub(const Context& context, WorkItem& item) noexcept {
  Guard(item, [&](Ticket& ticket) {
    ScrubInput input = InputOf(context, item);
    const RuleTable* const rules =
        context.policies.TableFor(input.facts.sop_class_uid);
    input.names = NamesAreSearched(context, *rules);
    if (!FindPatient(context, *rules, item, input)) return;
    if (const Fault fault =
            item.scrubber->Scrub(input, *rules, context.identity, item.edits)) {
      return QuarantineOrSkip(ticket, fault);
    }
    Prove(context, input, *rules, item);
    if (ticket.decided) return;
    ticket.warnings.Add(item.scrubber->warnings());
    for (const std::uint16_t label : item.scrubber->labels()) {
      ticket.labels.push_back(rules->site->Label(label));
    }
    CountChanges(item);
    if (!context.options.crosswalk.empty()) NoteWho(item);
    if (!context.options.journal.empty()) NoteSeries(context.identity, item);
  });
}

const IdentifierList* TakenOut(const Context& context,
                               WorkItem& item) noexcept {
  const IdentifierList* taken_out = nullptr;
  Guard(item, [&](Ticket& ticket) {
    const ScrubInput input = InputOf(context, item);
    const RuleTable* const rules =
        context.policies.TableFor(input.facts.sop_class_uid);
    if (const Fault fault =
            item.scrubber->Scrub(input, *rules, context.identity, item.edits)) {
      return QuarantineOrSkip(ticket, fault);
    }
    taken_out = &item.scrubber->Identifiers(input);
  });
  return taken_out;
}

void Write(const Context& context, WorkItem& item) noexcept {
  Guard(item, [&](Ticket&) {
    NameOutput(context, item);
    WriteOutput(context, item, item.scrubber->data_set_begin());
  });
}

void WriteEdits(const Context& context, WorkItem& item,
                std::uint64_t data_set_begin) noexcept {
  Guard(item, [&](Ticket&) {
    item.steps = item.gather->Plan(item.edits, item.windows, item.memory());
    WriteOutput(context, item, data_set_begin);
  });
}

int ThreadsOf(const RunOptions& options) {
  if (options.serial) return 1;
  if (options.threads > 0) return options.threads;
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

absl::StatusOr<std::shared_ptr<const Policy>> PolicyOf(
    const RunOptions& options) {
  if (options.policy != nullptr) return options.policy;
  return Policy::FromProfileName("basic");
}

}  // namespace dcmscrub
