#include "engine/net/resolver.hpp"

#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstring>
#include <memory>

#include "engine/net/host.hpp"
#include "engine/net/idna.hpp"

namespace parley::net {
namespace {

struct FreeAnswers {
  void operator()(addrinfo* answers) const { freeaddrinfo(answers); }
};
using Answers = std::unique_ptr<addrinfo, FreeAnswers>;

AddressInfo converted(const addrinfo& answer) {
  AddressInfo info;
  info.family = answer.ai_family;
  info.type = answer.ai_socktype;
  info.protocol = answer.ai_protocol;
  if (answer.ai_canonname != nullptr) info.canonical_name = answer.ai_canonname;
  std::memcpy(&info.address.storage, answer.ai_addr, answer.ai_addrlen);
  info.address.length = answer.ai_addrlen;
  return info;
}

}  // namespace

Error resolver_error(int code) { return code == EAI_SYSTEM ? Error::system(errno) : Error::resolver(code); }

Result<std::vector<AddressInfo>> lookup(const char* host, const char* service, const LookupHints& hints) {
  addrinfo wanted{};
  wanted.ai_family = hints.family;
  wanted.ai_socktype = hints.type;
  wanted.ai_protocol = hints.protocol;
  wanted.ai_flags = hints.flags;
  addrinfo* first = nullptr;
  if (const int code = getaddrinfo(host, service, &wanted, &first); code != 0) return resolver_error(code);
  const Answers answers(first);
  std::vector<AddressInfo> infos;
  for (const addrinfo* answer = first; answer != nullptr; answer = answer->ai_next) {
    infos.push_back(converted(*answer));
  }
  return infos;
}

Result<std::vector<AddressInfo>> address_info(std::optional<std::string_view> host,
                                              std::optional<std::string_view> service,
                                              const LookupHints& hints) {
  std::string name, port;
  if (host) {
    Result<std::string> ascii = to_ascii_name(*host);
    if (!ascii) return ascii.error();
    name = std::move(*ascii);
  }
  if (service) port = *service;
  return lookup(host ? name.c_str() : nullptr, service ? port.c_str() : nullptr, hints);
}

Result<std::string> ipv4_of_host(std::string_view name) {
  const Result<std::string> ascii = to_ascii_name(name);
  if (!ascii) return ascii.error();
  Address address;
  if (const Error error = host_to_address(ascii.value(), AF_INET, address)) return error;
  char text[16];
  return std::string(text, address.host(text, sizeof text));
}

Result<Address> numeric_address(std::string_view host, int port) {
  // One type of socket only, so that the address comes once.
  const auto found = address_info(host, std::to_string(port), {.type = SOCK_DGRAM, .flags = AI_NUMERICHOST});
  if (!found) return found.error();
  return found.value().front().address;
}

Result<NameInfo> name_info(const Address& address, int flags) {
  char host[NI_MAXHOST], service[NI_MAXSERV];
  const int code =
      getnameinfo(address.raw(), address.length, host, sizeof host, service, sizeof service, flags);
  if (code != 0) return resolver_error(code);
  return NameInfo{host, service};
}

Result<std::string> local_host_name() {
  char name[HOST_NAME_MAX + 1] = {};
  if (gethostname(name, sizeof name) != 0) return Error::system(errno);
  return std::string(name);
}

Error set_local_host_name(std::string_view name) {
  return sethostname(name.data(), name.size()) == 0 ? Error() : Error::system(errno);
}

}  // namespace parley::net
