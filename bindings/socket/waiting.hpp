// What every socket method does that may wait: look why it was woken, and wait again where the kernel has
// nothing.
#pragma once

#include "bindings/socket/socket.hpp"
#include "bindings/task/task.hpp"

namespace parley {

/// To be called first in a method and in its continuation: raises EBADF for a closed socket, or the timeout
/// when `status` says that the method was woken (LUA_YIELD) by its deadline. `call` is the method's name.
/// `late` is what a timeout says.
void check_wake(lua_State* L, const Socket& socket, int status, const char* call,
                const char* late = "timed out");

/// The kernel said EAGAIN. Raises BlockingIOError where the socket or `flags` (MSG_DONTWAIT) forbid to wait;
/// else waits and calls `retry`.
int would_wait(lua_State* L, const Socket& socket, int flags, loop::Interest interest, lua_KContext deadline,
               const char* call, lua_KFunction retry);

/// With a timeout CPython polls before it calls, so an error that no poll tells of (nobody listens, nobody is
/// connected) comes after the wait only, which is the timeout; and so does room that is less than the kernel
/// calls writable. Whether this is such a socket: nothing can be read or written yet.
bool polls_in_vain(const Socket& socket, loop::Interest interest);

/// The same after a read that failed with `code`: one that stood on the socket, which the read has taken, was
/// there to be polled.
bool would_have_polled(const Socket& socket, int code);

/// The kernel said EAGAIN to a receive of a datagram. Whether a blocking descriptor would say that there is
/// nothing to come: somebody has shut the socket down for reading (shutdown(2)), through this object or
/// another one.
bool ends_waiting(const Socket& socket, int flags);

/// Notes in the transcript that a call failed; `symbol` is an errno's name, or another word for why.
void record_failure(Runtime& runtime, const Socket& socket, const char* call, const char* symbol);

/// Raises the errno of a failed call on an established conversation, and notes it in the transcript.
[[noreturn]] void raise_failed(lua_State* L, const Socket& socket, const char* call, int code);

/// The same of a message to `to`, which begins a conversation where there is none.
[[noreturn]] void raise_failed_to(lua_State* L, const Socket& socket, const net::Address& to,
                                  const char* call, int code);

}  // namespace parley
