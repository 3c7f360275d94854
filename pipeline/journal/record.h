// What a run hands to its journal: one input that is done.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "pipeline/files/file_system.h"
#include "pipeline/journal/outcome.h"

namespace dcmscrub {

// Which series an output belongs to, in new identifiers. Where a policy keeps
// UIDs or the Patient ID, those that they would have got otherwise: what holds
// this holds no original.
struct OutputSeries {
  std::string series;
  std::string study;
  std::string patient;   // the pseudonym
  std::string modality;  // as it stands in the input

  void Clear();  // keeps the memory
  bool empty() const { return series.empty() && study.empty(); }
  friend bool operator==(const OutputSeries&, const OutputSeries&) = default;
};

// What tells whether a file is still the one that was seen.
struct FileStamp {
  std::uint64_t size = 0;
  std::int64_t modified_ns = 0;  // since the epoch; 0: not known
  // Of those that are compared within one run; 0 else.
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};
inline FileStamp StampOf(const FileInfo& info) {
  return {info.size, info.modified_ns, info.device, info.inode};
}

// Refers to what the run has; good for one call.
struct JournalRecord {
  std::uint64_t number = 0;
  std::string_view source;  // path
  std::string_view output;  // path; empty: none
  FileStamp read;           // the source, when it was read
  FileStamp written;        // the output; its time only where it took the place
                            // of the source
  const Ending& ending;
  std::span<const std::string_view> labels;
  const OutputSeries& series;
};

}  // namespace dcmscrub
