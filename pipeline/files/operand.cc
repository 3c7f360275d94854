#include "pipeline/files/operand.h"

#include <errno.h>
#include <fcntl.h>

#include <system_error>

namespace dcmscrub {

// What is no regular file is not opened where that can be told before: to open
// a device may do something, as it does to a tape. O_NONBLOCK for what comes
// in between.
int OpenOperand(const std::string& path, Descriptor& file, struct stat& info) {
  if (::stat(path.c_str(), &info) != 0) return errno;
  if (S_ISDIR(info.st_mode)) return EISDIR;
  if (!S_ISREG(info.st_mode)) return ENXIO;
  file = Descriptor(
      ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file.valid() || ::fstat(file.get(), &info) != 0) return errno;
  if (!S_ISREG(info.st_mode)) {
    file = Descriptor();
    return ENXIO;
  }
  return 0;
}

std::string OperandErrorText(int error) {
  return error == ENXIO || error == EISDIR
             ? "not a regular file"
             : std::generic_category().message(error);
}

}  // namespace dcmscrub
