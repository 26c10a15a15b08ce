#include "engine/net/delivery.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>

#include <algorithm>

#include "engine/net/option.hpp"
#include "engine/net/transfer.hpp"

namespace parley::net {

namespace {

constexpr int patience_in_ms = 100;

std::size_t seen(int reader, std::span<char> space) {
  const Count count = peek(reader, space.data(), space.size());
  return count.ok() ? static_cast<std::size_t>(count.value) : 0;
}

// Setting TCP_NODELAY sends what is kept back (tcp(7)); what the script itself corked stays.
void send_now(int writer) {
  const OptionValue no_delay = get_option_int(writer, IPPROTO_TCP, TCP_NODELAY);
  const OptionValue corked = get_option_int(writer, IPPROTO_TCP, TCP_CORK);
  if (!no_delay.ok() || no_delay.value != 0 || !corked.ok() || corked.value != 0) return;
  if (set_option_int(writer, IPPROTO_TCP, TCP_NODELAY, 1).ok())
    static_cast<void>(set_option_int(writer, IPPROTO_TCP, TCP_NODELAY, 0).ok());
}

// poll(2) of TCP reports nothing before as many bytes are there as SO_RCVLOWAT says.
void wait_for(int reader, std::size_t size) {
  const OptionValue least = get_option_int(reader, SOL_SOCKET, SO_RCVLOWAT);
  if (!least.ok() || !set_option_int(reader, SOL_SOCKET, SO_RCVLOWAT, static_cast<int>(size)).ok()) return;
  pollfd watched{reader, POLLIN, 0};
  static_cast<void>(::poll(&watched, 1, patience_in_ms));
  static_cast<void>(set_option_int(reader, SOL_SOCKET, SO_RCVLOWAT, least.value).ok());
}

}  // namespace

std::size_t peek_sent(int reader, int writer, std::size_t expected, std::span<char> space) {
  const std::size_t wanted = std::min(expected, space.size());
  const std::size_t at_once = seen(reader, space);
  if (at_once >= wanted || writer < 0) return at_once;
  send_now(writer);
  wait_for(reader, wanted);
  return seen(reader, space);
}

}  // namespace parley::net
