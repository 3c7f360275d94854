// The report of a run as JSON; docs/report.md describes each field. It is made
// to go with the results: counts alone, no path and no value of a data set.
#pragma once

#include <absl/status/status.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/files/file_system.h"
#include "pipeline/run/run.h"

namespace dcmscrub {

struct ReportFacts {
  std::string_view version;
  std::chrono::system_clock::time_point started;
  std::chrono::system_clock::time_point ended;
  bool random_key = false;
  std::string_view policy;   // "basic", or the name of the rule file
  std::string_view profile;  // under the rules
  std::vector<std::string_view> options;
};

std::string ReportJson(const ReportFacts& facts, const RunOptions& options,
                       const RunSummary& summary);

// "2026-01-31T12:00:00Z".
std::string UtcText(std::chrono::system_clock::time_point when);

// Whether a report can be written to `path`, found out before a long run. One
// takes the place of an older report of ours or of an empty file and of nothing
// else, for a mistyped name may be that of a key, of rules or of a scan.
absl::Status TryReport(const std::string& path, FileSystem& file_system);

// Writes a page or JSON beside `path`, or beside the file that `path` is a link
// to, and renames it, so that a report is whole or not there. Refuses what
// TryReport does.
absl::Status WriteReport(const std::string& path, std::string_view text,
                         FileSystem& file_system);

}  // namespace dcmscrub
