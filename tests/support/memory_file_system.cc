#include "tests/support/memory_file_system.h"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace dcmscrub {

struct MemoryFileSystem::Node {
  FileKind kind = FileKind::kFile;
  std::uint64_t inode = 0;
  std::int64_t modified = 0;
  std::uint32_t links = 1;
  std::string bytes;  // of a link: where it leads
  std::string synced_bytes;
  std::map<std::string, NodePointer> children;
  std::map<std::string, NodePointer> synced_children;

  void SyncAll() {
    synced_bytes = bytes;
    synced_children = children;
  }
};

class MemoryFileSystem::Input : public InputFile {
 public:
  Input(MemoryFileSystem& files, NodePointer node, std::string path)
      : files_(files), node_(std::move(node)), path_(std::move(path)) {}

  int Info(FileInfo& info) override {
    if (int error = files_.Note("info", path_)) return error;
    const std::scoped_lock lock(files_.mutex_);
    info = files_.InfoOf(*node_);
    return 0;
  }

  int ReadAt(std::uint64_t offset, std::uint8_t* to, std::size_t size,
             std::size_t& got) override {
    got = 0;
    if (int error = files_.Note("read", path_)) return error;
    const std::scoped_lock lock(files_.mutex_);
    if (offset >= node_->bytes.size()) return 0;
    got = std::min<std::size_t>(size, node_->bytes.size() - offset);
    std::copy_n(node_->bytes.begin() + static_cast<std::ptrdiff_t>(offset), got,
                to);
    return 0;
  }

 private:
  friend class Output;
  MemoryFileSystem& files_;
  NodePointer node_;
  std::string path_;
};

class MemoryFileSystem::Output : public OutputFile {
 public:
  Output(MemoryFileSystem& files, NodePointer node, std::string path)
      : files_(files), node_(std::move(node)), path_(std::move(path)) {}
  ~Output() override {
    if (!published) files_.Remove(path_);
  }

  int Write(std::span<const Bytes> parts) override {
    if (int error = files_.Note("write", path_)) return error;
    const std::scoped_lock lock(files_.mutex_);
    for (const Bytes part : parts) node_->bytes += AsText(part);
    node_->modified = ++files_.clock_;
    return 0;
  }

  int CopyFrom(InputFile& from, std::uint64_t offset, std::uint64_t size,
               const std::atomic<int>* stop) override {
    constexpr std::uint64_t kChunk = 64 * 1024;
    const std::string& source = static_cast<Input&>(from).node_->bytes;
    while (size > 0) {
      if (int error = files_.Note("copy", path_)) return error;
      if (stop != nullptr && *stop != 0) return ECANCELED;
      const std::scoped_lock lock(files_.mutex_);
      if (offset >= source.size()) return ENODATA;
      const std::uint64_t count =
          std::min({size, kChunk, std::uint64_t{source.size()} - offset});
      node_->bytes.append(source, offset, count);
      node_->modified = ++files_.clock_;
      offset += count;
      size -= count;
    }
    return 0;
  }

  int Info(FileInfo& info) override {
    if (int error = files_.Note("info", path_)) return error;
    const std::scoped_lock lock(files_.mutex_);
    info = files_.InfoOf(*node_);
    return 0;
  }

  int Sync() {
    if (int error = files_.Note("sync", path_)) return error;
    const std::scoped_lock lock(files_.mutex_);
    node_->synced_bytes = node_->bytes;
    return 0;
  }

  int Close() override { return files_.Note("close", path_); }
  const std::string& temporary_path() const override { return path_; }

  bool published = false;

 private:
  MemoryFileSystem& files_;
  NodePointer node_;
  std::string path_;
};

MemoryFileSystem::MemoryFileSystem() : top_(std::make_shared<Node>()) {
  top_->kind = FileKind::kFolder;
}

MemoryFileSystem::~MemoryFileSystem() = default;

MemoryFileSystem::NodePointer MemoryFileSystem::Add(const std::string& path,
                                                    FileKind kind) {
  NodePointer parent = MakeParents(path);
  NodePointer& node = parent->children[std::string(NameOf(path))];
  if (node == nullptr) node = std::make_shared<Node>();
  node->kind = kind;
  node->inode = ++inodes_;
  node->modified = ++clock_;
  return node;
}

MemoryFileSystem::NodePointer MemoryFileSystem::MakeParents(
    const std::string& path) {
  NodePointer at = top_;
  for (std::size_t slash = path.find('/', 1); slash != std::string::npos;
       slash = path.find('/', slash + 1)) {
    const std::string_view so_far = std::string_view(path).substr(0, slash);
    NodePointer& next = at->children[std::string(NameOf(so_far))];
    if (next == nullptr) {
      next = std::make_shared<Node>();
      next->kind = FileKind::kFolder;
      next->inode = ++inodes_;
    }
    at = next;
  }
  return at;
}

namespace {

template <typename NodePointer>
void SyncTree(const NodePointer& node) {
  node->SyncAll();
  for (const auto& [name, child] : node->children) SyncTree(child);
}

template <typename NodePointer>
void CrashTree(const NodePointer& node, bool keep_names) {
  node->bytes = node->synced_bytes;
  if (!keep_names) node->children = node->synced_children;
  node->SyncAll();
  for (const auto& [name, child] : node->children) {
    CrashTree(child, keep_names);
  }
}

template <typename NodePointer, typename Visit>
void ForEachNode(const std::string& path, const NodePointer& node,
                 Visit visit) {
  visit(path, *node);
  for (const auto& [name, child] : node->children) {
    ForEachNode(path + "/" + name, child, visit);
  }
}

}  // namespace

void MemoryFileSystem::AddFile(const std::string& path, Bytes bytes) {
  Add(path, FileKind::kFile)->bytes = AsText(bytes);
  SyncTree(top_);
}

void MemoryFileSystem::AddFolder(const std::string& path) {
  Add(path, FileKind::kFolder);
  SyncTree(top_);
}

void MemoryFileSystem::AddLink(const std::string& path, const std::string& to) {
  Add(path, FileKind::kLink)->bytes = to;
  SyncTree(top_);
}

void MemoryFileSystem::AddPipe(const std::string& path) {
  Add(path, FileKind::kOther);
  SyncTree(top_);
}

void MemoryFileSystem::Append(const std::string& path, std::string_view bytes) {
  const std::scoped_lock lock(mutex_);
  const NodePointer node = Find(path, true);
  node->bytes += bytes;
  node->modified = ++clock_;
}

void MemoryFileSystem::Truncate(const std::string& path, std::size_t size) {
  const std::scoped_lock lock(mutex_);
  const NodePointer node = Find(path, true);
  node->bytes.resize(size);
  node->modified = ++clock_;
}

void MemoryFileSystem::Swap(const std::string& path, std::string_view bytes) {
  const std::scoped_lock lock(mutex_);
  const std::int64_t modified = Find(path, true)->modified;
  NodePointer& there =
      Find(FolderOf(path), true)->children[std::string(NameOf(path))];
  there = std::make_shared<Node>();
  there->inode = ++inodes_;
  there->bytes = bytes;
  there->modified = modified;
}

void MemoryFileSystem::SetHook(Hook hook) { hook_ = std::move(hook); }

std::uint64_t MemoryFileSystem::operations() const {
  const std::scoped_lock lock(mutex_);
  return operations_;
}

void MemoryFileSystem::TurnPowerOff() {
  const std::scoped_lock lock(mutex_);
  power_ = false;
}

void MemoryFileSystem::TurnPowerOn() {
  const std::scoped_lock lock(mutex_);
  hook_ = nullptr;
  power_ = true;
}

void MemoryFileSystem::Crash(bool keep_names) {
  const std::scoped_lock lock(mutex_);
  CrashTree(top_, keep_names);
  hook_ = nullptr;
  power_ = true;
}

std::map<std::string, std::string> MemoryFileSystem::Files() const {
  const std::scoped_lock lock(mutex_);
  std::map<std::string, std::string> files;
  ForEachNode("", top_, [&](const std::string& path, const Node& node) {
    if (node.kind == FileKind::kFile) files[path] = node.bytes;
  });
  return files;
}

std::vector<std::string> MemoryFileSystem::Folders() const {
  const std::scoped_lock lock(mutex_);
  std::vector<std::string> folders;
  ForEachNode("", top_, [&](const std::string& path, const Node& node) {
    if (node.kind == FileKind::kFolder) folders.push_back(path);
  });
  return folders;
}

bool MemoryFileSystem::HasTemporaries() const {
  return std::ranges::any_of(Files(), [](const auto& file) {
    return IsTemporaryName(NameOf(file.first));
  });
}

// The hook runs without the lock: it may look at files and change them.
int MemoryFileSystem::Note(std::string_view name, std::string_view path) {
  Operation operation{0, name, path};
  {
    const std::scoped_lock lock(mutex_);
    if (!power_) return EIO;
    operation.number = ++operations_;
  }
  const int error = hook_ ? hook_(operation) : 0;
  const std::scoped_lock lock(mutex_);
  return power_ ? error : EIO;
}

MemoryFileSystem::NodePointer MemoryFileSystem::Find(std::string_view path,
                                                     bool follow,
                                                     int links) const {
  if (links > 8) return nullptr;
  NodePointer at = top_;
  std::string so_far;
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::size_t slash = std::min(path.find('/'), path.size());
    const std::string name(path.substr(0, slash));
    path.remove_prefix(slash);
    if (name.empty()) continue;
    const auto child = at->children.find(name);
    if (child == at->children.end()) return nullptr;
    at = child->second;
    if (at->kind == FileKind::kLink && (follow || !path.empty())) {
      const std::string to =
          at->bytes.starts_with('/') ? at->bytes : so_far + "/" + at->bytes;
      at = Find(to, true, links + 1);
      if (at == nullptr) return nullptr;
    }
    so_far += "/" + name;
  }
  return at;
}

FileInfo MemoryFileSystem::InfoOf(const Node& node) const {
  return {node.kind,     node.links, node.bytes.size(),
          node.modified, 1,          node.inode};
}

int MemoryFileSystem::List(const std::string& path,
                           std::vector<FolderEntry>& entries) {
  entries.clear();
  if (int error = Note("list", path)) return error;
  const std::scoped_lock lock(mutex_);
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
  if (int error = Note("info", path)) return error;
  const std::scoped_lock lock(mutex_);
  const NodePointer node = Find(path, follow);
  if (node == nullptr) return ENOENT;
  info = InfoOf(*node);
  return 0;
}

int MemoryFileSystem::RealPath(const std::string& path, std::string& real) {
  if (int error = Note("realpath", path)) return error;
  const std::scoped_lock lock(mutex_);
  const NodePointer node = Find(path, true);
  if (node == nullptr) return ENOENT;
  const NodePointer itself = Find(path, false);
  real = itself->kind == FileKind::kLink ? itself->bytes : path;
  if (real.size() > 1 && real.back() == '/') real.pop_back();
  return 0;
}

int MemoryFileSystem::Open(const std::string& path, bool follow,
                           std::unique_ptr<InputFile>& file, FileInfo* info) {
  if (int error = Note("open", path)) return error;
  const std::scoped_lock lock(mutex_);
  const NodePointer node = Find(path, follow);
  if (node == nullptr) return ENOENT;
  if (node->kind == FileKind::kLink) return ELOOP;
  if (node->kind != FileKind::kFile) return ENXIO;
  if (info != nullptr) *info = InfoOf(*node);
  file = std::make_unique<Input>(*this, node, path);
  return 0;
}

int MemoryFileSystem::MakeFolders(const std::string& path) {
  if (int error = Note("mkdir", path)) return error;
  const std::scoped_lock lock(mutex_);
  MakeParents(path + "/x");
  return 0;
}

int MemoryFileSystem::TryFolder(const std::string& path) {
  if (int error = Note("try", path)) return error;
  const std::scoped_lock lock(mutex_);
  const NodePointer node = Find(path, true);
  if (node == nullptr) return ENOENT;
  return node->kind == FileKind::kFolder ? 0 : ENOTDIR;
}

int MemoryFileSystem::MakePrivateFolder(const std::string& path) {
  if (int error = Note("mkdir", path)) return error;
  const std::scoped_lock lock(mutex_);
  if (Find(FolderOf(path), true) == nullptr) return ENOENT;
  if (Find(path, false) != nullptr) return EEXIST;
  Add(path, FileKind::kFolder);
  return 0;
}

int MemoryFileSystem::RemoveFolder(const std::string& path) {
  if (int error = Note("rmdir", path)) return error;
  const std::scoped_lock lock(mutex_);
  const NodePointer folder = Find(path, false);
  if (folder == nullptr) return ENOENT;
  if (folder->kind != FileKind::kFolder) return ENOTDIR;
  if (!folder->children.empty()) return ENOTEMPTY;
  Find(FolderOf(path), true)->children.erase(std::string(NameOf(path)));
  return 0;
}

int MemoryFileSystem::CreateTemporary(const std::string& target, Likeness*,
                                      std::unique_ptr<OutputFile>& file) {
  if (int error = Note("create", target)) return error;
  const std::scoped_lock lock(mutex_);
  const std::string folder(FolderOf(target));
  if (Find(folder, true) == nullptr) return ENOENT;
  const std::string path =
      folder + "/.dcmscrub-" + std::to_string(++temporaries_) + ".tmp";
  file = std::make_unique<Output>(*this, Add(path, FileKind::kFile), path);
  return 0;
}

int MemoryFileSystem::Move(const std::string& from, const std::string& to,
                           bool replace) {
  const NodePointer old_folder = Find(FolderOf(from), true);
  const NodePointer new_folder = Find(FolderOf(to), true);
  if (old_folder == nullptr || new_folder == nullptr) return ENOENT;
  const std::string new_name(NameOf(to));
  if (!replace && new_folder->children.contains(new_name)) return EEXIST;
  const auto entry = old_folder->children.find(std::string(NameOf(from)));
  if (entry == old_folder->children.end()) return ENOENT;
  const NodePointer node = entry->second;
  const auto there = new_folder->children.find(new_name);
  if (there != new_folder->children.end() && there->second == node) return 0;
  old_folder->children.erase(entry);
  if (there != new_folder->children.end()) --there->second->links;
  new_folder->children[new_name] = node;
  return 0;
}

int MemoryFileSystem::Publish(OutputFile& file, const std::string& target,
                              bool replace) {
  if (int error = Note("publish", target)) return error;
  const std::scoped_lock lock(mutex_);
  const int error = Move(file.temporary_path(), target, replace);
  if (error == 0) static_cast<Output&>(file).published = true;
  return error;
}

void MemoryFileSystem::SyncFiles(std::span<OutputFile* const> files,
                                 std::span<int> errors) {
  for (std::size_t i = 0; i < files.size(); ++i) {
    errors[i] = static_cast<Output*>(files[i])->Sync();
  }
}

void MemoryFileSystem::SyncPaths(std::span<const std::string> paths,
                                 std::span<int> errors) {
  for (std::size_t i = 0; i < paths.size(); ++i) {
    errors[i] = SyncPath(paths[i]);
  }
}

int MemoryFileSystem::SyncPath(const std::string& path) {
  if (int error = Note("syncpath", path)) return error;
  const std::scoped_lock lock(mutex_);
  const NodePointer node = Find(path, true);
  if (node == nullptr) return ENOENT;
  node->SyncAll();
  return 0;
}

int MemoryFileSystem::Link(const std::string& from, const std::string& to) {
  if (int error = Note("link", from)) return error;
  const std::scoped_lock lock(mutex_);
  const NodePointer node = Find(from, false);
  const NodePointer folder = Find(FolderOf(to), true);
  if (node == nullptr || folder == nullptr) return ENOENT;
  if (node->kind != FileKind::kFile) return EPERM;
  if (!folder->children.emplace(NameOf(to), node).second) return EEXIST;
  ++node->links;
  return 0;
}

int MemoryFileSystem::Replace(const std::string& from, const std::string& to) {
  if (int error = Note("rename", from)) return error;
  const std::scoped_lock lock(mutex_);
  return Move(from, to, true);
}

int MemoryFileSystem::Rename(const std::string& from, const std::string& to) {
  if (int error = Note("rename", from)) return error;
  const std::scoped_lock lock(mutex_);
  return Move(from, to, false);
}

int MemoryFileSystem::Remove(const std::string& path) {
  if (int error = Note("remove", path)) return error;
  const std::scoped_lock lock(mutex_);
  const NodePointer folder = Find(FolderOf(path), true);
  if (folder == nullptr) return ENOENT;
  const auto entry = folder->children.find(std::string(NameOf(path)));
  if (entry == folder->children.end()) return ENOENT;
  --entry->second->links;
  folder->children.erase(entry);
  return 0;
}

}  // namespace dcmscrub
