// A network for one run of a benchmark: lo, and nearly all ports for connections that are made. On the
// machine's own one the connections of an earlier run would still hold theirs, and a wider range would touch
// whatever else runs there.
#pragma once

namespace parley::bench {

/// Moves the calling process there, with a user namespace whose root it is. Ends the process where that is
/// refused. For a process with one thread.
void enter_own_network();

/// Whether that is to be had here: user namespaces are allowed. Where they are not, runs share the machine's
/// network. Tried once.
bool can_have_network();

}  // namespace parley::bench
