// The fork server of a world: a process that has done once what the next scenarios begin with (their file is
// loaded), and forks them. What it forks are children of its own parent, the keeper (clone(2), CLONE_PARENT),
// which sees them through like any other.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/descriptor.hpp"
#include "engine/world/namespaces.hpp"

namespace parley::world {

class ForkServer {
 public:
  struct Job {
    /// The descriptors, besides 0, 1 and 2, that the server and what it forks keep.
    std::vector<int> kept;
    /// Does what they have in common; false where each has to do that for itself.
    std::function<bool()> make_ready;
    /// What is forked, told what to do; what it returns is its exit status.
    std::function<int(const std::string& order)> body;
  };

  /// None.
  ForkServer() = default;
  /// Starts one out of the caller, process 1 of its world, and waits until it is ready. `network` is the
  /// number of the network that the caller is in.
  ForkServer(const Job& job, int network);
  ForkServer(ForkServer&&) = default;
  ForkServer& operator=(ForkServer&& other) noexcept;
  ~ForkServer() { end(); }

  /// Has it fork a process into the network that the caller is in now. Returns its number; 0 where there is
  /// no server, or none that can: then it has ended, too.
  pid_t fork(std::string_view order, int network);

 private:
  void end();
  pid_t take_answer();

  Process process_;
  Descriptor orders_;   ///< To be written.
  Descriptor answers_;  ///< To be read.
  int network_ = 0;
};

}  // namespace parley::world
