// Every attribute that is left in a case, for somebody to look at. Holds
// values: for the user's own screen, never for a message, log or report.
#pragma once

#include <absl/status/statusor.h>

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "kernels/core/tag.h"
#include "kernels/core/vr.h"
#include "pipeline/files/file_system.h"

namespace dcmscrub {

// One attribute at one place, sequences without item numbers, over all files.
struct InventoryRow {
  std::vector<Tag> sequences;  // around it, outermost first
  Tag tag;                     // repeating groups as they stand
  Vr vr = Vr::kNone;
  std::string name;     // "Patient Name", the keyword in words
  std::string keyword;  // "PatientName"; private and unknown: empty
  std::string creator;  // of a private one
  std::string value;    // the first that is not empty, UTF-8, at most 200
                        // characters; "4,096 bytes" for what is no text or
                        // longer than is read, "2 items" for a sequence
  std::uint64_t distinct = 0;  // values; counting ends at 1,000
  std::uint64_t files = 0;     // that have it
  bool is_private = false;
  // For `always remove`: a selector of the rule language that means this
  // attribute wherever it stands: "StationName", "(0029,\"CREATOR\",10)",
  // "(0009,1001)" never for private. Empty: rules cannot name it.
  std::string selector;
};

// Reads all headers below `paths`, data sets alone, and passes over what is no
// DICOM. Rows in the order of places. ResourceExhausted: more than 100,000 of
// them. Cancelled: stopped.
absl::StatusOr<std::vector<InventoryRow>> TakeInventory(
    const std::vector<std::string>& paths, FileSystem& file_system,
    const std::atomic<int>* stop);

}  // namespace dcmscrub
