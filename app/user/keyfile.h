// The key on disk: 32 random bytes, for its owner's eyes only.
#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <string>

#include "kernels/identity/keyed_hash.h"

namespace dcmscrub {

// 32 bytes from the system's random generator.
absl::StatusOr<Key> RandomKey();

// Reads a key. Refused, with what to do about it in the message: a file that
// group or others may read or write, one that is no regular file, and one
// that does not hold 32 bytes exactly.
absl::StatusOr<Key> ReadKeyFile(const std::string& path);

// Makes a new file with mode 0600. Never overwrites; what was begun and could
// not be finished is deleted.
absl::Status WriteNewKeyFile(const std::string& path, const Key& key);

}  // namespace dcmscrub
