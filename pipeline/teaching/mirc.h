// A MIRC document: the XML of RSNA's MIRC teaching file system beside the
// images, in one zip. Element names as MIRC's own storage service reads them.
#pragma once

#include <absl/status/status.h>

#include <string>
#include <vector>

#include "pipeline/teaching/case_json.h"

namespace dcmscrub {

std::string MircXml(const CaseDescription& description, const CaseFacts& facts);

// Writes a zip of the case folder with the XML in front, beside its place, and
// renames it; an existing file is not replaced. Images are stored, not
// compressed again.
absl::Status WriteMircZip(const std::string& zip, const std::string& folder,
                          const CaseDescription& description,
                          const CaseFacts& facts, const std::atomic<int>* stop);

}  // namespace dcmscrub
