// The parts that constants() is made of, a file each; only constants.cpp asks for them.
#pragma once

#include <span>

#include "engine/net/constants.hpp"

namespace parley::net {

std::span<const Constant> socket_constants();
std::span<const Constant> inet_constants();
std::span<const Constant> resolver_constants();
std::span<const Constant> link_constants();
std::span<const Constant> can_constants();

}  // namespace parley::net
