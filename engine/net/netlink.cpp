#include "engine/net/netlink.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace parley::net {
namespace {

using Take = std::function<void(std::string_view)>;

enum class Answer { more, complete, refused };

/// An acknowledgement is an error whose number is 0.
Answer answer_of_error(std::string_view contents) {
  int error = -1;
  if (contents.size() >= sizeof error) std::memcpy(&error, contents.data(), sizeof error);
  return error == 0 ? Answer::complete : Answer::refused;
}

/// One datagram, which holds several messages.
Answer read_messages(std::string_view rest, const Take& take) {
  while (rest.size() >= sizeof(nlmsghdr)) {
    nlmsghdr header{};
    std::memcpy(&header, rest.data(), sizeof header);
    if (header.nlmsg_len < NLMSG_HDRLEN || header.nlmsg_len > rest.size()) return Answer::refused;
    const std::string_view contents = rest.substr(NLMSG_HDRLEN, header.nlmsg_len - NLMSG_HDRLEN);
    if (header.nlmsg_type == NLMSG_DONE) return Answer::complete;
    if (header.nlmsg_type == NLMSG_ERROR) return answer_of_error(contents);
    take(contents);
    if ((header.nlmsg_flags & NLM_F_MULTI) == 0) return Answer::complete;
    rest.remove_prefix(std::min<std::size_t>(NLMSG_ALIGN(header.nlmsg_len), rest.size()));
  }
  return Answer::more;
}

}  // namespace

Netlink::Netlink(int protocol) : socket_(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol)) {}

bool Netlink::ask(std::string_view request, const Take& take) const {
  const ssize_t sent = ::send(socket_.get(), request.data(), request.size(), 0);
  if (sent != static_cast<ssize_t>(request.size())) return false;
  alignas(nlmsghdr) std::array<char, 16384> buffer;
  for (;;) {
    // The kernel has queued its answer, or its next part, before this call.
    const ssize_t length = ::recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (length <= 0) return false;
    const Answer answer = read_messages({buffer.data(), static_cast<std::size_t>(length)}, take);
    if (answer != Answer::more) return answer == Answer::complete;
  }
}

}  // namespace parley::net
