// The two documents of IHE Teaching File and Clinical Trial Export (RAD TF-3
// 4.54): a Key Object Selection that lists the case, and a Basic Text SR with
// what is told of it. PS3.3 A.35.4, A.35.1; explicit VR little endian, UTF-8.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernels/identity/identity.h"
#include "pipeline/teaching/documents/case_labels.h"
#include "pipeline/teaching/documents/case_survey.h"
#include "rules/compile/policy.h"

namespace dcmscrub {

struct CaseDocument {
  std::string sop_class, sop_instance, series;  // UIDs
  std::vector<std::uint8_t> file;               // a whole Part 10 file
};

struct CaseDocuments {
  CaseDocument text;      // TCE006, Basic Text SR
  CaseDocument manifest;  // TCE001, Key Object Selection; lists `text` as well
};

// `facts` are of the outputs: both documents go into their first study, with
// its patient and its day. There must be one. UIDs are made from the key and
// the case's own UIDs, so the same case gives the same documents. Marked as
// de-identified, and sealed, as the policy has it for outputs.
CaseDocuments MakeDocuments(const CaseFacts& facts, const CaseLabels& labels,
                            const Policy& policy, const Identity& identity);

}  // namespace dcmscrub
