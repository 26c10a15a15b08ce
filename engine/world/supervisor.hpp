// The keeper's waiting: from the scenario's start to its end, by one poll(2) over child deaths, the alarm and
// the channel to parley. It reaps orphans on the way, as process 1 or a subreaper must.
#pragma once

#include <sys/types.h>

#include "engine/world/keeper.hpp"
#include "engine/world/packet_tap.hpp"

namespace parley::world {

/// Blocks SIGCHLD, SIGTERM, SIGTSTP and SIGCONT, which `supervise` reads; to be called before the scenario is
/// forked.
void block_keeper_signals();

/// Waits until the child `scenario` has ended and fills in `ending`. When the alarm rings, sends it SIGXCPU,
/// whose handler may report what it knows, and SIGKILL half a second later. Returns false at once, and kills
/// nothing, when SIGTERM arrives or nobody reads `channel` any more. Between SIGTSTP and SIGCONT all that the
/// scenario started is stopped, and so is the alarm. `private_world`: the caller is its process 1.
/// Empties `tap` when it has packets.
bool supervise(pid_t scenario, const Alarm& alarm, PacketTap& tap, int channel, bool private_world,
               Ending& ending);

}  // namespace parley::world
