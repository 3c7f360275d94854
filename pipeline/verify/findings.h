// What the checks of one file found. Local to a thread, merged afterwards.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "pipeline/verify/gdcm_object.h"
#include "pipeline/verify/verify.h"

namespace dcmscrub {

class FileFindings {
 public:
  void Add(Check check, std::string element = "") {
    found_.emplace_back(check, std::move(element));
  }
  void Add(Check check, const GdcmObject& object, const GdcmElement& element) {
    Add(check, object.PathOf(element));
  }

  // Adds them to `report` as of file `number`.
  void MergeInto(std::uint64_t number, const std::string& path,
                 VerifyReport& report) const;

 private:
  std::vector<std::pair<Check, std::string>> found_;
};

// One more of `check`; kept as an example where it is among the first ones by
// number.
void AddExample(Check check, VerifyExample example, VerifyReport& report);

}  // namespace dcmscrub
