#include "app/cli/narrator.h"

#include "app/talk/messages.h"

namespace dcmscrub {
namespace {

constexpr std::uint64_t kShownQuarantined = 20;
constexpr std::size_t kShownNames = 10;

}  // namespace

void Narrator::See(const InputRecord& record) {
  NoteRandomKey();
  if (record.outcome == Outcome::kQuarantined) SeeQuarantined(record);
  if (record.name_holds_identifier) {
    ++named_;
    if (numbers_.size() < kShownNames) numbers_.push_back(record.number);
  }
  if (!talk_.verbose || record.warnings.empty()) return;
  const std::string text = WarningMessage(record, talk_.show_paths);
  if (!text.empty()) console_.Detail(text);
}

void Narrator::Finish(const RunSummary& summary) {
  NoteRandomKey();
  if (quarantined_ > kShownQuarantined && !talk_.verbose) {
    console_.Error(
        MoreQuarantined(quarantined_ - kShownQuarantined, KeepsJournal()));
  }
  if (named_ != 0) {
    console_.Note(NamesMessage(numbers_, named_, options_.rename,
                               !options_.journal.empty()));
  }
  if (summary.names_noted != 0) {
    console_.Note(NotedNamesMessage(summary.names_noted));
  }
  if (summary.mixed_studies.value_or(0) != 0) {
    console_.Note(MixedStudiesMessage(*summary.mixed_studies));
  }
  if (summary.folders_not_renamed != 0) {
    console_.Note(FoldersMessage(summary.folders_not_renamed, KeepsJournal()));
  }
}

bool Narrator::KeepsJournal() const {
  return !options_.journal.empty() && !options_.dry_run;
}

// Once, and not before the run has begun: an error comes alone.
void Narrator::NoteRandomKey() {
  if (options_.description.random_key && !options_.dry_run && !key_noted_) {
    console_.Note(kRandomKeyMessage);
  }
  key_noted_ = true;
}

void Narrator::SeeQuarantined(const InputRecord& record) {
  ++quarantined_;
  if (quarantined_ > kShownQuarantined && !talk_.verbose) return;
  console_.Error(
      QuarantineMessage(record, talk_.show_paths, options_.statement_names));
}

}  // namespace dcmscrub
