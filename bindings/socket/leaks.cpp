// Descriptors that parley does not own: what detach() took from its object belongs to the script, which has
// to close it or to give it to another socket object. One that it does neither with is a leak, and is named.
#include "bindings/socket/socket.hpp"
#include "engine/net/option.hpp"
#include "engine/net/socket.hpp"

namespace parley {

namespace {

const char* kind_in_words(int fd) {
  const net::OptionValue family = net::get_option_int(fd, SOL_SOCKET, SO_DOMAIN);
  const net::OptionValue type = net::get_option_int(fd, SOL_SOCKET, SO_TYPE);
  if (family.ok() && family.value == AF_UNIX) return "unix";
  if (!type.ok()) return "no socket";
  return type.value == SOCK_STREAM ? "tcp" : type.value == SOCK_DGRAM ? "udp" : "raw";
}

std::string address_in_words(int fd, net::Outcome (*ask)(int, net::Address&)) {
  net::Address address;
  return ask(fd, address).ok() ? address.to_string() : std::string();
}

/// "tcp 127.0.0.1:80 - 127.0.0.1:40001".
std::string describe(int fd) {
  const std::string local = address_in_words(fd, net::local_address);
  const std::string peer = address_in_words(fd, net::peer_address);
  std::string words = kind_in_words(fd);
  if (!local.empty()) words += " " + local;
  if (!peer.empty()) words += " - " + peer;
  return words;
}

}  // namespace

void note_leaks(Runtime& runtime, bool fixtures_too) {
  for (std::size_t fd = 0; fd < runtime.sockets.size(); ++fd) {
    const OpenSocket& open = runtime.sockets[fd];
    if (!open.open || open.loan == nullptr || (open.is_fixture && !fixtures_too)) continue;
    const std::string number = std::to_string(fd);
    runner::Failure failure;
    failure.message.append("descriptor ").append(number).append(" leaks: ").append(open.loan->call);
    failure.message.append(" gave it to the script, which never closed it (");
    failure.message.append(describe(static_cast<int>(fd))).append("); socket.close(").append(number);
    failure.message.append(") closes it");
    failure.file = open.loan->file;
    failure.line = open.loan->line;
    runtime.fail(std::move(failure));
  }
}

}  // namespace parley
