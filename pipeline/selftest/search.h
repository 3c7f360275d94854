// The self-test's own search: plain comparison of bytes over a whole file, in
// which nothing of the scrubber takes part.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dcmscrub {

// What must not be found.
struct Needle {
  enum class Form : std::uint8_t {
    // ASCII. Found in upper and lower case, with anything that is no letter or
    // digit between its characters or instead of its own (UTF-16 is ASCII with
    // zeros between). One of digits alone only where no digit stands beside it.
    kText,
    kBytes,  // as they are
  };
  Form form = Form::kText;
  std::string bytes;
};

// A text as it may stand in a file: as `encoded`, as UTF-8 and as UTF-16 of
// either byte order, where it is more than ASCII.
void AddNeedles(std::string_view utf8, std::string_view encoded,
                std::vector<Needle>& needles);

// UTF-8 as UTF-16 without mark.
std::string Utf16(std::string_view utf8, bool big_endian);

// Files, one after the other; keeps what it allocates.
class PlainSearch {
 public:
  // `file` is looked at until the next Load.
  void Load(std::string_view file);
  bool Finds(const Needle& needle) const;

 private:
  std::string_view file_;
  std::string lower_;     // ASCII in lower case
  std::string squeezed_;  // of those, letters and digits alone
};

}  // namespace dcmscrub
