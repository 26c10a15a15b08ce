// The older half of name resolution, which answers with everything known of one host: gethostbyname(3) and
// gethostbyaddr(3), whose failures are h_errno values (Python's herror), a domain of their own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.hpp"

namespace parley::net {

struct HostEntry {
  std::string name;
  std::vector<std::string> aliases;
  std::vector<std::string> addresses;  ///< As text.
};

/// A HostEntry, or one of two failures: `error`, as anywhere, or `host_error`, an h_errno (1 HOST_NOT_FOUND
/// to 4 NO_DATA) that becomes Python's herror. Of the three, exactly one is set.
struct HostLookup {
  HostEntry entry;
  Error error;
  int host_error = 0;
  bool ok() const { return !error && host_error == 0; }
};

/// hstrerror(3): "Unknown host" for 1.
const char* host_error_message(int host_error);

/// Python's gethostbyname_ex(): IPv4 only. A host without an address is an error of the resolver.
HostLookup host_entry_by_name(std::string_view name);

/// Python's gethostbyaddr(): `host` is an address or a name of either family.
HostLookup host_entry_by_address(std::string_view host);

/// Python's getfqdn(): the first name of `name` that has a dot, else the first that there is, else `name`
/// itself.
/// "", "0.0.0.0" and "::" stand for this host. Never fails.
std::string full_host_name(std::string_view name);

}  // namespace parley::net
