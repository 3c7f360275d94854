// case.json: what a teaching file is, for programs. docs/teaching.md has its
// fields. Holds labels and new identifiers, nothing of an original.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <string_view>
#include <vector>

#include "pipeline/teaching/documents/case_labels.h"
#include "pipeline/teaching/documents/case_survey.h"
#include "pipeline/verify/reading/user_labels.h"

namespace dcmscrub {

struct CaseDescription {
  CaseLabels labels;
  UserLabels written;
};

std::string CaseJson(const CaseDescription& description,
                     const CaseFacts& facts);  // of the outputs, named

// The part of it that verify wants; the folder is the caller's to tell.
// InvalidArgument says where it stops being one of ours, never with a word of
// it.
absl::StatusOr<UserLabels> ReadCaseJson(std::string_view text);

// UserLabels::texts of a case.
std::vector<std::string> TypedTexts(const CaseLabels& labels);

}  // namespace dcmscrub
