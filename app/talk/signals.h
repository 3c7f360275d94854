// SIGINT and SIGTERM: the first ends a run in order, a second SIGINT at once.
#pragma once

#include <atomic>

namespace dcmscrub {

// From now on the first SIGINT or SIGTERM sets the flag and says so on
// stderr; a second SIGINT leaves with _exit(130). A closed pipe is an error
// of the write and no longer a signal.
void CatchSignals();

// Not 0 once a signal came.
const std::atomic<int>& StopFlag();

}  // namespace dcmscrub
