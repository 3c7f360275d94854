// Builds a safe copy under its first name, and gives it its own when it is
// whole and durable.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/files/file_system.h"
#include "pipeline/teaching/copy/copy_place.h"

namespace dcmscrub {

class CopyBuilder {
 public:
  CopyBuilder(const std::vector<CopySource>& sources, FileSystem& file_system,
              const std::atomic<int>* stop)
      : sources_(sources), file_system_(file_system), stop_(stop) {}
  // What was not finished goes.
  ~CopyBuilder();
  CopyBuilder(const CopyBuilder&) = delete;
  CopyBuilder& operator=(const CopyBuilder&) = delete;

  // Errors are errno values; ECANCELED after a stop.
  int Build(const std::string& place, const std::string& digits);
  // EEXIST: another run was quicker.
  int Finish();

  // Once it is finished.
  const std::string& name() const { return name_; }
  std::uint64_t files() const { return files_; }
  std::unique_ptr<OutputFile> TakeNotes() { return std::move(notes_); }

 private:
  int Keep(std::size_t source);
  int KeepFile(const std::string& from, const std::string& to);
  int Write();

  const std::vector<CopySource>& sources_;
  FileSystem& file_system_;
  const std::atomic<int>* const stop_;
  std::string place_, folder_, name_;
  std::uint64_t files_ = 0;
  std::vector<std::string> folders_;  // to sync
  std::unique_ptr<OutputFile> notes_;
};

}  // namespace dcmscrub
