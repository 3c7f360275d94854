// One reading of all headers of a case: of the sources before anything is
// done, for the questions that must be asked; of the outputs afterwards, for
// names and for what is made besides.
#pragma once

#include <absl/status/statusor.h>

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/files/file_system.h"
#include "pipeline/run/run.h"

namespace dcmscrub {

struct CaseObject {
  std::string path;
  std::string sop_class, sop_instance;  // UIDs
  std::string transfer_syntax;
  std::optional<std::int64_t> instance_number;
  std::uint64_t bytes = 0;
};

struct CaseSeries {
  std::string uid;
  std::string modality;   // "OT" where it is no defined term
  std::string body_part;  // Body Part Examined; empty: none
  std::string description;
  std::optional<std::int64_t> number;
  std::vector<CaseObject> objects;  // by instance number (those without one
                                    // last), UID, path
};

struct CaseStudy {
  std::string uid, date, time, id, accession_number, description;
  std::vector<CaseSeries> series;  // by number (those without one last), UID
};

// Values are UTF-8, as in the files. Those of sources are secret.
struct CaseFacts {
  struct Patient {
    std::string id, name, birth_date, sex;
  };
  Patient patient;             // of the first object
  std::uint64_t patients = 0;  // distinct Patient IDs with their issuers; of
                               // objects without one, names
  std::uint64_t files = 0;     // DICOM objects
  std::uint64_t others = 0;    // not DICOM, or not readable
  std::uint64_t dicomdirs = 0;
  std::uint64_t bytes = 0;         // of the objects
  std::vector<CaseStudy> studies;  // by date (those without one last), time,
                                   // UID
  // The earliest Study Date; where no object has one, the earliest Series,
  // Acquisition or Content Date. In days since 1970-01-01.
  std::optional<std::int64_t> first_day;
};

// Folders, files, no links in them. What objects of a study or series do not
// agree on is what the first of them says that says something. Memory: some 400
// bytes an object. `progress` (may be null) counts `found` while it goes.
// Cancelled: stopped.
absl::StatusOr<CaseFacts> SurveyCase(const std::vector<std::string>& paths,
                                     FileSystem& file_system,
                                     Progress* progress,
                                     const std::atomic<int>* stop);

}  // namespace dcmscrub
