#include "engine/net/host_entry.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>

#include <cerrno>
#include <cstring>

#include "engine/net/address.hpp"
#include "engine/net/host.hpp"
#include "engine/net/idna.hpp"
#include "engine/net/resolver.hpp"

namespace parley::net {
namespace {

HostLookup failed(const Error& error) { return {.entry = {}, .error = error, .host_error = 0}; }

// The host as an address, after the checks that Python's "idna" argument brings.
Error first_lookup(std::string_view host, int family, Address& out) {
  const Result<std::string> ascii = to_ascii_name(host);
  if (!ascii) return ascii.error();
  return host_to_address(ascii.value(), family, out);
}

HostLookup converted(const hostent* found, int family) {
  if (found == nullptr) {
    if (h_errno == NETDB_INTERNAL) return failed(Error::system(errno));
    return {.entry = {}, .error = {}, .host_error = h_errno};
  }
  if (found->h_addrtype != family) return failed(Error::system(EAFNOSUPPORT));
  HostLookup lookup;
  lookup.entry.name = found->h_name;
  for (char** alias = found->h_aliases; *alias != nullptr; ++alias) lookup.entry.aliases.emplace_back(*alias);
  for (char** bytes = found->h_addr_list; *bytes != nullptr; ++bytes) {
    char text[INET6_ADDRSTRLEN];
    if (inet_ntop(family, *bytes, text, sizeof text) != nullptr) lookup.entry.addresses.emplace_back(text);
  }
  return lookup;
}

}  // namespace

const char* host_error_message(int host_error) { return hstrerror(host_error); }

HostLookup host_entry_by_name(std::string_view name) {
  Address address;
  if (const Error error = first_lookup(name, AF_INET, address)) return failed(error);
  return converted(gethostbyname(to_ascii_name(name).value().c_str()), AF_INET);
}

HostLookup host_entry_by_address(std::string_view host) {
  Address address;
  if (const Error error = first_lookup(host, AF_UNSPEC, address)) return failed(error);
  if (address.family() == AF_INET) {
    sockaddr_in in;
    std::memcpy(&in, &address.storage, sizeof in);
    return converted(gethostbyaddr(&in.sin_addr, sizeof in.sin_addr, AF_INET), AF_INET);
  }
  sockaddr_in6 in6;
  std::memcpy(&in6, &address.storage, sizeof in6);
  return converted(gethostbyaddr(&in6.sin6_addr, sizeof in6.sin6_addr, AF_INET6), AF_INET6);
}

std::string full_host_name(std::string_view name) {
  std::string wanted(name);
  if (wanted.empty() || wanted == "0.0.0.0" || wanted == "::") {
    const Result<std::string> local = local_host_name();
    if (local) wanted = local.value();
  }
  const HostLookup lookup = host_entry_by_address(wanted);
  if (!lookup.ok()) return wanted;
  if (lookup.entry.name.find('.') != std::string::npos) return lookup.entry.name;
  for (const std::string& alias : lookup.entry.aliases) {
    if (alias.find('.') != std::string::npos) return alias;
  }
  return lookup.entry.name;
}

}  // namespace parley::net
