// What a forked process sheds of what it inherited from parley: descriptors, signal masks, the terminal's
// input.
#pragma once

#include <vector>

namespace parley::world {

/// Closes every descriptor but 0, 1, 2 and those of `kept`, of which one below 0 stands for none.
void close_inherited(std::vector<int> kept);

/// Standard input is /dev/null, and standard output goes where standard error goes: parley's own output stays
/// parley's.
void quiet_standard_streams();

/// Blocks no signal, as parley does with those that it reads by signalfd, and gives SIGTERM, SIGCHLD and
/// SIGXCPU their default actions, whatever parley itself was started with. SIGPIPE stays ignored.
void reset_signals();

}  // namespace parley::world
