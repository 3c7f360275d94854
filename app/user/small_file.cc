#include "app/user/small_file.h"

#include <absl/strings/str_format.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "app/talk/messages.h"
#include "pipeline/files/operand.h"

namespace dcmscrub {
namespace {

// Tables of a hundred thousand patients are some megabytes.
constexpr off_t kMost = off_t{256} << 20;

absl::Status Refused(const std::string& why) {
  return absl::FailedPreconditionError(why);
}

absl::Status SystemError(int error) {
  const std::string why = OperandErrorText(error);
  return error == ENOENT ? absl::NotFoundError(why) : Refused(why);
}

absl::Status CheckFile(const struct stat& info, const std::string& path,
                       Audience audience) {
  if (audience == Audience::kOwner &&
      (info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return Refused(absl::StrFormat(
        "others may use it (mode %04o); make it yours alone: chmod 600 %s",
        info.st_mode & 07777, SafeForTerminal(path)));
  }
  if (info.st_size > kMost) return Refused("larger than 256 MiB");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> ReadSmallFile(const std::string& path,
                                          Audience audience) {
  Descriptor file;
  struct stat info;
  if (int error = OpenOperand(path, file, info)) return SystemError(error);
  if (auto status = CheckFile(info, path, audience); !status.ok()) {
    return status;
  }
  std::string text(static_cast<std::size_t>(info.st_size), '\0');
  std::size_t got = 0;
  while (got < text.size()) {
    const ssize_t n = read(file.get(), text.data() + got, text.size() - got);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return SystemError(errno);
    if (n == 0) break;
    got += static_cast<std::size_t>(n);
  }
  text.resize(got);
  return text;
}

}  // namespace dcmscrub
