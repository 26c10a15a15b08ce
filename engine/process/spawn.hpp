// Starting a program as a child of this process, without a shell. Driven by Process, which makes the pipes
// and watches what becomes of the child.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "engine/base/move_up.hpp"
#include "engine/base/result.hpp"

namespace parley::process {

/// Whom a program runs as: a user namespace below ours (user_namespaces(7)) in which there is this one user.
/// Outside it is who we are, so that our files are this user's; it may do what an ordinary user may, whatever
/// its number.
struct User {
  uid_t uid = 0;
  gid_t gid = 0;
};

struct Program {
  /// The first is the program: with a slash a path, relative to the folder that parley was started in; else a
  /// name that is looked up in the PATH of `environment`.
  std::vector<std::string> arguments;
  std::vector<std::string> environment;  ///< "NAME=value", all that it gets.
  std::string directory;                 ///< Where it begins to run.
  std::optional<User> user{};            ///< Whom it runs as; else who we are.
  /// What it gets as descriptors 3, 4, ...: each at first_own_descriptor or above. With LISTEN_FDS and
  /// LISTEN_PID in its environment, as sd_listen_fds(3) has it.
  std::vector<int> descriptors{};
};

/// The descriptors that the child gets as 0, 1 and 2; each is 3 or more.
struct Streams {
  int in;
  int out;
  int err;
};

struct Child {
  pid_t pid = -1;
  Descriptor pidfd;  ///< Readable once the child has ended; at first_own_descriptor or above.
};

/// Starts `program`. Nothing of this process is copied, however big it is. The child leads a session and a
/// process group of its own, has every signal at its default and none blocked, and inherits no descriptor but
/// the streams and those of `program`. The search is execvp(3)'s, as in CPython's subprocess. Errors: the
/// errno of execve(2), chdir(2), fork(2) or user_namespaces(7); `culprit` is then the program, the folder or
/// the user that it is about.
Result<Child> spawn(const Program& program, const Streams& streams, std::string& culprit);

}  // namespace parley::process
