// Core dumps: a process of ours has the key and headers of files in memory.
#pragma once

namespace dcmscrub {

// From now on a crash of this process leaves no image of its memory, neither
// as a file (RLIMIT_CORE) nor with a program that the system hands it to
// (PR_SET_DUMPABLE), and no other process of the same user may look into it.
// An exec undoes the second. Debug builds and those with sanitizers may still
// be looked into: debuggers and the leak check of LeakSanitizer attach to the
// process.
//
// What the system swaps out is on the disk as it was in memory: keys are
// copied into too many places, and headers are too large, to be locked.
void ForbidCoreDumps();

}  // namespace dcmscrub
