// A labelled case → a teaching file. The command line and the window both call
// this, and nothing else; what they show comes out of it.
//
//   Open     what is there, whose it is                    (case_sources.h,
//                                                           case_survey.h)
//   Make     scrub, name, documents, verify                (run.h, verify.h)
//   Accept   the originals' safe copy goes
//   Undo     everything as it was before Make
//
// To a new folder: the case is made in a hidden folder beside its place and
// renamed when it is whole, so OUT/CASE is never half there. Where verify has
// findings it is called OUT/CASE.not-clean until it is accepted. Files that
// could not be de-identified are not in it: RunSummary counts them. In place: a
// safe copy first (safe_copy.h), then each file is replaced; where one of them
// cannot be, all come back. What rules leave out, and DICOMDIRs, are removed.
// Findings keep the safe copy whatever the options say. No message holds a
// value or a path below a source.
#pragma once

#include <absl/status/statusor.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kernels/identity/keyed_hash.h"
#include "pipeline/files/file_system.h"
#include "pipeline/files/unpack.h"
#include "pipeline/run/run.h"
#include "pipeline/teaching/case/case_policy.h"
#include "pipeline/teaching/documents/case_labels.h"
#include "pipeline/teaching/documents/case_survey.h"
#include "pipeline/verify/verify.h"

namespace dcmscrub {

struct TeachOptions {
  CaseLabels labels;
  std::string rules;  // a file; empty: the built-in policy "teaching"
  ReadText read;      // for rules and what they name
  std::vector<Drop> drops;

  std::string output;     // the folder in which the folder CASE is made; or
  bool in_place = false;  // the sources are replaced
  bool safe_copy = true;  // in place: keep the originals until Accept
  bool many_patients = false;  // make one case of several patients
  bool documents = true;       // manifest and SR
  bool dicomdir = false;       // file names are File IDs then
  bool mirc_zip = false;       // OUT/CASE.zip
  bool verify = true;

  Key key{};
  int threads = 0;
};

enum class TeachStep : std::uint8_t {
  kReading,    // headers of the sources
  kKeeping,    // the safe copy
  kScrubbing,  // Progress of run.h
  kNaming,
  kDocuments,
  kVerifying,
  kDone,
};

struct TeachHooks {
  Progress* progress = nullptr;                    // of kReading and kScrubbing
  std::atomic<TeachStep>* step = nullptr;          // may be null
  const std::atomic<int>* stop = nullptr;          // not 0: leave all as it was
  std::function<void(const InputRecord&)> record;  // as RunHooks::record
};

struct TeachResult {
  std::string folder;  // the finished case: OUT/CASE; in place the first
                       // source, or the folder that it lies in
  std::vector<std::string> paths;  // what to look at: folder, or in place the
                                   // sources
  RunSummary run;
  std::array<std::uint64_t, kDropCount> dropped{};
  CaseFacts facts;                // of the outputs, paths below `folder`;
                                  // empty ones lie elsewhere (in place)
  std::vector<std::string> made;  // below `folder`: documents, case.json …
  std::optional<VerifyReport> verified;
  std::string zip;              // of mirc_zip
  std::string warnings;         // of the rules, rendered; lines
  bool unchanged_left = false;  // in place: files that are no DICOM stay
};

// Not for two threads at once; the hooks' atomics may be read by any.
class TeachingCase {
 public:
  // Errors leave nothing behind. FailedPrecondition: no DICOM object in it.
  // `scratch` for archives, as in case_sources.h; empty: the system's.
  static absl::StatusOr<std::unique_ptr<TeachingCase>> Open(
      const std::vector<std::string>& operands, const std::string& scratch,
      FileSystem& file_system, const TeachHooks& hooks);

  virtual ~TeachingCase() = default;
  virtual const CaseFacts& facts() const = 0;  // of the sources; secret
  virtual bool can_replace() const = 0;        // no archive among them
  // Files that a DICOMDIR lists and that are not there.
  virtual std::uint64_t missing() const = 0;

  // What would be refused, before anything is touched: labels, rules, several
  // patients, a folder CASE that is there, a source or OUT that cannot be
  // written to.
  virtual absl::Status Check(const TeachOptions& options) = 0;
  // May be called again, with other labels or rules, until Accept: it begins
  // from the originals each time, and the earlier result goes. An error, or a
  // stop (Cancelled): everything is as it was before the first Make.
  virtual absl::StatusOr<TeachResult> Make(const TeachOptions& options,
                                           const TeachHooks& hooks) = 0;
  // The originals that were replaced are gone after this.
  virtual absl::Status Accept() = 0;
  // To a new folder: removes it. In place: the originals are back. Not after
  // Accept, nor without a safe copy: FailedPrecondition.
  virtual absl::Status Undo() = 0;
  // In place, where the safe copy is; empty: none.
  virtual std::string safe_copy_folder() const = 0;
};

// What a killed run left beside `source`: brings the originals back. NotFound:
// nothing was left.
absl::StatusOr<std::uint64_t> UndoLeft(const std::string& source,
                                       FileSystem& file_system);
// The same, but the originals go.
absl::StatusOr<std::uint64_t> AcceptLeft(const std::string& source,
                                         FileSystem& file_system);

}  // namespace dcmscrub
