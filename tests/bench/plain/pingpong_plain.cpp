// The limit: 64 bytes to and fro over one TCP connection with no loop at all. One thread sends on one socket
// and receives on the other, in the only order there is, so no call ever waits.
//
//   pingpong_plain COUNT
#include <array>

#include "tests/bench/plain/loopback.hpp"

int main(int argc, char** argv) {
  const long count = parley::bench::number(argc, argv, 1, 100'000);
  const parley::bench::Pair pair = parley::bench::connected_pair(0);
  std::array<char, parley::bench::message_size> message;
  message.fill('x');
  const auto began = parley::bench::Clock::now();
  for (long i = 0; i < count; ++i) {
    parley::bench::pass(pair.client, pair.server, message);
    parley::bench::pass(pair.server, pair.client, message);
  }
  parley::bench::report(parley::bench::seconds_since(began));
}
