// What the system knows by name without a network: services, protocols (/etc/services, /etc/protocols) and
// the interfaces of the network namespace. Failures without an errno have Python's texts, all of them its
// OSError.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/result.hpp"

namespace parley::net {

/// getservbyname(3): the port in host order; `protocol` null for any. Error: "service/proto not found".
Result<std::uint16_t> service_port(const char* name, const char* protocol);

/// getservbyport(3). Error: "port/proto not found".
Result<std::string> service_name(std::uint16_t port, const char* protocol);

/// getprotobyname(3), aliases included. Error: "protocol not found".
Result<int> protocol_number(const char* name);

struct Interface {
  unsigned index = 0;
  std::string name;
};

/// if_nameindex(3).
Result<std::vector<Interface>> interfaces();

/// if_nametoindex(3). Error: "no interface with this name".
Result<unsigned> interface_index(const char* name);

/// if_indextoname(3). Error: ENXIO.
Result<std::string> interface_name(unsigned index);

}  // namespace parley::net
