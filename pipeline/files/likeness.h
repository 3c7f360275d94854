// Owner, group, mode, access control list and extended attributes of a file,
// for the one that takes its place. They are kept, or where the system does
// not let us, whoever could not read or write the old file cannot the new one
// either:
//
//   * Where the group is another, neither its members nor those of the old
//     one, who are anybody now, get more than both had.
//   * The mode of a file with an ACL shows the ACL's mask as the rights of the
//     group. A plain mode is made from the entries themselves; who is denied
//     something by an entry of his own stays without it, by everybody going
//     without.
//   * What a folder's default ACL gave the new file is taken away again.
//
// Attributes of the user ("user.…") may hold what somebody noted of the old
// file: the caller says whether a value may go along. Those of the security
// modules are the system's own business. Costs two system calls for a file
// without any of this.
#pragma once

#include <functional>
#include <string_view>

namespace dcmscrub {

// What could not be kept.
struct Losses {
  bool rights = false;  // owner, group or ACL; rights only became fewer
  bool attributes = false;
};

// Whether an extended attribute with that value may be kept; empty: any may.
using MayKeep = std::function<bool(std::string_view value)>;

// Both are descriptors of open files; `to` is new, and nobody else's. An error
// is an errno, and then `to` is of no use.
int TakeAfter(int to, int from, const MayKeep& may_keep, Losses& losses);

}  // namespace dcmscrub
