#include "tests/support/faulty_file_system.h"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace dcmscrub {

class FaultyFileSystem::Input : public InputFile {
 public:
  Input(FaultyFileSystem& files, std::unique_ptr<InputFile> below,
        std::string path)
      : files_(files), below_(std::move(below)), path_(std::move(path)) {}

  int Info(FileInfo& info) override {
    if (int error = files_.Note("info", path_)) return error;
    return below_->Info(info);
  }
  int ReadAt(std::uint64_t offset, std::uint8_t* to, std::size_t size,
             std::size_t& got) override {
    got = 0;
    if (int error = files_.Note("read", path_)) return error;
    return below_->ReadAt(offset, to, size, got);
  }

  InputFile& below() { return *below_; }

 private:
  FaultyFileSystem& files_;
  const std::unique_ptr<InputFile> below_;
  const std::string path_;
};

class FaultyFileSystem::Output : public OutputFile {
 public:
  Output(FaultyFileSystem& files, std::unique_ptr<OutputFile> below)
      : files_(files),
        below_(std::move(below)),
        node_(files.Find(path(), false)) {}
  // Published under its own name it stays, as what cannot be removed does.
  ~Output() override {
    if (!published_ && files_.Note("remove", path()) != 0) {
      below_->Publish(path(), true);
    }
  }

  int Write(std::span<const Bytes> parts) override {
    if (int error = files_.Note("write", path())) return error;
    return below_->Write(parts);
  }
  int CopyFrom(InputFile& from, std::uint64_t offset, std::uint64_t size,
               const std::atomic<int>* stop) override {
    constexpr std::uint64_t kChunk = 64 * 1024;
    InputFile& source = dynamic_cast<Input&>(from).below();
    while (size > 0) {
      if (int error = files_.Note("copy", path())) return error;
      const std::uint64_t count = std::min(size, kChunk);
      if (int error = below_->CopyFrom(source, offset, count, stop)) {
        return error;
      }
      offset += count;
      size -= count;
    }
    return 0;
  }
  int Info(FileInfo& info) override {
    if (int error = files_.Note("info", path())) return error;
    return below_->Info(info);
  }
  int Sync() override {
    if (int error = files_.Note("sync", path())) return error;
    const std::scoped_lock lock(files_.mutex());
    files_.synced_[node_].bytes = node_->bytes;
    return 0;
  }
  int Close() override {
    if (int error = files_.Note("close", path())) return error;
    return below_->Close();
  }
  int Publish(const std::string& target, bool replace) override {
    if (int error = files_.Note("publish", target)) return error;
    const int error = below_->Publish(target, replace);
    published_ |= error == 0;
    return error;
  }
  const std::string& temporary_path() const override { return path(); }

 private:
  const std::string& path() const { return below_->temporary_path(); }

  FaultyFileSystem& files_;
  const std::unique_ptr<OutputFile> below_;
  const NodePointer node_;
  bool published_ = false;
};

FaultyFileSystem::FaultyFileSystem() = default;
FaultyFileSystem::~FaultyFileSystem() = default;

void FaultyFileSystem::SetUp(const std::string& path, FileKind kind,
                             std::string_view bytes) {
  const std::scoped_lock lock(mutex());
  for (std::size_t slash = path.find('/', 1); slash != std::string::npos;
       slash = path.find('/', slash + 1)) {
    const std::string above = path.substr(0, slash);
    if (Find(above, false) == nullptr) Add(above, FileKind::kFolder);
  }
  if (kind == FileKind::kFolder && Find(path, false) != nullptr) return;
  Find(FolderOf(path), true)->children.erase(std::string(NameOf(path)));
  Add(path, kind)->bytes = bytes;
  SyncTree(top());
}

void FaultyFileSystem::AddFile(const std::string& path, Bytes bytes) {
  SetUp(path, FileKind::kFile, AsText(bytes));
}

void FaultyFileSystem::AddFolder(const std::string& path) {
  SetUp(path, FileKind::kFolder, "");
}

void FaultyFileSystem::AddLink(const std::string& path, const std::string& to) {
  SetUp(path, FileKind::kLink, to);
}

void FaultyFileSystem::AddPipe(const std::string& path) {
  SetUp(path, FileKind::kOther, "");
}

void FaultyFileSystem::Append(const std::string& path, std::string_view bytes) {
  const std::scoped_lock lock(mutex());
  const NodePointer node = Find(path, true);
  node->bytes += bytes;
  Touch(*node);
}

void FaultyFileSystem::Truncate(const std::string& path, std::size_t size) {
  const std::scoped_lock lock(mutex());
  const NodePointer node = Find(path, true);
  node->bytes.resize(size);
  Touch(*node);
}

void FaultyFileSystem::Swap(const std::string& path, std::string_view bytes) {
  const std::scoped_lock lock(mutex());
  const std::int64_t modified = Find(path, true)->modified;
  Find(FolderOf(path), true)->children.erase(std::string(NameOf(path)));
  const NodePointer other = Add(path, FileKind::kFile);
  other->bytes = bytes;
  other->modified = modified;
}

void FaultyFileSystem::SetHook(Hook hook) { hook_ = std::move(hook); }

std::uint64_t FaultyFileSystem::operations() const {
  const std::scoped_lock lock(noting_);
  return operations_;
}

void FaultyFileSystem::TurnPowerOff() {
  const std::scoped_lock lock(noting_);
  power_ = false;
}

void FaultyFileSystem::TurnPowerOn() {
  const std::scoped_lock lock(noting_);
  hook_ = nullptr;
  power_ = true;
}

void FaultyFileSystem::Crash(bool keep_names) {
  CrashKeeping([keep_names](const std::string&) { return keep_names; });
}

void FaultyFileSystem::CrashKeeping(
    const std::function<bool(const std::string& folder)>& keeps_names) {
  {
    const std::scoped_lock lock(mutex());
    CrashTree("", top(), keeps_names);
  }
  TurnPowerOn();
}

void FaultyFileSystem::SyncBelow(const std::string& path) {
  const std::scoped_lock lock(mutex());
  SyncTree(Find(path, true));
}

void FaultyFileSystem::Sync(const NodePointer& node) {
  synced_[node] = {node->bytes, node->children};
}

void FaultyFileSystem::SyncTree(const NodePointer& node) {
  Sync(node);
  for (const auto& [name, child] : node->children) SyncTree(child);
}

void FaultyFileSystem::CrashTree(
    const std::string& path, const NodePointer& node,
    const std::function<bool(const std::string& folder)>& keeps_names) {
  const Synced& synced = synced_[node];
  node->bytes = synced.bytes;
  if (!keeps_names(path)) node->children = synced.children;
  Sync(node);
  for (const auto& [name, child] : node->children) {
    CrashTree(path + "/" + name, child, keeps_names);
  }
}

namespace {

template <typename NodePointer, typename Visit>
void ForEachNode(const std::string& path, const NodePointer& node,
                 Visit visit) {
  visit(path, *node);
  for (const auto& [name, child] : node->children) {
    ForEachNode(path + "/" + name, child, visit);
  }
}

}  // namespace

std::map<std::string, std::string> FaultyFileSystem::Files() const {
  const std::scoped_lock lock(mutex());
  std::map<std::string, std::string> files;
  ForEachNode("", top(), [&](const std::string& path, const Node& node) {
    if (node.kind == FileKind::kFile) files[path] = node.bytes;
  });
  return files;
}

std::vector<std::string> FaultyFileSystem::Folders() const {
  const std::scoped_lock lock(mutex());
  std::vector<std::string> folders;
  ForEachNode("", top(), [&](const std::string& path, const Node& node) {
    if (node.kind == FileKind::kFolder) folders.push_back(path);
  });
  return folders;
}

bool FaultyFileSystem::HasTemporaries() const {
  return std::ranges::any_of(Files(), [](const auto& file) {
    return IsTemporaryName(NameOf(file.first));
  });
}

// The hook runs without a lock: it may look at files and change them.
int FaultyFileSystem::Note(std::string_view name, std::string_view path) {
  Operation operation{0, name, path};
  {
    const std::scoped_lock lock(noting_);
    if (!power_) return EIO;
    operation.number = ++operations_;
  }
  const int error = hook_ ? hook_(operation) : 0;
  const std::scoped_lock lock(noting_);
  return power_ ? error : EIO;
}

int FaultyFileSystem::List(const std::string& path,
                           std::vector<FolderEntry>& entries) {
  entries.clear();
  if (int error = Note("list", path)) return error;
  return MemoryFileSystem::List(path, entries);
}

int FaultyFileSystem::Info(const std::string& path, bool follow,
                           FileInfo& info) {
  if (int error = Note("info", path)) return error;
  return MemoryFileSystem::Info(path, follow, info);
}

int FaultyFileSystem::RealPath(const std::string& path, std::string& real) {
  if (int error = Note("realpath", path)) return error;
  return MemoryFileSystem::RealPath(path, real);
}

int FaultyFileSystem::Open(const std::string& path, bool follow,
                           std::unique_ptr<InputFile>& file, FileInfo* info) {
  if (int error = Note("open", path)) return error;
  std::unique_ptr<InputFile> below;
  if (int error = MemoryFileSystem::Open(path, follow, below, info)) {
    return error;
  }
  file = std::make_unique<Input>(*this, std::move(below), path);
  return 0;
}

int FaultyFileSystem::MakeFolder(const std::string& path, FolderMode mode) {
  if (int error = Note("mkdir", path)) return error;
  return MemoryFileSystem::MakeFolder(path, mode);
}

int FaultyFileSystem::TryFolder(const std::string& path) {
  if (int error = Note("try", path)) return error;
  return MemoryFileSystem::TryFolder(path);
}

int FaultyFileSystem::CreateTemporary(const std::string& target, Likeness* like,
                                      std::unique_ptr<OutputFile>& file) {
  if (int error = Note("create", target)) return error;
  std::unique_ptr<OutputFile> below;
  if (int error = MemoryFileSystem::CreateTemporary(target, like, below)) {
    return error;
  }
  const std::scoped_lock lock(mutex());
  file = std::make_unique<Output>(*this, std::move(below));
  return 0;
}

void FaultyFileSystem::SyncPaths(std::span<const std::string> paths,
                                 std::span<int> errors) {
  for (std::size_t i = 0; i < paths.size(); ++i) {
    errors[i] = Note("syncpath", paths[i]);
    if (errors[i] != 0) continue;
    const std::scoped_lock lock(mutex());
    const NodePointer node = Find(paths[i], true);
    if (node == nullptr) {
      errors[i] = ENOENT;
    } else {
      Sync(node);
    }
  }
}

int FaultyFileSystem::Link(const std::string& from, const std::string& to) {
  if (int error = Note("link", from)) return error;
  return MemoryFileSystem::Link(from, to);
}

int FaultyFileSystem::Move(const std::string& from, const std::string& to,
                           bool replace) {
  if (int error = Note("rename", from)) return error;
  return MemoryFileSystem::Move(from, to, replace);
}

int FaultyFileSystem::Remove(const std::string& path, FileKind kind) {
  const bool folder = kind == FileKind::kFolder;
  if (int error = Note(folder ? "rmdir" : "remove", path)) return error;
  return MemoryFileSystem::Remove(path, kind);
}

}  // namespace dcmscrub
