// What parley is measured against: echoes of 64 bytes over one connection or over many, as a plain C++ state
// machine on epoll, as fast as one is made honestly. Each socket is registered once, edge-triggered; a
// receive that came back short of its room is known to have emptied the socket, so none is made only to see
// EAGAIN.
//
//   echo_epoll CONNECTIONS COUNT     COUNT echoes on each connection
#include <array>
#include <cstring>
#include <deque>

#include "tests/bench/plain/loopback.hpp"

namespace {

using parley::bench::give_up;
using parley::bench::message_size;
using parley::bench::refuse;

/// One end of a connection: takes in a message, then sends one.
struct Peer {
  parley::Descriptor fd;
  long left;  ///< Echoes that this client still waits for; -1 for a server, which answers them all.
  std::size_t received = 0;
  std::array<char, message_size> message{};
};

class Echoes {
 public:
  Echoes(long connections, long count) : epoll_(parley::bench::new_epoll()), waiting_(connections) {
    message_.fill('x');
    parley::bench::Bound listener = parley::bench::listener(0);
    for (long i = 0; i < connections; ++i) {
      parley::bench::Pair pair = parley::bench::connected_pair(listener, SOCK_NONBLOCK);
      add(std::move(pair.server), -1);
      add(std::move(pair.client), count);
    }
  }

  void run() {
    for (Peer& peer : peers_)
      if (peer.left > 0) send_message(peer);
    parley::bench::serve(
        epoll_,
        [this](const epoll_event& event) {
          if ((event.events & (EPOLLERR | EPOLLHUP)) != 0) refuse("the peer is gone");
          if ((event.events & EPOLLIN) != 0) on_readable(*static_cast<Peer*>(event.data.ptr));
        },
        [this] { return waiting_ == 0; });
  }

 private:
  void add(parley::Descriptor fd, long left) {
    Peer& peer = peers_.emplace_back(Peer{std::move(fd), left});
    parley::bench::watch(epoll_, peer.fd.get(), EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, &peer);
  }

  void on_readable(Peer& peer) {
    for (bool emptied = false; !emptied;) {
      // Room for more than a message, so that a message alone is a short receive.
      std::array<char, 4096> buffer;
      const ssize_t size = recv(peer.fd.get(), buffer.data(), buffer.size(), 0);
      if (size < 0 && errno == EAGAIN) return;
      if (size < 0) give_up("recv");
      if (size == 0) refuse("the peer is gone");
      emptied = static_cast<std::size_t>(size) < buffer.size();
      take(peer, buffer.data(), static_cast<std::size_t>(size));
    }
  }

  void take(Peer& peer, const char* data, std::size_t size) {
    if (peer.received + size > message_size) refuse("more than a message came");
    std::memcpy(peer.message.data() + peer.received, data, size);
    peer.received += size;
    if (peer.received == message_size) on_message(peer);
  }

  void on_message(Peer& peer) {
    if (peer.message != message_) refuse("the bytes came out different");
    peer.received = 0;
    if (peer.left == 1) --waiting_;
    if (peer.left < 0 || --peer.left > 0) send_message(peer);
  }

  void send_message(const Peer& peer) {
    // Never more than one message is on its way, so the kernel always takes it whole.
    const ssize_t size = send(peer.fd.get(), message_.data(), message_.size(), MSG_NOSIGNAL);
    if (size != static_cast<ssize_t>(message_.size())) give_up("send");
  }

  parley::Descriptor epoll_;
  std::deque<Peer> peers_;  // epoll holds their addresses
  std::array<char, message_size> message_;
  long waiting_;  ///< Clients that are not done.
};

}  // namespace

int main(int argc, char** argv) {
  Echoes echoes(parley::bench::number(argc, argv, 1, 1), parley::bench::number(argc, argv, 2, 100'000));
  const auto began = parley::bench::Clock::now();
  echoes.run();
  parley::bench::report(parley::bench::seconds_since(began));
}
