// A file through all the kernels, as a run does it: prefix, index, facts,
// scrub with a policy, search for what was taken out, gather.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kernels/core/edit_list.h"
#include "kernels/emit/gather.h"
#include "kernels/identity/identity.h"
#include "kernels/scrub/scrubber.h"
#include "rules/compile/policy.h"
#include "tests/support/window_reader.h"

namespace dcmscrub {

struct ScrubbedFile {
  Fault fault;
  std::vector<std::uint8_t> bytes;  // empty after a fault
  WarningSet warnings;              // of all steps
  std::vector<Change> changes;
  std::uint64_t data_set_begin = 0;
  std::string patient_id;  // for names of outputs
};

Key TestKey();

class FileScrubber {
 public:
  FileScrubber();  // the basic profile
  explicit FileScrubber(std::unique_ptr<const Policy> policy,
                        const Key& key = TestKey());

  // `file` is not deflated: such a one comes back as
  // kUnsupportedTransferSyntax.
  ScrubbedFile Scrub(Bytes file, const WindowPolicy& policy = kWholeWindow);
  // What was de-identified before may be so again.
  void set_again(bool again) { again_ = again; }
  void set_date_offset(int days) { date_offset_ = days; }

  const Identity& identity() const { return identity_; }
  const RuleTable& TableFor(std::string_view sop_class_uid) {
    return *cache_.TableFor(sop_class_uid);
  }

 private:
  // Whether there is something to take out.
  bool Search(Bytes file, std::span<const Window> windows,
              std::span<const WriteStep> steps);

  std::unique_ptr<const Policy> policy_;
  PolicyCache cache_;
  Identity identity_;
  WindowReader reader_;
  Scrubber scrubber_;
  EditList edits_;
  TellingValues telling_;  // unread values that hold something
  bool again_ = false;
  std::optional<int> date_offset_;
};

// DumpValues of the data set in a Part 10 file; its fault if it has one.
// What this program adds at the top level (0012,0062-0064) (0028,0303) is left
// out unless `marks`.
std::string DumpDataSet(Bytes file, bool marks = false);

// Warnings of reading `file`: prefix and index.
WarningSet ReadWarnings(Bytes file);

}  // namespace dcmscrub
