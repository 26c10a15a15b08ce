#include "engine/net/database.hpp"

#include <arpa/inet.h>
#include <net/if.h>
#include <netdb.h>

#include <cerrno>

namespace parley::net {

Result<std::uint16_t> service_port(const char* name, const char* protocol) {
  const servent* entry = getservbyname(name, protocol);
  if (entry == nullptr) return Error::text("service/proto not found");
  return ntohs(static_cast<std::uint16_t>(entry->s_port));
}

Result<std::string> service_name(std::uint16_t port, const char* protocol) {
  const servent* entry = getservbyport(htons(port), protocol);
  if (entry == nullptr) return Error::text("port/proto not found");
  return std::string(entry->s_name);
}

Result<int> protocol_number(const char* name) {
  const protoent* entry = getprotobyname(name);
  if (entry == nullptr) return Error::text("protocol not found");
  return entry->p_proto;
}

Result<std::vector<Interface>> interfaces() {
  struct if_nameindex* const all = if_nameindex();
  if (all == nullptr) return Error::system(errno);
  std::vector<Interface> list;
  for (const auto* each = all; each->if_index != 0; ++each) list.push_back({each->if_index, each->if_name});
  if_freenameindex(all);
  return list;
}

Result<unsigned> interface_index(const char* name) {
  const unsigned index = if_nametoindex(name);
  if (index == 0) return Error::text("no interface with this name");
  return index;
}

Result<std::string> interface_name(unsigned index) {
  char name[IF_NAMESIZE];
  if (if_indextoname(index, name) == nullptr) return Error::system(errno);
  return std::string(name);
}

}  // namespace parley::net
