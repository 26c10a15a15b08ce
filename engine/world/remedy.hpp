// Which setting would make a check of support.hpp succeed, read from what this machine forbids.
#pragma once

#include <cstdint>
#include <string>

namespace parley::world {

enum class Remedy : std::uint8_t { user_namespaces, network_namespaces, namespaces, container_proc, ipv6 };

/// The exact command or option, or the likeliest one where the kernel does not tell why it refused.
std::string remedy_text(Remedy remedy);

}  // namespace parley::world
