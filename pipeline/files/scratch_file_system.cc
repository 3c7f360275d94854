#include "pipeline/files/scratch_file_system.h"

#include <errno.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace dcmscrub {

struct ScratchFileSystem::Node {
  FileInfo info;
  // Of a file, and whole before anyone else sees it.
  std::vector<std::uint8_t> bytes;
  std::map<std::string, NodePointer, std::less<>> children;  // of a folder
};

class ScratchFileSystem::Input : public InputFile {
 public:
  explicit Input(NodePointer node) : node_(std::move(node)) {}

  int Info(FileInfo& info) override {
    info = node_->info;
    return 0;
  }
  int ReadAt(std::uint64_t offset, std::uint8_t* to, std::size_t size,
             std::size_t& got) override {
    const std::size_t begin =
        std::min<std::size_t>(offset, node_->bytes.size());
    got = std::min(size, node_->bytes.size() - begin);
    if (got > 0) std::memcpy(to, node_->bytes.data() + begin, got);
    return 0;
  }

 private:
  NodePointer node_;
};

class ScratchFileSystem::Output : public OutputFile {
 public:
  Output(NodePointer node, std::string path)
      : node_(std::move(node)), path_(std::move(path)) {}

  int Write(std::span<const Bytes> parts) override {
    for (const Bytes part : parts) {
      node_->bytes.insert(node_->bytes.end(), part.begin(), part.end());
    }
    node_->info.size = node_->bytes.size();
    return 0;
  }
  int CopyFrom(InputFile& from, std::uint64_t offset, std::uint64_t size,
               const std::atomic<int>* stop) override {
    if (stop != nullptr && *stop != 0) return ECANCELED;
    std::vector<std::uint8_t> bytes(size);
    std::size_t got = 0;
    if (int error = from.ReadAt(offset, bytes.data(), size, got)) return error;
    if (got != size) return ENODATA;
    const Bytes part(bytes);
    return Write({&part, 1});
  }
  int Info(FileInfo& info) override {
    info = node_->info;
    return 0;
  }
  int Close() override { return 0; }
  const std::string& temporary_path() const override { return path_; }

  const NodePointer& node() const { return node_; }

 private:
  NodePointer node_;
  std::string path_;
};

ScratchFileSystem::ScratchFileSystem() : top_(NewNode(FileKind::kFolder)) {}
ScratchFileSystem::~ScratchFileSystem() = default;

ScratchFileSystem::NodePointer ScratchFileSystem::NewNode(FileKind kind) {
  auto node = std::make_shared<Node>();
  node->info.kind = kind;
  node->info.inode = ++nodes_;
  return node;
}

ScratchFileSystem::NodePointer ScratchFileSystem::Find(
    std::string_view path) const {
  NodePointer node = top_;
  while (node != nullptr && !path.empty()) {
    path.remove_prefix(1);  // the slash
    const std::size_t end = std::min(path.find('/'), path.size());
    const auto child = node->children.find(path.substr(0, end));
    if (end > 0) {
      node = child == node->children.end() ? nullptr : child->second;
    }
    path.remove_prefix(end);
  }
  return node;
}

int ScratchFileSystem::List(const std::string& path,
                            std::vector<FolderEntry>& entries) {
  const std::lock_guard lock(mutex_);
  entries.clear();
  const NodePointer folder = Find(path);
  if (folder == nullptr) return ENOENT;
  if (folder->info.kind != FileKind::kFolder) return ENOTDIR;
  for (const auto& [name, node] : folder->children) {
    entries.push_back({name, node->info.kind});
  }
  return 0;
}

int ScratchFileSystem::Info(const std::string& path, bool, FileInfo& info) {
  const std::lock_guard lock(mutex_);
  const NodePointer node = Find(path);
  if (node == nullptr) return ENOENT;
  info = node->info;
  return 0;
}

int ScratchFileSystem::RealPath(const std::string& path, std::string& real) {
  FileInfo info;
  if (int error = Info(path, true, info)) return error;
  real = path;
  return 0;
}

int ScratchFileSystem::Open(const std::string& path, bool,
                            std::unique_ptr<InputFile>& file, FileInfo* info) {
  const std::lock_guard lock(mutex_);
  const NodePointer node = Find(path);
  if (node == nullptr) return ENOENT;
  if (node->info.kind != FileKind::kFile) return EISDIR;
  if (info != nullptr) *info = node->info;
  file = std::make_unique<Input>(node);
  return 0;
}

int ScratchFileSystem::MakeFolders(const std::string& path) {
  const std::lock_guard lock(mutex_);
  for (std::size_t end = 0; end < path.size();) {
    end = std::min(path.find('/', end + 1), path.size());
    const std::string part = path.substr(0, end);
    const NodePointer found = Find(part);
    if (found == nullptr) {
      if (int error = Put(NewNode(FileKind::kFolder), part, false)) {
        return error;
      }
    } else if (found->info.kind != FileKind::kFolder) {
      return ENOTDIR;
    }
  }
  return 0;
}

int ScratchFileSystem::Put(NodePointer node, const std::string& path,
                           bool replace) {
  const NodePointer folder =
      Find(std::string_view(path).substr(0, path.rfind('/')));
  if (folder == nullptr) return ENOENT;
  if (folder->info.kind != FileKind::kFolder) return ENOTDIR;
  const auto [place, added] =
      folder->children.try_emplace(std::string(NameOf(path)));
  if (!added && !replace) return EEXIST;
  place->second = std::move(node);
  return 0;
}

int ScratchFileSystem::TryFolder(const std::string& path) {
  const std::lock_guard lock(mutex_);
  const NodePointer node = Find(path);
  if (node == nullptr) return ENOENT;
  return node->info.kind == FileKind::kFolder ? 0 : ENOTDIR;
}

int ScratchFileSystem::MakePrivateFolder(const std::string& path) {
  const std::lock_guard lock(mutex_);
  return Put(NewNode(FileKind::kFolder), path, false);
}

int ScratchFileSystem::RemoveFolder(const std::string& path) {
  const std::lock_guard lock(mutex_);
  const NodePointer node = Find(path);
  if (node == nullptr) return ENOENT;
  if (node->info.kind != FileKind::kFolder) return ENOTDIR;
  if (!node->children.empty()) return ENOTEMPTY;
  Find(std::string_view(path).substr(0, path.rfind('/')))
      ->children.erase(std::string(NameOf(path)));
  return 0;
}

int ScratchFileSystem::CreateTemporary(const std::string& target, Likeness*,
                                       std::unique_ptr<OutputFile>& file) {
  const std::lock_guard lock(mutex_);
  if (Find(std::string_view(target).substr(0, target.rfind('/'))) == nullptr) {
    return ENOENT;
  }
  file = std::make_unique<Output>(NewNode(FileKind::kFile), target + ".tmp");
  return 0;
}

int ScratchFileSystem::Publish(OutputFile& file, const std::string& target,
                               bool replace) {
  const std::lock_guard lock(mutex_);
  return Put(static_cast<Output&>(file).node(), target, replace);
}

void ScratchFileSystem::SyncFiles(std::span<OutputFile* const>,
                                  std::span<int> errors) {
  std::ranges::fill(errors, 0);
}

void ScratchFileSystem::SyncPaths(std::span<const std::string>,
                                  std::span<int> errors) {
  std::ranges::fill(errors, 0);
}

int ScratchFileSystem::Link(const std::string& from, const std::string& to) {
  const std::lock_guard lock(mutex_);
  const NodePointer node = Find(from);
  if (node == nullptr) return ENOENT;
  if (node->info.kind != FileKind::kFile) return EPERM;
  return Put(node, to, false);
}

int ScratchFileSystem::Move(const std::string& from, const std::string& to,
                            bool replace) {
  const std::lock_guard lock(mutex_);
  const NodePointer node = Find(from);
  if (node == nullptr) return ENOENT;
  if (replace && Find(to) == node) return 0;
  if (int error = Put(node, to, replace)) return error;
  Find(std::string_view(from).substr(0, from.rfind('/')))
      ->children.erase(std::string(NameOf(from)));
  return 0;
}

int ScratchFileSystem::Replace(const std::string& from, const std::string& to) {
  return Move(from, to, true);
}

int ScratchFileSystem::Rename(const std::string& from, const std::string& to) {
  return Move(from, to, false);
}

int ScratchFileSystem::Remove(const std::string& path) {
  const std::lock_guard lock(mutex_);
  const NodePointer node = Find(path);
  if (node == nullptr) return ENOENT;
  if (node->info.kind != FileKind::kFile) return EISDIR;
  Find(std::string_view(path).substr(0, path.rfind('/')))
      ->children.erase(std::string(NameOf(path)));
  return 0;
}

}  // namespace dcmscrub
