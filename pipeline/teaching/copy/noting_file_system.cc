#include "pipeline/teaching/copy/noting_file_system.h"

#include <cerrno>

namespace dcmscrub {
namespace {

class NotedOutput : public OutputFile {
 public:
  NotedOutput(std::unique_ptr<OutputFile> below, SafeCopy& copy)
      : below_(std::move(below)), copy_(copy) {}

  int Write(std::span<const Bytes> parts) override {
    return below_->Write(parts);
  }
  int CopyFrom(InputFile& from, std::uint64_t offset, std::uint64_t size,
               const std::atomic<int>* stop) override {
    return below_->CopyFrom(from, offset, size, stop);
  }
  int Info(FileInfo& info) override { return below_->Info(info); }
  int Sync() override { return below_->Sync(); }
  int Close() override { return below_->Close(); }
  int Publish(const std::string& target, bool replace) override {
    return copy_.SyncNotes().ok() ? below_->Publish(target, replace) : EIO;
  }
  const std::string& temporary_path() const override {
    return below_->temporary_path();
  }
  int descriptor() const override { return below_->descriptor(); }

 private:
  const std::unique_ptr<OutputFile> below_;
  SafeCopy& copy_;
};

}  // namespace

std::string NotingFileSystem::Moved(std::string path) const {
  const std::scoped_lock lock(mutex_);
  for (const auto& [from, to] : moves_) {
    if (IsInside(path, from)) path.replace(0, from.size(), to);
  }
  return path;
}

// Noted also where it cannot be made yet, for want of those above it: of what
// was never there, nothing is taken back.
int NotingFileSystem::MakeFolder(const std::string& path, FolderMode mode) {
  FileInfo info;
  const int there = below_.Info(path, true, info);
  if (there != 0 && there != ENOENT) return there;
  if (there == ENOENT && !copy_.NoteFolder(path).ok()) return EIO;
  return below_.MakeFolder(path, mode);
}

int NotingFileSystem::CreateTemporary(const std::string& target, Likeness* like,
                                      std::unique_ptr<OutputFile>& file) {
  FileInfo info;
  const int there = below_.Info(target, false, info);
  if (there != 0 && there != ENOENT) return there;
  if (there == ENOENT && !copy_.NoteMade(target).ok()) return EIO;
  std::unique_ptr<OutputFile> made;
  if (int error = below_.CreateTemporary(target, like, made)) return error;
  file = std::make_unique<NotedOutput>(std::move(made), copy_);
  return 0;
}

int NotingFileSystem::Move(const std::string& from, const std::string& to,
                           bool replace) {
  if (!copy_.NoteMoved(from, to).ok() || !copy_.SyncNotes().ok()) return EIO;
  const int error = below_.Move(from, to, replace);
  if (error == 0) {
    const std::scoped_lock lock(mutex_);
    moves_.emplace_back(from, to);
  }
  return error;
}

}  // namespace dcmscrub
