#include "pipeline/run/recorder.h"

#include <cstddef>
#include <string_view>

namespace dcmscrub {

Recorder::Recorder(const RunHooks& hooks, InputCounts& counts)
    : hooks_(hooks),
      counts_(counts),
      began_(std::chrono::steady_clock::now()) {}

void Recorder::NoteThroughput() {
  throughput_.Add(
      {std::chrono::duration<double>(std::chrono::steady_clock::now() - began_)
           .count(),
       done_, counts_.bytes_in});
}

void Recorder::CountRules(const Ticket& ticket) {
  const Error error = ticket.ending.fault.error;
  // What is skipped by a rule has no fault.
  if (ticket.ending.fault && ticket.ending.outcome == Outcome::kQuarantined) {
    ++counts_.faults[static_cast<std::size_t>(error)];
  }
  if (IsByStatement(error)) {
    const auto statement =
        static_cast<std::uint16_t>(ticket.ending.fault.detail);
    ++counts_.by_statement[{error, statement}];
  }
  if (!ticket.ending.published()) return;
  for (const std::string_view label : ticket.notes.labels) {
    const auto found = counts_.labels.find(label);
    if (found != counts_.labels.end()) {
      ++found->second;
    } else {
      counts_.labels.emplace(label, 1);
    }
  }
}

void Recorder::CountFile(const Ticket& ticket) {
  if (!ticket.ending.published()) return;
  counts_.renamed += ticket.output.neutral ? 1 : 0;
  counts_.linked_originals += ticket.written.was_linked ? 1 : 0;
  counts_.rights_lost += ticket.written.losses.rights ? 1 : 0;
  counts_.attributes_lost += ticket.written.losses.attributes ? 1 : 0;
}

void Recorder::Count(const InputRecord& record) {
  ++counts_.outcomes[static_cast<std::size_t>(record.outcome)];
  ++counts_.reasons[static_cast<std::size_t>(record.reason)];
  for (int i = 0; i < kWarningCount; ++i) {
    counts_.warnings[static_cast<std::size_t>(i)] +=
        record.warnings.Has(static_cast<Warning>(i)) ? 1 : 0;
  }
  counts_.names_with_identifiers += record.name_holds_identifier ? 1 : 0;
  counts_.bytes_in += record.bytes_in;
  counts_.bytes_out += record.bytes_out;
  if (hooks_.progress != nullptr) {
    hooks_.progress->bytes_in += record.bytes_in;
    if (record.outcome == Outcome::kQuarantined) {
      ++hooks_.progress->quarantined;
    }
    ++hooks_.progress->done;
  }
}

void Recorder::Record(const Ticket& ticket) {
  static const std::string kNoPath;
  const bool has_output =
      ticket.ending.published() || ticket.ending.outcome == Outcome::kUnchanged;
  InputRecord record;
  record.number = ticket.input.number;
  record.source = &ticket.input.source;
  record.output = has_output ? &ticket.output.path : &kNoPath;
  record.outcome = ticket.ending.outcome;
  record.reason = ticket.ending.reason;
  record.error_number = ticket.ending.error_number;
  record.fault = ticket.ending.fault;
  record.place = ticket.ending.place;
  record.warnings = ticket.notes.warnings;
  record.name_holds_identifier =
      ticket.ending.published() && ticket.output.holds_identifier;
  const bool interrupted = ticket.ending.outcome == Outcome::kInterrupted;
  record.bytes_in = interrupted ? 0 : ticket.read.size;
  record.bytes_out = ticket.ending.published() ? ticket.written.stamp.size : 0;

  Count(record);
  CountRules(ticket);
  CountFile(ticket);
  ++done_;
  if (hooks_.record) hooks_.record(record);
}

}  // namespace dcmscrub
