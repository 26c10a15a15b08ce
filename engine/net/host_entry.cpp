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

// Of one host's entry; more there is none.
constexpr std::size_t most_memory = 1U << 20;

HostLookup failed(const Error& error) { return {.entry = {}, .error = error, .host_error = 0}; }

// The host as an address, after the checks that Python's "idna" argument brings.
Error first_lookup(std::string_view host, int family, Address& out) {
  const Result<std::string> ascii = to_ascii_name(host);
  if (!ascii) return ascii.error();
  return host_to_address(ascii.value(), family, out);
}

HostLookup converted(const hostent* found, int family) {
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

// The forms of the functions that threads may call, which ask for as much memory as they need.
template <class Ask>
HostLookup asked(int family, Ask ask) {
  std::vector<char> buffer(1024);
  while (true) {
    hostent entry{};
    hostent* found = nullptr;
    int host_error = 0;
    const int code = ask(&entry, buffer.data(), buffer.size(), &found, &host_error);
    if (code == ERANGE && buffer.size() < most_memory) {
      buffer.resize(buffer.size() * 2);
    } else if (found != nullptr) {
      return converted(found, family);
    } else if (host_error == NETDB_INTERNAL) {
      return failed(Error::system(code != 0 ? code : errno));
    } else {
      return {.entry = {}, .error = {}, .host_error = host_error};
    }
  }
}

HostLookup entry_of(const void* bytes, socklen_t size, int family) {
  return asked(family, [=](hostent* entry, char* buffer, std::size_t room, hostent** found, int* error) {
    return gethostbyaddr_r(bytes, size, family, entry, buffer, room, found, error);
  });
}

}  // namespace

const char* host_error_message(int host_error) { return hstrerror(host_error); }

HostLookup host_entry_by_name(std::string_view name) {
  Address address;
  if (const Error error = first_lookup(name, AF_INET, address)) return failed(error);
  const std::string ascii = to_ascii_name(name).value();
  return asked(AF_INET, [&](hostent* entry, char* buffer, std::size_t room, hostent** found, int* error) {
    return gethostbyname_r(ascii.c_str(), entry, buffer, room, found, error);
  });
}

HostLookup host_entry_by_address(std::string_view host) {
  Address address;
  if (const Error error = first_lookup(host, AF_UNSPEC, address)) return failed(error);
  if (address.family() == AF_INET) {
    sockaddr_in in;
    std::memcpy(&in, &address.storage, sizeof in);
    return entry_of(&in.sin_addr, sizeof in.sin_addr, AF_INET);
  }
  sockaddr_in6 in6;
  std::memcpy(&in6, &address.storage, sizeof in6);
  return entry_of(&in6.sin6_addr, sizeof in6.sin6_addr, AF_INET6);
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
