// A world that a scenario has left, made as it was before, so that the next one need not wait for a new one.
// What cannot be shown to be as it was is made anew, or the world goes: a scenario never meets another one's
// leavings.
#pragma once

#include <sys/types.h>

#include "engine/world/mounts.hpp"

namespace parley::world {

/// Whether `scenario`, a process that has ended, was the last one to begin in the world of the caller, its
/// process 1. Another one could have done anything in here (mounts, System V segments), and then there is no
/// renewal. False where the kernel does not tell.
bool was_alone(pid_t scenario);

/// Of one world. Its function is called in process 1 of it.
class Renewal {
 public:
  /// Makes the world as it was before a scenario that was alone in it. `same_network`: it did nothing in its
  /// network that could outlast it but make connections (net::note_residue). False where that cannot be
  /// done: where the kernel has no room for another network, say.
  bool renew(const Names& names, bool same_network);

  /// The number of the network that the world has now, from 0.
  int network() const { return network_; }

 private:
  bool make_another_network(const Names& names);

  int network_ = 0;
  bool can_be_emptied_ = false;  ///< The network is one that empty_network is quick in.
};

}  // namespace parley::world
