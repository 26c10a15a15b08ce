// A question to the resolver, whichever function answers it, as plain values: so that it can be asked in
// another thread, and whoever asked can go away meanwhile.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/net/host_entry.hpp"
#include "engine/net/resolver.hpp"

namespace parley::net {

struct LookupRequest {
  enum class Kind : std::uint8_t {
    address,           ///< host_to_address(): the first part of an address of `hints.family`.
    address_info,      ///< address_info().
    ipv4_of_host,      ///< ipv4_of_host().
    entry_by_name,     ///< host_entry_by_name().
    entry_by_address,  ///< host_entry_by_address().
    full_name,         ///< full_host_name().
    name_info,         ///< name_info() of `address` and `hints.flags`.
  };
  Kind kind = Kind::address;
  std::string host;
  std::string service;
  bool has_host = false;  ///< Of address_info.
  bool has_service = false;
  LookupHints hints;
  Address address;
};

/// What the function gave, or the error of one of the two domains.
struct LookupAnswer {
  Error error;
  int host_error = 0;    ///< Of the entries: an h_errno.
  bool is_told = false;  ///< Nobody was asked: it was told to fail.
  Address address;
  std::vector<AddressInfo> found;
  HostEntry entry;
  NameInfo names;    ///< Of name_info.
  std::string text;  ///< Of ipv4_of_host and full_name.
};

/// Asks, and waits for the answer.
LookupAnswer look_up(const LookupRequest& request);

/// Whether the answer may take time: a name has to be found, in files or by a name server. What is numeric,
/// or stands for an address by itself, is answered at once.
bool may_take_time(const LookupRequest& request);

}  // namespace parley::net
