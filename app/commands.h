// The commands of the program. Each returns an exit code.
#pragma once

#include "app/flags.h"

namespace dcmscrub {

int RunCommand(const Flags& flags);
int KeygenCommand(const Flags& flags);

}  // namespace dcmscrub
