#pragma once

#include "app/cli/flags.h"

namespace dcmscrub {

// `dcmscrub teach`. Returns an exit code.
int TeachCommand(const Flags& flags);

}  // namespace dcmscrub
