#include "pipeline/files/path.h"

#include <algorithm>

namespace dcmscrub {

std::string_view FolderOf(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return ".";
  return path.substr(0, std::max<std::size_t>(slash, 1));
}

std::string_view NameOf(std::string_view path) {
  return path.substr(path.rfind('/') + 1);  // npos + 1 is 0
}

std::string Join(std::string_view folder, std::string_view name) {
  std::string path(folder);
  if (!path.ends_with('/')) path.push_back('/');
  path += name;
  return path;
}

bool IsInside(std::string_view path, std::string_view folder) {
  if (folder == "/") return path.size() > 1;
  return path.size() > folder.size() && path.starts_with(folder) &&
         path[folder.size()] == '/';
}

bool IsSameOrInside(std::string_view path, std::string_view folder) {
  return path == folder || IsInside(path, folder);
}

}  // namespace dcmscrub
