// Namespaces by one raw system call: a child that is born in new ones, and the identity it has there. The
// keeper and the probes of support.hpp are born this way.
#pragma once

#include <sched.h>
#include <sys/types.h>

#include "engine/base/descriptor.hpp"
#include "engine/base/result.hpp"

namespace parley::world {

/// Everything that a private world has for itself. IPC too: a server killed in the middle of a scenario may
/// leave System V segments, which then go with the world.
inline constexpr unsigned long world_flags =
    CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC;

/// A process of ours: its number, and a descriptor that becomes readable when it has ended (pidfd_open(2)).
struct Process {
  pid_t pid = -1;
  Descriptor pidfd;
};

/// fork(2) into the namespaces that `flags` name (CLONE_NEW*, or 0), with CLONE_PARENT as a child of the
/// caller's parent: clone(2) with SIGCHLD and a pidfd. In the child the result's pid is 0. Flushes stdio
/// first, so that nothing is written twice. No pthread_atfork handler runs: the caller has one thread.
/// Errors: clone's, EPERM where the machine forbids namespaces, ENOSPC at their limit.
Result<Process> clone_process(unsigned long flags);

/// Waits until a process, a child of the caller's, has ended, and reaps it. Of none (an empty pidfd) there is
/// nothing to wait for.
void wait_for(const Process& process);

/// Who a process is outside of its user namespace; to be asked before it enters one.
struct Identity {
  uid_t uid;
  gid_t gid;
};
Identity own_identity();

/// Makes the calling process, which was born in a new user namespace, root there: maps 0 to `outside` and to
/// nothing else, the one mapping that needs no privilege (user_namespaces(7)). setgroups is denied, as that
/// asks.
Error map_root_to(Identity outside);

}  // namespace parley::world
