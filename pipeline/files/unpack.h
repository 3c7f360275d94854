// Packed sources: zip, tar (plain or compressed) and 7z, over libarchive,
// streamed to a folder of our own. A hostile one costs an error, never a
// file outside that folder nor a full disk.
#pragma once

#include <absl/status/statusor.h>

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

namespace dcmscrub {

struct UnpackLimits {
  std::uint64_t entries = 1'000'000;
  std::uint64_t bytes = std::uint64_t{64} << 30;  // of all that comes out
  // Bytes out for each packed byte, once 64 MiB have come out. Images
  // rarely reach 20; a bomb has thousands.
  std::uint64_t ratio = 200;
};

struct UnpackResult {
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  std::uint64_t left_out = 0;  // links, devices and the like; not folders
  // What the files are called in the archive, in their order, UTF-8 where it
  // can be told. May hold anything.
  std::vector<std::string> names;
};

// Whether the first bytes of a file are those of one that Unpack reads,
// or of something compressed that may hold a tar. A DICOM file never is one.
bool IsPacked(const std::string& path);

// Unpacks into `folder`, which is there and empty: each file under the number
// of its entry, "000001", mode 0600, since names in it may hold
// anything, and nobody sees these. What is compressed or packed once more
// inside stays so. Refused as a whole, with entries named by their number:
//
//   InvalidArgument     no archive; an absolute entry, or one with ".."
//   Unimplemented       encrypted
//   DataLoss            damaged, cut short, or packed in a way unknown here
//   ResourceExhausted   a limit, counted on what really comes out; a full disk
//   Cancelled           stopped
//
// What came out until then stays for the caller to remove. Not seen: damage
// inside a compressed tar that leaves it readable, and a plain tar cut off
// between two files, which have no checksums to tell by.
absl::StatusOr<UnpackResult> Unpack(const std::string& path,
                                    const std::string& folder,
                                    const UnpackLimits& limits,
                                    const std::atomic<int>* stop);

}  // namespace dcmscrub
