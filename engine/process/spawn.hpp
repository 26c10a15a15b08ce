// Starting a program as a child of this process, without a shell. Driven by Process, which makes the pipes
// and watches what becomes of the child.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "engine/base/move_up.hpp"
#include "engine/base/result.hpp"

namespace parley::process {

struct Program {
  /// The first is the program: with a slash a path, relative to the folder that parley was started in; else a
  /// name that is looked up in the PATH of `environment`.
  std::vector<std::string> arguments;
  std::vector<std::string> environment;  ///< "NAME=value", all that it gets.
  std::string directory;                 ///< Where it begins to run.
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

/// Starts `program` by posix_spawn(3), which copies nothing of this process, however big it is. The child
/// leads a session and a process group of its own, has every signal at its default and none blocked, and
/// inherits no descriptor but the three. The search is execvp(3)'s, as in CPython's subprocess. Errors: the
/// errno of execve(2), chdir(2) or fork(2); `culprit` is then the program or the folder that it is about.
Result<Child> spawn(const Program& program, const Streams& streams, std::string& culprit);

}  // namespace parley::process
