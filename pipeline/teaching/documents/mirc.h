// A MIRC document: the XML of RSNA's MIRC teaching file system beside the
// images, in one zip. Element names as MIRC's own storage service reads them;
// its submission service takes the zip as it is, and looks at no folders in it.
#pragma once

#include <absl/status/status.h>

#include <atomic>
#include <string>
#include <vector>

#include "pipeline/files/file_system.h"
#include "pipeline/teaching/documents/case_json.h"

namespace dcmscrub {

// One of its images, by names in the zip.
struct MircImage {
  std::string dicom;
  std::string picture;  // a JPEG of it, for browsers; empty: there is none
};

std::string MircXml(const CaseLabels& labels, const CaseFacts& facts,
                    const std::vector<MircImage>& images);

// Writes `zip` from the objects of `facts`, paths below `folder`, and the
// documents among `description.written.made`: beside its place, and renamed;
// an existing file is not replaced. What was "a/b.dcm" is "a_b.dcm" in it.
// Objects are stored, not compressed again; of each image that can be shown
// there is a small JPEG. The XML comes last. Nothing in it tells when or where
// it was made: the same case gives the same bytes. Cancelled when stopped.
absl::Status WriteMircZip(const std::string& zip, const std::string& folder,
                          const CaseDescription& description,
                          const CaseFacts& facts, FileSystem& file_system,
                          const std::atomic<int>* stop);

}  // namespace dcmscrub
