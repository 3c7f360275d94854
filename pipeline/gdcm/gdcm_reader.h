// Whole objects, read by GDCM. Debian builds it with its assertions on, and a
// damaged file may take all memory or never end, so this is the part of a
// worker (pipeline/apart/serve.h); gdcm_object.h asks for it.
#pragma once

#include <string>

namespace dcmscrub {

// Both are process-wide and would write to stderr.
void SilenceGdcm();

// A whole file; the answer of object_message.h. Changes the file.
std::string ReadObjectWithGdcm(std::string& file);

// Of a whole file or its first part: the SOP Instance UID, without padding;
// empty: there is none, as far as can be seen. Changes the file.
std::string ReadInstanceWithGdcm(std::string& file);

}  // namespace dcmscrub
