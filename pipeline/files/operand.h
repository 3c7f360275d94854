// What people name on the command line, opened in one place.
#pragma once

#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <utility>

namespace dcmscrub {

// An open file that closes itself; -1: none.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
  Descriptor(Descriptor&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~Descriptor() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  bool valid() const { return descriptor_ >= 0; }
  int get() const { return descriptor_; }
  // Late errors of the file system come up here.
  bool Close() { return ::close(std::exchange(descriptor_, -1)) == 0; }

 private:
  int descriptor_ = -1;
};

// Opens a regular file for reading; links are followed. Never waits: a pipe, a
// socket or a device is ENXIO, a folder EISDIR. An errno value.
int OpenOperand(const std::string& path, Descriptor& file, struct stat& info);

// "not a regular file" for ENXIO and EISDIR, else what the system says.
std::string OperandErrorText(int error);

}  // namespace dcmscrub
