#include "pipeline/teaching/copy/second_name.h"

#include <cerrno>
#include <memory>

#include "pipeline/files/durable.h"
#include "pipeline/teaching/copy/work_folder.h"

namespace dcmscrub {
namespace {

// Other disks, file systems without links, files of other owners.
bool CannotLink(int error) {
  return error == EXDEV || error == EPERM || error == EACCES ||
         error == EMLINK || error == EINVAL || error == ENOSYS ||
         error == EOPNOTSUPP;
}

int Copy(const std::string& from, const std::string& to, bool replace,
         FileSystem& file_system, const std::atomic<int>* stop) {
  std::unique_ptr<InputFile> in;
  FileInfo info;
  if (int error = file_system.Open(from, false, in, &info)) return error;
  std::unique_ptr<OutputFile> out;
  Likeness like{in.get(), {}, {}};
  if (int error = file_system.CreateTemporary(to, &like, out)) return error;
  if (int error = out->CopyFrom(*in, 0, info.size, stop)) return error;
  return PublishSynced(*out, to, replace);
}

bool AreOneFile(const std::string& a, const std::string& b,
                FileSystem& file_system) {
  FileInfo info_a, info_b;
  return file_system.Info(a, false, info_a) == 0 &&
         file_system.Info(b, false, info_b) == 0 &&
         info_a.device == info_b.device && info_a.inode == info_b.inode;
}

int LinkInPlace(const std::string& from, const std::string& to,
                FileSystem& file_system) {
  std::string temporary = Join(FolderOf(to), file_system.temporary_prefix());
  temporary += RandomDigits() + ".tmp";
  if (int error = file_system.Link(from, temporary)) return error;
  const int error = file_system.Move(temporary, to, /*replace=*/true);
  if (error != 0) file_system.Remove(temporary, FileKind::kFile);
  return error;
}

}  // namespace

int GiveSecondName(const std::string& from, const std::string& to,
                   FileSystem& file_system, const std::atomic<int>* stop) {
  const int error = file_system.Link(from, to);
  return CannotLink(error) ? Copy(from, to, false, file_system, stop) : error;
}

int PutInPlace(const std::string& from, const std::string& to, bool keep,
               FileSystem& file_system) {
  if (AreOneFile(from, to, file_system)) return 0;
  if (int error = MakeFoldersDurably(file_system, std::string(FolderOf(to)))) {
    return error;
  }
  const int error = keep ? LinkInPlace(from, to, file_system)
                         : file_system.Move(from, to, /*replace=*/true);
  return CannotLink(error) ? Copy(from, to, true, file_system, nullptr) : error;
}

}  // namespace dcmscrub
