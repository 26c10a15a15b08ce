// What a child does between clone(2) and execve(2). It runs in its parent's memory, which stands still
// meanwhile, as the child of posix_spawn(3) does, so that nothing is copied however big the parent is; and it
// can do what that function cannot: become another user, and know its own number. Driven by spawn().
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "engine/base/descriptor.hpp"
#include "engine/process/spawn.hpp"

namespace parley::process {

/// All that the child needs, made beforehand: it may allocate nothing.
struct Execution {
  std::vector<std::string> paths;  ///< Where the program may lie, tried one after the other.
  std::vector<std::string> arguments;
  std::vector<std::string> environment;
  Streams streams{};
  std::vector<int> descriptors;  ///< The child's from 3 on. Each number is above all of those.
  int directory = -1;
  std::optional<User> user;
};

/// How it went: the errno of what failed, or 0.
struct Started {
  pid_t pid = -1;
  Descriptor pidfd;
  int error = 0;
  bool as_user = false;  ///< It was becoming the user that failed.
};

/// Starts it. Errors: the errno of clone(2), of user_namespaces(7), or of execve(2): of the paths the first
/// that names another reason than that there is nothing, as execvp(3) has it.
Started execute(const Execution& execution);

}  // namespace parley::process
