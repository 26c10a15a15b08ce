// What parley is measured against: the same ping-pong as a plain C++ state machine on epoll, as fast as one
// is made honestly. Each socket is registered once, edge-triggered; a receive that came back short of its
// room is known to have emptied the socket, so none is made only to see EAGAIN.
#include <sys/epoll.h>

#include <array>
#include <cstring>

#include "tests/bench/loopback.hpp"

namespace {

using parley::bench::give_up;
using parley::bench::message_size;
using parley::bench::refuse;

/// One end of the connection: takes in a message, then sends one.
struct Peer {
  int fd;
  bool is_client;
  std::size_t received = 0;
  std::array<char, message_size> message{};
};

class PingPong {
 public:
  PingPong(const parley::bench::Pair& pair, long count)
      : epoll_(epoll_create1(EPOLL_CLOEXEC)),
        client_{pair.client.get(), true},
        server_{pair.server.get(), false},
        left_(count) {
    if (!epoll_) give_up("epoll_create1");
    sent_.fill('x');
    watch(client_);
    watch(server_);
  }

  void run() {
    send_message(client_);
    std::array<epoll_event, 64> events;
    while (left_ > 0) {
      const int ready = epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), -1);
      if (ready < 0) give_up("epoll_wait");
      for (int i = 0; i < ready; ++i) {
        const epoll_event& event = events[static_cast<std::size_t>(i)];
        if ((event.events & (EPOLLERR | EPOLLHUP)) != 0) refuse("the peer is gone");
        if ((event.events & EPOLLIN) != 0) on_readable(*static_cast<Peer*>(event.data.ptr));
      }
    }
  }

 private:
  void watch(Peer& peer) {
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.ptr = &peer;
    if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, peer.fd, &event) != 0) give_up("epoll_ctl");
  }

  void on_readable(Peer& peer) {
    for (bool emptied = false; !emptied;) {
      // Room for more than a message, so that a message alone is a short receive.
      std::array<char, 4096> buffer;
      const ssize_t size = recv(peer.fd, buffer.data(), buffer.size(), 0);
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
    if (peer.message != sent_) refuse("the bytes came out different");
    peer.received = 0;
    if (!peer.is_client || --left_ > 0) send_message(peer);
  }

  void send_message(const Peer& peer) {
    // Never more than one message is on its way, so the kernel always takes it whole.
    if (send(peer.fd, sent_.data(), sent_.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(sent_.size()))
      give_up("send");
  }

  parley::Descriptor epoll_;
  Peer client_;
  Peer server_;
  std::array<char, message_size> sent_;
  long left_;
};

}  // namespace

int main(int argc, char** argv) {
  const long count = parley::bench::count_from(argc, argv);
  const parley::bench::Pair pair = parley::bench::connected_pair(SOCK_NONBLOCK);
  PingPong game(pair, count);
  const auto began = std::chrono::steady_clock::now();
  game.run();
  parley::bench::print_rate(count, began);
}
