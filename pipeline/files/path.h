// Paths as strings, taken apart and put together; nothing here looks at a disk.
#pragma once

#include <string>
#include <string_view>

namespace dcmscrub {

// "a/b" of "a/b/c"; "." of "c"; "/" of "/c".
std::string_view FolderOf(std::string_view path);
// "c" of "a/b/c".
std::string_view NameOf(std::string_view path);
// "a/b" of "a" and "b"; "/b" of "/" and "b".
std::string Join(std::string_view folder, std::string_view name);

// Whether `path` stands below `folder`, at any depth. Of paths that were
// resolved: links, "." and ".." are not seen.
bool IsInside(std::string_view path, std::string_view folder);
bool IsSameOrInside(std::string_view path, std::string_view folder);

}  // namespace dcmscrub
