// Telling a deadlock from a wait: when every task waits, is there anything left that could wake one?
#pragma once

#include "bindings/runtime.hpp"

namespace parley {

enum class Prospect : std::uint8_t {
  something_may_come,  ///< A byte is on its way, or somebody outside may send one.
  nothing_visible,  ///< Nothing, as far as can be seen: the kernel may yet deliver a datagram, or make room.
  nothing,  ///< Whatever a task waits for, it is a waiting task of this scenario that would have to do it.
};

/// To be asked when no task is runnable and no timer runs.
Prospect prospect_of(Runtime& runtime);

}  // namespace parley
