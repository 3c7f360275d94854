// Several pieces of memory over a socket in one call, as each call wakes
// whoever waits at the other end.
#pragma once

#include <sys/socket.h>
#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <span>

namespace dcmscrub {

inline std::size_t SizeOf(std::span<const iovec> parts) {
  std::size_t size = 0;
  for (const iovec& part : parts) size += part.iov_len;
  return size;
}

// As send of all of them: says how many bytes went, and leaves in `parts` what
// is still to go.
inline ssize_t SendParts(int socket, std::span<iovec>& parts, int flags) {
  msghdr message{};
  message.msg_iov = parts.data();
  message.msg_iovlen = parts.size();
  const ssize_t sent = sendmsg(socket, &message, flags | MSG_NOSIGNAL);
  auto gone = static_cast<std::size_t>(sent < 0 ? 0 : sent);
  while (!parts.empty() && gone >= parts.front().iov_len) {
    gone -= parts.front().iov_len;
    parts = parts.subspan(1);
  }
  if (gone != 0) {
    iovec& cut = parts.front();
    cut.iov_base = static_cast<std::uint8_t*>(cut.iov_base) + gone;
    cut.iov_len -= gone;
  }
  return sent;
}

}  // namespace dcmscrub
