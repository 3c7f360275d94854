#include "app/cli/narrator.h"

#include "app/talk/messages.h"

namespace dcmscrub {
namespace {

constexpr std::uint64_t kShownQuarantined = 20;
constexpr std::size_t kShownNames = 10;

}  // namespace

Verbosity VerbosityOf(const Flags& flags) {
  if (flags.quiet) return Verbosity::kQuiet;
  return flags.verbose ? Verbosity::kVerbose : Verbosity::kNormal;
}

void Narrator::See(const InputRecord& record) {
  NoteRandomKey();
  if (record.outcome == Outcome::kQuarantined) SeeQuarantined(record);
  if (record.name_holds_identifier) {
    ++named_;
    if (numbers_.size() < kShownNames) numbers_.push_back(record.number);
  }
  if (!flags_.verbose || record.warnings.empty()) return;
  const std::string text = WarningMessage(record, flags_.show_paths);
  if (!text.empty()) console_.Detail(text);
}

void Narrator::Finish(const RunSummary& summary) {
  NoteRandomKey();
  if (quarantined_ > kShownQuarantined && !flags_.verbose) {
    console_.Error(MoreQuarantined(quarantined_ - kShownQuarantined,
                                   !flags_.options.journal.empty()));
  }
  if (named_ != 0) {
    console_.Note(NamesMessage(numbers_, named_, flags_.options.rename));
  }
  if (summary.folders_not_renamed != 0) {
    console_.Note(FoldersMessage(summary.folders_not_renamed,
                                 !flags_.options.journal.empty()));
  }
}

// Once, and not before the run has begun: an error comes alone.
void Narrator::NoteRandomKey() {
  if (flags_.key_file.empty() && !flags_.options.dry_run && !key_noted_) {
    console_.Note(kRandomKeyMessage);
  }
  key_noted_ = true;
}

void Narrator::SeeQuarantined(const InputRecord& record) {
  ++quarantined_;
  if (quarantined_ > kShownQuarantined && !flags_.verbose) return;
  console_.Error(QuarantineMessage(record, flags_.show_paths,
                                   flags_.options.statement_names));
}

}  // namespace dcmscrub
