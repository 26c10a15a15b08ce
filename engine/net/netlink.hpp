// Questions to the kernel over netlink(7) that it answers before send(2) returns, so that nothing waits.
#pragma once

#include <linux/netlink.h>

#include <cstdint>
#include <functional>
#include <string_view>

#include "engine/base/descriptor.hpp"

namespace parley::net {

class Netlink {
 public:
  /// `protocol` is NETLINK_SOCK_DIAG and its like. Where no such socket is to be had every question fails.
  explicit Netlink(int protocol);

  /// Asks for `type` with `flags` (NLM_F_DUMP, NLM_F_ACK, ...) and `body`, a plain structure, and calls
  /// `take` with the contents of each message of the answer. False where the kernel refuses, or answers by
  /// what cannot be read.
  template <class Body>
  bool ask(std::uint16_t type, unsigned flags, const Body& body,
           const std::function<void(std::string_view)>& take) const {
    struct {
      nlmsghdr header;
      Body body;
    } request{{}, body};
    request.header.nlmsg_len = sizeof request;
    request.header.nlmsg_type = type;
    request.header.nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | flags);
    return ask({reinterpret_cast<const char*>(&request), sizeof request}, take);
  }

 private:
  bool ask(std::string_view request, const std::function<void(std::string_view)>& take) const;

  Descriptor socket_;
};

}  // namespace parley::net
