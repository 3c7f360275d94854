// Inputs that the last run left nothing to do for.
#pragma once

#include "pipeline/files/file_system.h"
#include "pipeline/inputs/ticket.h"
#include "pipeline/journal/journal.h"

namespace dcmscrub {

// Decides the ticket of an input that is the same file as in the last run,
// under the same terms, and whose output is still there. Costs a row of the
// journal and two looks at the disk, and opens nothing. Any thread.
void PassUnchanged(FileSystem& file_system, Journal& journal,
                   Ticket& ticket) noexcept;

}  // namespace dcmscrub
