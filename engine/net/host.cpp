#include "engine/net/host.hpp"

#include <netinet/in.h>

#include <string>
#include <vector>

#include "engine/net/idna.hpp"
#include "engine/net/resolver.hpp"

namespace parley::net {
namespace {

Error wildcard(int family, Address& out) {
  // One type of socket only, so that each address comes once.
  const LookupHints hints{.family = family, .type = SOCK_DGRAM, .flags = AI_PASSIVE};
  const auto found = address_info(std::nullopt, "0", hints);
  if (!found) return found.error();
  if (found.value().size() > 1) return Error::text("wildcard resolved to multiple address");
  out = found.value().front().address;
  return {};
}

// An ASCII name goes as it is, whatever its labels: glibc then judges it (EAI_NONAME). That is how CPython
// treats the host of an address, unlike that of getaddrinfo().
Result<std::string> resolvable(std::string_view host) {
  if (host.find('\0') != host.npos) return Error::text(host_name_with_nul);
  if (is_ascii(host)) return std::string(host);
  Result<std::string> ascii = to_ascii_name(host);
  if (!ascii) return Error::text(host_name_not_encodable);
  return ascii;
}

}  // namespace

bool needs_resolver(std::string_view host) {
  Address address;
  return !host.empty() && host != "<broadcast>" && !Address::parse_numeric(host, AF_UNSPEC, address);
}

Error host_to_address(std::string_view host, int family, Address& out) {
  if (host.empty()) return wildcard(family, out);
  if (host == "<broadcast>" || host == "255.255.255.255") {
    if (family == AF_INET6) return Error::text("address family mismatched");
    out = Address::ipv4(INADDR_BROADCAST, 0);
    return {};
  }
  if (Address::parse_numeric(host, family, out)) return {};
  const Result<std::string> name = resolvable(host);
  if (!name) return name.error();
  const auto found = lookup(name.value().c_str(), nullptr, {.family = family});
  if (!found) return found.error();
  out = found.value().front().address;
  return {};
}

}  // namespace parley::net
