// Folders of our own beside a case: where it is made, and where its originals
// are kept. They bear our mark (own_names.h), so that nobody takes what is
// in them for an input.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <string_view>

#include "pipeline/files/file_system.h"

namespace dcmscrub {

// 16 hexadecimal digits that no other run chooses.
std::string RandomDigits();

// Removes a file, or a folder and all that is in it; links are not followed.
// Goes on after an error and returns the first. Not there: 0.
int RemoveTree(const std::string& path, FileSystem& file_system);

// A private folder that goes with the object.
class WorkFolder {
 public:
  // `parent` is there; EACCES and the like where nothing can be made in it.
  static int Make(const std::string& parent, std::string_view prefix,
                  FileSystem& file_system, WorkFolder& made);

  WorkFolder() = default;
  WorkFolder(WorkFolder&& other) noexcept { *this = std::move(other); }
  WorkFolder& operator=(WorkFolder&& other) noexcept;
  ~WorkFolder() { Remove(); }

  const std::string& path() const { return path_; }
  // Now, and once; what could not be removed stays.
  int Remove();

 private:
  FileSystem* file_system_ = nullptr;
  std::string path_;
};

}  // namespace dcmscrub
