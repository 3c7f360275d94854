// Says what is worth a line while a run goes.
#pragma once

#include <cstdint>
#include <vector>

#include "app/cli/talk_flags.h"
#include "app/talk/console.h"
#include "pipeline/run/run.h"

namespace dcmscrub {

// Sees each input as it is done, says what is worth a line, and remembers
// what belongs into one line at the end.
class Narrator {
 public:
  // All must outlive it. Of the options: what of the run is to be mentioned.
  Narrator(Console& console, const TalkFlags& talk, const RunOptions& options)
      : console_(console), talk_(talk), options_(options) {}

  void See(const InputRecord& record);
  void Finish(const RunSummary& summary);

 private:
  bool KeepsJournal() const;
  void NoteRandomKey();
  void SeeQuarantined(const InputRecord& record);

  Console& console_;
  const TalkFlags& talk_;
  const RunOptions& options_;
  bool key_noted_ = false;
  std::uint64_t quarantined_ = 0;
  std::uint64_t named_ = 0;             // inputs whose name holds an identifier
  std::vector<std::uint64_t> numbers_;  // of the first of them
};

}  // namespace dcmscrub
