#include "pipeline/files/memory_file_system.h"

#include <errno.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "kernels/core/text.h"

namespace dcmscrub {

class MemoryFileSystem::Input : public InputFile {
 public:
  Input(MemoryFileSystem& files, NodePointer node)
      : files_(files), node_(std::move(node)) {}

  int Info(FileInfo& info) override {
    const std::scoped_lock lock(files_.mutex_);
    info = files_.InfoOf(*node_);
    return 0;
  }

  int ReadAt(std::uint64_t offset, std::uint8_t* to, std::size_t size,
             std::size_t& got) override {
    const std::scoped_lock lock(files_.mutex_);
    const std::string& bytes = node_->bytes;
    const std::size_t begin = std::min<std::size_t>(offset, bytes.size());
    got = std::min(size, bytes.size() - begin);
    if (got > 0) std::memcpy(to, bytes.data() + begin, got);
    return 0;
  }

 private:
  MemoryFileSystem& files_;
  const NodePointer node_;
};

class MemoryFileSystem::Output : public OutputFile {
 public:
  Output(MemoryFileSystem& files, NodePointer node, std::string path)
      : files_(files), node_(std::move(node)), path_(std::move(path)) {}
  ~Output() override {
    if (!published_) files_.MemoryFileSystem::Remove(path_, FileKind::kFile);
  }

  int Write(std::span<const Bytes> parts) override {
    const std::scoped_lock lock(files_.mutex_);
    for (const Bytes part : parts) node_->bytes += AsText(part);
    files_.Touch(*node_);
    return 0;
  }

  int CopyFrom(InputFile& from, std::uint64_t offset, std::uint64_t size,
               const std::atomic<int>* stop) override {
    constexpr std::uint64_t kChunk = 64 * 1024;
    std::vector<std::uint8_t> chunk(std::min(size, kChunk));
    while (size > 0) {
      if (stop != nullptr && *stop != 0) return ECANCELED;
      std::size_t got = 0;
      const auto want =
          static_cast<std::size_t>(std::min<std::uint64_t>(size, kChunk));
      if (int error = from.ReadAt(offset, chunk.data(), want, got)) {
        return error;
      }
      if (got == 0) return ENODATA;
      const Bytes part(chunk.data(), got);
      if (int error = Output::Write({&part, 1})) return error;
      offset += got;
      size -= got;
    }
    return 0;
  }

  int Info(FileInfo& info) override {
    const std::scoped_lock lock(files_.mutex_);
    info = files_.InfoOf(*node_);
    return 0;
  }
  int Sync() override { return 0; }
  int Close() override { return 0; }

  int Publish(const std::string& target, bool replace) override {
    const std::scoped_lock lock(files_.mutex_);
    const int error = files_.Rename(path_, target, replace);
    published_ |= error == 0;
    return error;
  }
  const std::string& temporary_path() const override { return path_; }

 private:
  MemoryFileSystem& files_;
  const NodePointer node_;
  const std::string path_;
  bool published_ = false;
};

MemoryFileSystem::MemoryFileSystem() { top_->kind = FileKind::kFolder; }
MemoryFileSystem::~MemoryFileSystem() = default;

MemoryFileSystem::NodePointer MemoryFileSystem::Find(std::string_view path,
                                                     bool follow,
                                                     int links) const {
  constexpr int kMostLinks = 8;
  if (links > kMostLinks) return nullptr;
  NodePointer at = top_;
  std::string so_far;
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const std::string_view name = path.substr(0, path.find('/'));
    path.remove_prefix(name.size());
    if (name.empty()) continue;
    const auto child = at->children.find(name);
    if (child == at->children.end()) return nullptr;
    at = child->second;
    if (at->kind == FileKind::kLink && (follow || !path.empty())) {
      at =
          Find(at->bytes.starts_with('/') ? at->bytes : Join(so_far, at->bytes),
               true, links + 1);
      if (at == nullptr) return nullptr;
    }
    so_far += '/';
    so_far += name;
  }
  return at;
}

MemoryFileSystem::NodePointer MemoryFileSystem::Add(const std::string& path,
                                                    FileKind kind) {
  auto node = std::make_shared<Node>();
  node->kind = kind;
  node->inode = ++inodes_;
  Touch(*node);
  Find(FolderOf(path), true)->children.emplace(NameOf(path), node);
  return node;
}

FileInfo MemoryFileSystem::InfoOf(const Node& node) const {
  FileInfo info;
  info.kind = node.kind;
  info.links = node.links;
  info.size = node.bytes.size();
  info.modified_ns = node.modified;
  info.device = 1;
  info.inode = node.inode;
  return info;
}

int MemoryFileSystem::List(const std::string& path,
                           std::vector<FolderEntry>& entries) {
  const std::scoped_lock lock(mutex_);
  entries.clear();
  const NodePointer folder = Find(path, true);
  if (folder == nullptr) return ENOENT;
  if (folder->kind != FileKind::kFolder) return ENOTDIR;
  for (const auto& [name, child] : folder->children) {
    entries.push_back({name, child->kind});
  }
  return 0;
}

int MemoryFileSystem::Info(const std::string& path, bool follow,
                           FileInfo& info) {
  const std::scoped_lock lock(mutex_);
  const NodePointer node = Find(path, follow);
  if (node == nullptr) return ENOENT;
  info = InfoOf(*node);
  return 0;
}

// Of a link at the end; links on the way are nobody's here.
int MemoryFileSystem::RealPath(const std::string& path, std::string& real) {
  const std::scoped_lock lock(mutex_);
  if (Find(path, true) == nullptr) return ENOENT;
  const NodePointer itself = Find(path, false);
  real = itself->kind == FileKind::kLink ? itself->bytes : path;
  if (real.size() > 1 && real.back() == '/') real.pop_back();
  return 0;
}

int MemoryFileSystem::Open(const std::string& path, bool follow,
                           std::unique_ptr<InputFile>& file, FileInfo* info) {
  const std::scoped_lock lock(mutex_);
  const NodePointer node = Find(path, follow);
  if (node == nullptr) return ENOENT;
  if (node->kind == FileKind::kLink) return ELOOP;
  if (node->kind != FileKind::kFile) return ENXIO;
  if (info != nullptr) *info = InfoOf(*node);
  file = std::make_unique<Input>(*this, node);
  return 0;
}

int MemoryFileSystem::MakeFolder(const std::string& path, FolderMode) {
  const std::scoped_lock lock(mutex_);
  if (Find(path, false) != nullptr) return EEXIST;
  const NodePointer folder = Find(FolderOf(path), true);
  if (folder == nullptr) return ENOENT;
  if (folder->kind != FileKind::kFolder) return ENOTDIR;
  Add(path, FileKind::kFolder);
  return 0;
}

int MemoryFileSystem::TryFolder(const std::string& path) {
  const std::scoped_lock lock(mutex_);
  const NodePointer folder = Find(path, true);
  if (folder == nullptr) return ENOENT;
  return folder->kind == FileKind::kFolder ? 0 : ENOTDIR;
}

int MemoryFileSystem::CreateTemporary(const std::string& target, Likeness*,
                                      std::unique_ptr<OutputFile>& file) {
  const std::scoped_lock lock(mutex_);
  const std::string_view folder = FolderOf(target);
  if (Find(folder, true) == nullptr) return ENOENT;
  std::string path = Join(folder, MemoryFileSystem::temporary_prefix());
  path += std::to_string(++temporaries_) + ".tmp";
  const NodePointer node = Add(path, FileKind::kFile);
  file = std::make_unique<Output>(*this, node, std::move(path));
  return 0;
}

void MemoryFileSystem::SyncPaths(std::span<const std::string> paths,
                                 std::span<int> errors) {
  const std::scoped_lock lock(mutex_);
  for (std::size_t i = 0; i < paths.size(); ++i) {
    errors[i] = Find(paths[i], true) == nullptr ? ENOENT : 0;
  }
}

int MemoryFileSystem::Link(const std::string& from, const std::string& to) {
  const std::scoped_lock lock(mutex_);
  const NodePointer node = Find(from, false);
  const NodePointer folder = Find(FolderOf(to), true);
  if (node == nullptr || folder == nullptr) return ENOENT;
  if (node->kind != FileKind::kFile) return EPERM;
  if (!folder->children.emplace(NameOf(to), node).second) return EEXIST;
  ++node->links;
  return 0;
}

int MemoryFileSystem::Rename(const std::string& from, const std::string& to,
                             bool replace) {
  const NodePointer old_folder = Find(FolderOf(from), true);
  const NodePointer new_folder = Find(FolderOf(to), true);
  if (old_folder == nullptr || new_folder == nullptr) return ENOENT;
  if (new_folder->kind != FileKind::kFolder) return ENOTDIR;
  const auto entry = old_folder->children.find(NameOf(from));
  if (entry == old_folder->children.end()) return ENOENT;
  const NodePointer node = entry->second;
  const auto there = new_folder->children.find(NameOf(to));
  const bool taken = there != new_folder->children.end();
  if (taken && !replace) return EEXIST;
  if (taken && there->second == node) return 0;
  if (taken) --there->second->links;
  old_folder->children.erase(entry);
  new_folder->children.insert_or_assign(std::string(NameOf(to)), node);
  return 0;
}

int MemoryFileSystem::Move(const std::string& from, const std::string& to,
                           bool replace) {
  const std::scoped_lock lock(mutex_);
  return Rename(from, to, replace);
}

int MemoryFileSystem::Remove(const std::string& path, FileKind kind) {
  const std::scoped_lock lock(mutex_);
  const NodePointer folder = Find(FolderOf(path), true);
  if (folder == nullptr) return ENOENT;
  const auto entry = folder->children.find(NameOf(path));
  if (entry == folder->children.end()) return ENOENT;
  Node& node = *entry->second;
  const bool is_folder = node.kind == FileKind::kFolder;
  if (is_folder != (kind == FileKind::kFolder)) {
    return is_folder ? EISDIR : ENOTDIR;
  }
  if (!node.children.empty()) return ENOTEMPTY;
  --node.links;
  folder->children.erase(entry);
  return 0;
}

}  // namespace dcmscrub
