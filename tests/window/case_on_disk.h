// A made-up case in a folder of its own, and a folder for what is made of it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "bench/sample_archive.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {

// Every regular file below `folder`: its path in it, its bytes.
inline std::map<std::string, std::string> FilesBelow(
    const std::string& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    files[std::filesystem::relative(entry.path(), folder).string()] =
        ReadFile(entry.path().string());
  }
  return files;
}

class CaseOnDisk {
 public:
  static constexpr std::uint64_t kSeed = 7;

  explicit CaseOnDisk(std::uint32_t patients = 1) : patients_(patients) {
    for (const SampleFile& file : MixedArchive(kSeed, patients)) {
      WriteFile(folder() + "/" + file.path, Bytes(file.bytes));
    }
    std::filesystem::create_directory(output());
    before_ = FilesBelow(folder());
  }

  std::string folder() const { return root_ / "case"; }
  std::string output() const { return root_ / "out"; }
  // All folders and files around the case, hidden ones too.
  std::string root() const { return root_.path().string(); }

  const std::map<std::string, std::string>& before() const { return before_; }
  std::map<std::string, std::string> now() const {
    return FilesBelow(folder());
  }
  std::vector<std::string> identifiers() const {
    return KnownIdentifiers(kSeed, patients_);
  }

 private:
  TempFolder root_;
  std::uint32_t patients_;
  std::map<std::string, std::string> before_;
};

}  // namespace dcmscrub
