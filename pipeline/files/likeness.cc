#include "pipeline/files/likeness.h"

#include <errno.h>
#include <linux/posix_acl.h>
#include <linux/posix_acl_xattr.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "kernels/core/bytes.h"

namespace dcmscrub {
namespace {

constexpr char kAcl[] = "system.posix_acl_access";

bool HasNone(int error) {
  return error == ENODATA || error == EOPNOTSUPP || error == ENOSYS;
}

// What belongs to a file of that name; false: it has none, or cannot say.
bool ReadAttribute(int file, const char* name, std::string& value) {
  std::array<char, 1024> few;
  ssize_t size = ::fgetxattr(file, name, few.data(), few.size());
  if (size >= 0) {
    value.assign(few.data(), static_cast<std::size_t>(size));
    return true;
  }
  if (errno != ERANGE) return false;
  size = ::fgetxattr(file, name, nullptr, 0);
  if (size < 0) return false;
  value.resize(static_cast<std::size_t>(size));
  size = ::fgetxattr(file, name, value.data(), value.size());
  value.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  return size >= 0;
}

// The names, each ended by a NUL.
int ListAttributes(int file, std::string& names) {
  std::array<char, 512> few;
  ssize_t size = ::flistxattr(file, few.data(), few.size());
  if (size >= 0) {
    names.assign(few.data(), static_cast<std::size_t>(size));
    return 0;
  }
  if (HasNone(errno)) return 0;
  if (errno != ERANGE) return errno;
  size = ::flistxattr(file, nullptr, 0);
  if (size < 0) return errno;
  names.resize(static_cast<std::size_t>(size));
  size = ::flistxattr(file, names.data(), names.size());
  if (size < 0) return errno;
  names.resize(static_cast<std::size_t>(size));
  return 0;
}

int SetAttribute(int file, const char* name, std::string_view value) {
  return ::fsetxattr(file, name, value.data(), value.size(), 0) != 0 ? errno
                                                                     : 0;
}

// A POSIX ACL as the system hands it out: a version, then entries of tag,
// permissions and id, little endian.
class Acl {
 public:
  explicit Acl(std::string bytes) : bytes_(std::move(bytes)) {}

  // As NarrowedMode; what named entries grant stays.
  void NarrowGroup() {
    unsigned both = Of(ACL_GROUP_OBJ) & Of(ACL_OTHER);
    // The mask may have been what kept the group out.
    ForEach([&](unsigned tag, const std::uint8_t* permissions) {
      if (tag == ACL_MASK) both &= *permissions;
    });
    ForEach([&](unsigned tag, std::uint8_t* permissions) {
      if (tag == ACL_GROUP_OBJ || tag == ACL_OTHER) {
        *permissions = static_cast<std::uint8_t>(both);
      }
    });
  }

  // What a mode can say of it: nobody gets more.
  mode_t PlainMode() {
    unsigned mask = 7, all = Of(ACL_OTHER), owner = 0;
    ForEach([&](unsigned tag, const std::uint8_t* permissions) {
      if (tag == ACL_MASK) mask = *permissions;
    });
    ForEach([&](unsigned tag, const std::uint8_t* permissions) {
      if (tag == ACL_USER_OBJ) owner = *permissions;
      if (tag == ACL_USER || tag == ACL_GROUP || tag == ACL_GROUP_OBJ) {
        all &= *permissions & mask;
      }
    });
    return (owner & 7) << 6 | (all & 7) << 3 | (all & 7);
  }

  const std::string& bytes() const { return bytes_; }

 private:
  template <typename Visit>
  void ForEach(Visit visit) {
    constexpr std::size_t kHead = sizeof(posix_acl_xattr_header);
    constexpr std::size_t kEntry = sizeof(posix_acl_xattr_entry);
    auto* const bytes = reinterpret_cast<std::uint8_t*>(bytes_.data());
    for (std::size_t at = kHead; at + kEntry <= bytes_.size(); at += kEntry) {
      visit(Load<std::uint16_t>(bytes + at, ByteOrder::kLittle),
            bytes + at + 2);
    }
  }
  unsigned Of(unsigned wanted) {
    unsigned found = 0;
    ForEach([&](unsigned tag, const std::uint8_t* permissions) {
      if (tag == wanted) found = *permissions;
    });
    return found;
  }

  std::string bytes_;
};

// Of a file that got another group.
mode_t NarrowedMode(mode_t mode) {
  const mode_t both = (mode >> 3) & mode & 7;
  return (mode & 0700) | both << 3 | both;
}

// Whether the group is the old one; that and the owner, as far as permitted:
// only root gives files away, but another group may be ours as well.
bool TakeOwner(int to, const struct stat& made, const struct stat& model,
               Losses& losses) {
  if (model.st_uid == made.st_uid && model.st_gid == made.st_gid) return true;
  if (::fchown(to, model.st_uid, model.st_gid) == 0) return true;
  losses.rights = true;
  return model.st_gid == made.st_gid ||
         ::fchown(to, static_cast<uid_t>(-1), model.st_gid) == 0;
}

int TakeRights(int to, int from, mode_t mode, bool group_kept,
               std::string_view names, Losses& losses) {
  if (::fremovexattr(to, kAcl) != 0 && !HasNone(errno)) return errno;
  if (names.find(kAcl) != std::string_view::npos) {
    std::string bytes;
    if (!ReadAttribute(from, kAcl, bytes)) return errno;
    Acl acl(std::move(bytes));
    if (!group_kept) acl.NarrowGroup();
    if (SetAttribute(to, kAcl, acl.bytes()) == 0) return 0;
    losses.rights = true;
    mode = acl.PlainMode();
  }
  return ::fchmod(to, group_kept ? mode : NarrowedMode(mode)) != 0 ? errno : 0;
}

// Calls `visit(name)` for each of `names` that begins with `kind`, until it
// returns an error.
template <typename Visit>
int ForEachOf(std::string_view kind, const std::string& names, Visit visit) {
  for (std::size_t at = 0; at < names.size();) {
    const char* const name = names.c_str() + at;
    const std::string_view text(name);
    at += text.size() + 1;
    if (!text.starts_with(kind)) continue;
    if (int error = visit(name)) return error;
  }
  return 0;
}

// A name tells as much as a value does.
void TakeUserAttributes(int to, int from, const std::string& names,
                        const MayKeep& may_keep, Losses& losses) {
  std::string value;
  ForEachOf("user.", names, [&](const char* name) {
    const bool kept = ReadAttribute(from, name, value) &&
                      (!may_keep || (may_keep(name) && may_keep(value))) &&
                      SetAttribute(to, name, value) == 0;
    if (!kept) losses.attributes = true;
    return 0;
  });
}

// "system.…" beside the POSIX ACL are the ACLs of other systems. Where one is
// lost, the mode may have been no more than what it comes to.
int TakeOtherAcls(int to, int from, mode_t mode, const std::string& names,
                  Losses& losses) {
  std::string value;
  return ForEachOf("system.", names, [&](const char* name) {
    const bool posix = std::string_view(name).starts_with("system.posix_acl");
    if (posix || (ReadAttribute(from, name, value) &&
                  SetAttribute(to, name, value) == 0)) {
      return 0;
    }
    losses.rights = true;
    return ::fchmod(to, mode & 0700) != 0 ? errno : 0;
  });
}

}  // namespace

int TakeAfter(int to, int from, const MayKeep& may_keep, Losses& losses) {
  struct stat model;
  struct stat made;
  if (::fstat(from, &model) != 0 || ::fstat(to, &made) != 0) return errno;
  std::string names;
  if (int error = ListAttributes(from, names)) return error;
  // While the file can be written to, whatever the mode of the other.
  TakeUserAttributes(to, from, names, may_keep, losses);
  const bool group_kept = TakeOwner(to, made, model, losses);
  if (int error = TakeRights(to, from, model.st_mode & 0777, group_kept, names,
                             losses)) {
    return error;
  }
  return TakeOtherAcls(to, from, model.st_mode, names, losses);
}

}  // namespace dcmscrub
