// GDCM as Debian builds it has its assertions on, and a damaged file would
// end the program. Here such a one ends no more than the call.
#pragma once

namespace dcmscrub {

// Runs `work(context)` and says whether it came to its end. `work` lets no
// exception out. After a failed assertion what it allocated is lost, and
// nothing that it touched may be used again, not even destroyed. Any thread
// may call; calls do not nest.
bool SurvivesAssertions(void (*work)(void* context), void* context);

}  // namespace dcmscrub
