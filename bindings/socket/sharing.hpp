// One open file under several numbers: dup() gives a socket a second descriptor, and a message can take it
// along (SCM_RIGHTS), to come out under another one. It is one end of its conversation all the same, which
// ends with the last of them; and O_NONBLOCK is the file's, so what one object sets the other finds.
#pragma once

#include "bindings/socket/socket.hpp"

namespace parley {

/// Whether the open file of `fd` stays open when `fd` is closed.
bool lives_on(Runtime& runtime, int fd);
/// `fd`, whose file lives on, is about to be closed: another descriptor stands for the end of its
/// conversation.
void hand_over(Runtime& runtime, int fd);

/// Notes that `copy`, new, is another descriptor of the open file of `fd`.
void share(Runtime& runtime, int fd, int copy);
/// Notes that a message took the open file of `fd` along.
void note_passed(Runtime& runtime, int fd);
/// Notes that a message brought the descriptor `fd`, perhaps of a file that is known.
void note_arrived(Runtime& runtime, int fd);

/// As own(), of a descriptor that is open already: what is known of it stays.
void own_again(Runtime& runtime, Socket& socket, int fd, int family, int type, int proto);

/// Sets what O_NONBLOCK of the open file of `fd` would say, for all objects that share it. The real flag is
/// always set.
void set_nonblocking(Runtime& runtime, int fd, bool nonblocking);

/// Notes that `open`'s descriptor is the script's to close, from the line that runs on: `call`, a literal,
/// gave it.
void lend(lua_State* L, OpenSocket& open, const char* call);

}  // namespace parley
