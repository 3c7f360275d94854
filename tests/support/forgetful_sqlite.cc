#include "tests/support/forgetful_sqlite.h"

#include <sqlite3.h>

#include <filesystem>
#include <map>
#include <mutex>
#include <new>
#include <set>
#include <string>

#include "tests/support/temp_folder.h"

namespace dcmscrub {

struct ForgetfulSqlite::Disk {
  sqlite3_vfs vfs{};
  sqlite3_vfs* below = nullptr;
  std::mutex mutex;  // guards what follows
  bool power = true;
  std::set<std::string> met;
  std::map<std::string, std::string> synced;

  static Disk& Of(sqlite3_vfs* vfs) {
    return *static_cast<Disk*>(vfs->pAppData);
  }
  void NoteSync(const std::string& path) {
    const std::scoped_lock lock(mutex);
    if (power) synced[path] = ReadFile(path);
  }
  void NoteRemoval(const std::string& path) {
    const std::scoped_lock lock(mutex);
    if (power) synced.erase(path);
  }

  // A file is allocated by SQLite, with that of the VFS below right behind.
  struct File {
    sqlite3_file head;
    Disk* disk;
    std::string path;
  };
  static File& FileOf(sqlite3_file* file) {
    return *reinterpret_cast<File*>(file);
  }
  static sqlite3_file* Below(sqlite3_file* file) {
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<File*>(file) + 1);
  }

  static int Open(sqlite3_vfs* vfs, sqlite3_filename name, sqlite3_file* file,
                  int flags, int* out_flags);
  static int Delete(sqlite3_vfs* vfs, const char* name, int sync_folder) {
    Disk& disk = Of(vfs);
    disk.NoteRemoval(name);
    return disk.below->xDelete(disk.below, name, sync_folder);
  }
  static int Close(sqlite3_file* file) {
    const int closed = Below(file)->pMethods->xClose(Below(file));
    FileOf(file).~File();
    return closed;
  }
  static int Sync(sqlite3_file* file, int flags) {
    const File& ours = FileOf(file);
    const int synced = Below(file)->pMethods->xSync(Below(file), flags);
    if (synced == SQLITE_OK) ours.disk->NoteSync(ours.path);
    return synced;
  }
  // Hands a call on to the file below.
  template <auto Method, typename... Args>
  static int Pass(sqlite3_file* file, Args... args) {
    return (Below(file)->pMethods->*Method)(Below(file), args...);
  }
};

namespace {

using Methods = sqlite3_io_methods;

}  // namespace

int ForgetfulSqlite::Disk::Open(sqlite3_vfs* vfs, sqlite3_filename name,
                                sqlite3_file* file, int flags, int* out_flags) {
  static const Methods kMethods = {
      .iVersion = 1,  // no shared memory, no mapping
      .xClose = Close,
      .xRead = Pass<&Methods::xRead, void*, int, sqlite3_int64>,
      .xWrite = Pass<&Methods::xWrite, const void*, int, sqlite3_int64>,
      .xTruncate = Pass<&Methods::xTruncate, sqlite3_int64>,
      .xSync = Sync,
      .xFileSize = Pass<&Methods::xFileSize, sqlite3_int64*>,
      .xLock = Pass<&Methods::xLock, int>,
      .xUnlock = Pass<&Methods::xUnlock, int>,
      .xCheckReservedLock = Pass<&Methods::xCheckReservedLock, int*>,
      .xFileControl = Pass<&Methods::xFileControl, int, void*>,
      .xSectorSize = Pass<&Methods::xSectorSize>,
      .xDeviceCharacteristics = Pass<&Methods::xDeviceCharacteristics>,
      .xShmMap = nullptr,
      .xShmLock = nullptr,
      .xShmBarrier = nullptr,
      .xShmUnmap = nullptr,
      .xFetch = nullptr,
      .xUnfetch = nullptr,
  };
  Disk& disk = Of(vfs);
  file->pMethods = nullptr;
  const int opened =
      disk.below->xOpen(disk.below, name, Below(file), flags, out_flags);
  if (opened != SQLITE_OK) return opened;
  new (file) File{{&kMethods}, &disk, name == nullptr ? "" : name};
  if (name != nullptr) {
    const std::scoped_lock lock(disk.mutex);
    disk.met.insert(name);
  }
  return SQLITE_OK;
}

ForgetfulSqlite::ForgetfulSqlite() : disk_(std::make_unique<Disk>()) {
  disk_->below = sqlite3_vfs_find(nullptr);
  disk_->vfs = *disk_->below;
  disk_->vfs.zName = "forgetful";
  disk_->vfs.pAppData = disk_.get();
  disk_->vfs.szOsFile += static_cast<int>(sizeof(Disk::File));
  disk_->vfs.xOpen = Disk::Open;
  disk_->vfs.xDelete = Disk::Delete;
  sqlite3_vfs_register(&disk_->vfs, /*makeDflt=*/1);
}

ForgetfulSqlite::~ForgetfulSqlite() { sqlite3_vfs_unregister(&disk_->vfs); }

void ForgetfulSqlite::TurnPowerOff() {
  const std::scoped_lock lock(disk_->mutex);
  disk_->power = false;
}

void ForgetfulSqlite::Crash() {
  const std::scoped_lock lock(disk_->mutex);
  for (const std::string& path : disk_->met) {
    std::filesystem::remove(path);
    const auto kept = disk_->synced.find(path);
    if (kept != disk_->synced.end()) WriteFile(path, kept->second);
  }
  disk_->met.clear();
  disk_->synced.clear();
  disk_->power = true;
}

}  // namespace dcmscrub
