#include "pipeline/teaching/copy/copy_builder.h"

#include <algorithm>
#include <cerrno>

#include "pipeline/files/durable.h"
#include "pipeline/files/own_names.h"
#include "pipeline/teaching/copy/copy_notes.h"
#include "pipeline/teaching/copy/second_name.h"
#include "pipeline/teaching/copy/work_folder.h"

namespace dcmscrub {

CopyBuilder::~CopyBuilder() {
  if (!folder_.empty()) RemoveTree(folder_, file_system_);
}

int CopyBuilder::Build(const std::string& place, const std::string& digits) {
  const std::string name = Join(place, std::string(kOriginalsPrefix) + digits);
  const std::string folder =
      name + "-" + RandomDigits() + std::string(kBuildingSuffix);
  if (int error = file_system_.MakeFolder(folder, FolderMode::kPrivate))
    return error;
  place_ = place;
  folder_ = folder;
  name_ = name;
  if (int error = MarkWorkFolder(folder_, file_system_)) return error;
  folders_ = {folder_, folder_ + "/files"};
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    if (int error = Keep(i)) return error;
  }
  return Write();
}

int CopyBuilder::KeepFile(const std::string& from, const std::string& to) {
  if (stop_ != nullptr && *stop_ != 0) return ECANCELED;
  const std::string folder(FolderOf(to));
  if (folders_.back() != folder) {
    if (int error = MakeFolders(file_system_, folder)) return error;
    folders_.push_back(folder);
  }
  ++files_;
  return GiveSecondName(from, to, file_system_, stop_);
}

int CopyBuilder::Keep(std::size_t source) {
  const auto& [path, is_folder] = sources_[source];
  const std::string to = folder_ + "/files/" + std::to_string(source);
  if (int error = MakeFolders(file_system_, to)) return error;
  folders_.push_back(to);
  if (!is_folder) {
    return KeepFile(path, to + "/" + std::string(NameOf(path)));
  }
  return ForEachFile(path, "", file_system_, [&](const std::string& below) {
    return KeepFile(Join(path, below), to + "/" + below);
  });
}

int CopyBuilder::Write() {
  std::string lines;
  for (const CopySource& source : sources_) {
    lines += NoteLine(source.is_folder ? "folder" : "file", {source.path});
  }
  std::unique_ptr<OutputFile> unused;
  if (int error =
          WriteNotes(folder_ + "/sources", lines, file_system_, unused)) {
    return error;
  }
  if (int error =
          WriteNotes(folder_ + "/made",
                     NoteLine("temporaries",
                              {std::string(file_system_.temporary_prefix())}),
                     file_system_, notes_)) {
    return error;
  }
  // Names of folders are in those above them.
  std::vector<std::string> folders;
  for (const std::string& folder : folders_) {
    for (std::string at = folder; at.size() >= folder_.size();
         at = std::string(FolderOf(at))) {
      folders.push_back(at);
    }
  }
  std::ranges::sort(folders);
  folders.erase(std::unique(folders.begin(), folders.end()), folders.end());
  return SyncPaths(file_system_, folders);
}

int CopyBuilder::Finish() {
  if (int error = file_system_.Move(folder_, name_, /*replace=*/false))
    return error;
  folder_ = name_;  // goes with this object until it is durable
  const int error = SyncPaths(file_system_, {&place_, 1});
  if (error == 0) folder_.clear();
  return error;
}

}  // namespace dcmscrub
