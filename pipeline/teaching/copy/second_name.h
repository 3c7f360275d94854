// A file under a second name: a link where the disks allow it, else a copy.
#pragma once

#include <atomic>
#include <string>

#include "pipeline/files/file_system.h"

namespace dcmscrub {

// Never replaces: EEXIST. The bytes of a copy are durable; the name, as that
// of a link, when its folder is synced. Errors are errno values; ECANCELED
// after a stop.
int GiveSecondName(const std::string& from, const std::string& to,
                   FileSystem& file_system, const std::atomic<int>* stop);

// Puts the file `from` in the place of `to`, whose folder is made where it is
// missing. `keep`: `from` stays, as a second name or a copy. Where both are
// one file already, nothing is done. Never a moment without the old or the
// new bytes.
int PutInPlace(const std::string& from, const std::string& to, bool keep,
               FileSystem& file_system);

}  // namespace dcmscrub
