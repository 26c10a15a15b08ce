// Ancillary data (cmsg(3)): what a message carries beside its bytes. Lua's form is a list of {level, type,
// bytes}; an item reads by position and by name.
#pragma once

#include <sys/socket.h>

#include <cstddef>
#include <cstring>

#include "bindings/socket/socket.hpp"

namespace parley {

/// Pushes the list at `index` (nil: none) as the kernel takes it. Raises TypeError with CPython's words.
void push_control(lua_State* L, int index);

/// The descriptors among such data: calls `each(fd)` for every one of SCM_RIGHTS.
template <class Each>
void for_each_descriptor(const msghdr& message, Each each) {
  for (cmsghdr* item = CMSG_FIRSTHDR(&message); item != nullptr;
       item = CMSG_NXTHDR(const_cast<msghdr*>(&message), item)) {
    if (item->cmsg_level != SOL_SOCKET || item->cmsg_type != SCM_RIGHTS) continue;
    const std::size_t size = item->cmsg_len - CMSG_LEN(0);
    for (std::size_t at = 0; at + sizeof(int) <= size; at += sizeof(int)) {
      int fd = -1;
      std::memcpy(&fd, CMSG_DATA(item) + at, sizeof fd);
      each(fd);
    }
  }
}

/// How many descriptors the message carries.
std::size_t count_descriptors(const msghdr& message);

/// Notes what the running task received with `message`: the descriptors are the script's to close, from now
/// on.
void note_descriptors_arrived(lua_State* L, const Socket& socket, const msghdr& message);
/// Notes that `message` took descriptors along.
void note_descriptors_passed(Runtime& runtime, const msghdr& message);

/// Pushes the list of what came with `message`.
void push_ancillary(lua_State* L, const msghdr& message);

}  // namespace parley
