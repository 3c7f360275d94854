// Texts that tests compare with files of tests/golden.
#pragma once

#include <string>

namespace dcmscrub {

// Fails where `text` is not what stands in tests/golden/`name`, with the first
// line that differs. DCMSCRUB_UPDATE_GOLDEN in the environment writes the file
// anew instead.
void ExpectGolden(const std::string& name, const std::string& text);

}  // namespace dcmscrub
