// Folders of unpacked originals that a killed run left in a scratch folder. A
// run locks its own for as long as it lives (flock(2)), and whoever comes next
// removes those that nobody holds. On the real disk alone.
#pragma once

#include <string>
#include <string_view>

namespace dcmscrub {

// Held until it dies.
class FolderLock {
 public:
  explicit FolderLock(const std::string& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

  bool held() const { return held_; }

 private:
  int descriptor_ = -1;
  bool held_ = false;
};

// Removes folders in `scratch` whose names begin with `prefix`, that are this
// user's, older than a minute (a new one may not be locked yet) and not locked.
void RemoveAbandoned(const std::string& scratch, std::string_view prefix);

}  // namespace dcmscrub
