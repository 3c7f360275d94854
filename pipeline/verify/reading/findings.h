// What verify found: in one file, local to a thread, and merged in the report.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "pipeline/verify/reading/checks.h"
#include "pipeline/verify/reading/gdcm_object.h"

namespace dcmscrub {

struct VerifyExample {
  std::uint64_t file = 0;  // number, from 1; 0: of no file below the output
  std::string path;        // below the output; of originals: the whole path
  std::string element;     // "(0040,0275)[1]/(0010,0010)"; empty: the file
};

struct CheckResult {
  static constexpr std::size_t kExamples = 20;

  std::uint64_t count = 0;
  std::vector<VerifyExample> examples;  // the first of them
};

// What a report comes to.
enum class CleanLevel : std::uint8_t {
  kClean,
  kRemarks,   // clean, but there is something that somebody should know
  kNotClean,  // something was found
};
std::string_view CleanLevelName(CleanLevel level);  // "clean-with-remarks"

// Holds no value of a data set; paths only in the examples.
struct VerifyReport {
  std::array<CheckResult, kCheckCount> checks;
  std::uint64_t files = 0;      // below the output
  std::uint64_t looked_at = 0;  // fewer with a sample
  std::uint64_t compared = 0;   // with their originals
  std::uint64_t sources = 0;    // files below the sources
  std::unordered_set<std::uint64_t> files_with_findings;  // numbers
  bool interrupted = false;

  std::uint64_t Count(Severity severity) const;
  // Warnings and notes that found something, by check. What users typed where
  // they wanted it is nothing to remark on.
  std::vector<Check> Remarks() const;
  CleanLevel verdict() const;
  bool clean() const { return Count(Severity::kFinding) == 0; }
};

// Of one file. As much is kept of it as a report shows, however many there are:
// the path of an element may be as long as sequences nest deep.
class FileFindings {
 public:
  void Add(Check check, std::string element = "");
  void Add(Check check, const GdcmObject& object, const GdcmElement& element);

  // Adds them to `report` as of file `number`.
  void MergeInto(std::uint64_t number, const std::string& path,
                 VerifyReport& report) const;

 private:
  // Counts one more: whether it is to be kept.
  bool Counts(Check check);

  std::array<std::uint64_t, kCheckCount> counts_{};
  std::vector<std::pair<Check, std::string>> kept_;
};

// One more of `check`; kept as an example where it is among the first ones by
// number.
void AddExample(Check check, VerifyExample example, VerifyReport& report);

}  // namespace dcmscrub
