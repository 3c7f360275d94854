// What is in a finished case beside its images: manifest, text, case.json.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <vector>

#include "pipeline/teaching/case/case_names.h"
#include "pipeline/teaching/case/case_run.h"
#include "pipeline/teaching/documents/case_json.h"

namespace dcmscrub {

// The labels as the policy wrote them.
CaseDescription DescribeCase(const CaseLabels& labels, const Policy& policy);

struct ExtrasTerms {
  std::string folder;  // of the case, where it is now
  bool documents = true;
  NameStyle style = NameStyle::kReadable;  // of the documents' own names
};

// Writes them below the folder, durably, and notes them in `description.made`;
// those of an earlier result of ours are replaced, nothing else is.
// `facts` have paths below the folder.
absl::Status MakeExtras(const ExtrasTerms& terms, const CaseInput& input,
                        const CaseFacts& facts, FileSystem& file_system,
                        CaseDescription& description);

// Makes paths of facts relative to `folder`; those outside become empty.
void MakePathsRelative(const std::string& folder, CaseFacts& facts);

}  // namespace dcmscrub
