// The crosswalk: original identifiers beside their replacements, as CSV, for
// those who must be able to tell whose a result is. Only where it is asked for;
// mode 0600, to be kept like the originals.
//
//   kind,original,issuer,replacement,patient,study,days
//
//   patient       Patient ID, its issuer, new Patient ID
//   patient-name  Patient's Name of objects without a Patient ID, , pseudonym
//   study         Study Instance UID, , new one, new Patient ID
//   series        Series Instance UID, , new one, new Patient ID, new Study UID
//
// `days` is by how many days the dates of a patient or of a study were moved.
// UTF-8, a row a line, RFC 4180 quotes. A field that a spreadsheet would take
// for a formula (= + - @ and their wide forms, also behind blanks; a tab, a
// carriage return) and one that begins with an apostrophe have an apostrophe
// before them: take one from each that has it, and all is as it was. Other
// control characters are blanks. What was not replaced has no row. Rows come in
// the order of the inputs, each once: the rows of a file that is there already
// count, too, so that it grows from run to run as an archive does. Instances
// have no rows; the journal knows which output came from which input.
//
// Memory: about 16 bytes for each row, for as long as the run lasts.
#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <string>

namespace dcmscrub {

// What one object adds. Empty fields add nothing.
struct CrosswalkEntry {
  struct Pair {
    std::string original;
    std::string replacement;
  };
  Pair patient;
  std::string issuer;
  bool by_name = false;  // `patient.original` is a name
  Pair study;
  int days = 0;
  bool days_of_study = false;  // of a study, and not of all of the patient
  Pair series;

  void Clear();  // keeps the memory
};

// Not for two threads at once.
class Crosswalk {
 public:
  // Opens or makes it, and locks it. FailedPrecondition for a file that is
  // something else, Unavailable when another run has it. What was there stays
  // as it is, and what was made goes again with the object, unless it is kept.
  static absl::StatusOr<std::unique_ptr<Crosswalk>> Open(
      const std::string& path);

  virtual ~Crosswalk() = default;
  virtual bool was_empty() const = 0;
  // Makes it ready for rows, once and before any: what a crash left of a last
  // row is cut off.
  virtual absl::Status Start() = 0;
  virtual void Keep() = 0;
  virtual void Add(const CrosswalkEntry& entry) = 0;
  // Writes what was added, `durable` on request. An errno; then the file is as
  // it was, and what was added is forgotten.
  virtual int Commit(bool durable) = 0;
};

}  // namespace dcmscrub
