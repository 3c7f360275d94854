// A small CT image as a file.
#pragma once

#include <string_view>

#include "tests/support/dicom_bytes.h"

namespace dcmscrub {

// Class and instance, and `more` behind them, in the encoding of `more`.
inline DicomBytes CtFile(const DicomBytes& more,
                         std::string_view uid = "1.2.3") {
  return DicomBytes()
      .Preamble()
      .FileMeta(PlainTransferSyntax(more.encoding()), kCtImageStorage, uid)
      .Raw(DicomBytes(more.encoding())
               .Element(0x0008, 0x0016, "UI", kCtImageStorage)
               .Element(0x0008, 0x0018, "UI", uid)
               .Raw(more));
}

}  // namespace dcmscrub
