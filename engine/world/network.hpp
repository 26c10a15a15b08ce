// The network of a private world: made, and emptied for another scenario. All of it is about the network that
// the caller is in.
#pragma once

#include "engine/base/error.hpp"
#include "engine/world/mounts.hpp"

namespace parley::world {

/// Raises lo, with the address of the name server where there is one. Errors: a step_error.
Error make_network(const Names& names);

/// Networks that are made from here have a table of connections of their own, which is looked through in some
/// microseconds. Else all networks share the host's, which has a place for each 128 KiB of memory. False
/// where this kernel cannot (before Linux 6.1) or must not.
bool keep_tables_small();

/// The network keeps nothing in mind of a peer whose connections have ended (its round-trip times, say), so
/// that a later connection is like the first. False where the kernel must not.
bool forget_peers();

/// Ends what the kernel keeps of connections that nobody holds any more (TIME_WAIT, FIN_WAIT2, ...), by
/// SOCK_DESTROY of sock_diag(7). True where then no connection is left, and no packet is on its way.
/// Listeners and what is bound without a connection end with their last descriptor, and are not looked for.
bool empty_network();

}  // namespace parley::world
