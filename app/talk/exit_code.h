// What the program tells the shell.
#pragma once

namespace dcmscrub {

enum ExitCode : int {
  kExitDone = 0,           // every input written, unchanged, duplicate, skipped
  kExitQuarantined = 1,    // inputs were not written, or folders
                           // not renamed; the report says why
  kExitNothingDone = 2,    // usage, policy, key, options: nothing was touched
  kExitRemarks = 3,        // of verify: clean, but read what it remarks
  kExitInterrupted = 130,  // stopped by a signal; what was begun is finished
};

}  // namespace dcmscrub
