// Neutral names for the files of a finished case, made of what the scrubbed
// objects say: "01_CT_CHEST/IM0001.dcm". Nothing of the old names gets in.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/teaching/documents/case_survey.h"

namespace dcmscrub {

enum class NameStyle : std::uint8_t {
  kReadable,  // 01_CT_CHEST/IM0001.dcm; of several studies, those of the
              // second on begin with its day: D093_04_MR_HEAD/IM0001.dcm
  kFileSet,   // DICOM/S0001/IM0001: File IDs of PS3.10 8.5, for a DICOMDIR
};

struct CaseName {
  std::string from;  // CaseObject::path
  std::string to;    // below the case folder
};

// In the order of studies, series and objects; no two are the same, whatever
// the case of letters. Series count through the whole case, images through
// their series. `facts` are of the outputs; the day of a study counts from
// their first day. A body part gets in only as words of the vocabulary that
// descriptors are cleaned with, in ASCII.
std::vector<CaseName> NameCase(const CaseFacts& facts, NameStyle style);

}  // namespace dcmscrub
