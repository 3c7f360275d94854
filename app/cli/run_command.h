#pragma once

#include "app/cli/flags.h"

namespace dcmscrub {

// `dcmscrub run`. Returns an exit code.
int RunCommand(const Flags& flags);

}  // namespace dcmscrub
