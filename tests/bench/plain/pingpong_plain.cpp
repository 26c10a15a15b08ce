// The limit: 64 bytes to and fro over one TCP connection with no loop at all. One thread sends on one socket
// and receives on the other, in the only order there is, so no call ever waits.
//
//   pingpong_plain COUNT
#include <array>

#include "tests/bench/plain/loopback.hpp"

namespace {

using Message = std::array<char, parley::bench::message_size>;

void pass(int from, int to, const Message& message) {
  if (send(from, message.data(), message.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(message.size()))
    parley::bench::give_up("send");
  Message received;
  if (recv(to, received.data(), received.size(), MSG_WAITALL) != static_cast<ssize_t>(received.size()))
    parley::bench::give_up("recv");
  if (received != message) parley::bench::refuse("the bytes came out different");
}

}  // namespace

int main(int argc, char** argv) {
  const long count = parley::bench::number(argc, argv, 1, 100'000);
  const parley::bench::Pair pair = parley::bench::connected_pair(0);
  Message message;
  message.fill('x');
  const auto began = parley::bench::Clock::now();
  for (long i = 0; i < count; ++i) {
    pass(pair.client.get(), pair.server.get(), message);
    pass(pair.server.get(), pair.client.get(), message);
  }
  parley::bench::report(parley::bench::seconds_since(began));
}
