// 64 bytes to and fro between two UDP sockets, as a plain C++ state machine on epoll: each is registered
// once, edge-triggered, and gives its answer to whoever sent.
//
//   udp_epoll COUNT
#include <array>

#include "tests/bench/plain/loopback.hpp"

namespace {

using parley::bench::give_up;
using Message = std::array<char, parley::bench::message_size>;

class PingPong {
 public:
  explicit PingPong(long count)
      : epoll_(parley::bench::new_epoll()),
        client_(parley::bench::bound_socket(SOCK_DGRAM | SOCK_NONBLOCK)),
        server_(parley::bench::bound_socket(SOCK_DGRAM | SOCK_NONBLOCK)),
        left_(count) {
    message_.fill('x');
    for (parley::bench::Bound* peer : {&client_, &server_})
      parley::bench::watch(epoll_, peer->socket.get(), EPOLLIN | EPOLLOUT | EPOLLET, peer);
  }

  void run() {
    send_message(client_, server_.address);
    parley::bench::serve(
        epoll_,
        [this](const epoll_event& event) {
          if ((event.events & EPOLLIN) != 0) take(*static_cast<parley::bench::Bound*>(event.data.ptr));
        },
        [this] { return left_ == 0; });
  }

 private:
  /// Never more than one datagram is on its way.
  void take(const parley::bench::Bound& peer) {
    std::array<char, 4096> buffer;
    sockaddr_in from{};
    socklen_t length = sizeof from;
    const ssize_t size =
        recvfrom(peer.socket.get(), buffer.data(), buffer.size(), 0, parley::bench::raw(from), &length);
    if (size < 0 && errno == EAGAIN) return;
    if (size < 0) give_up("recvfrom");
    if (!std::equal(message_.begin(), message_.end(), buffer.begin(), buffer.begin() + size))
      parley::bench::refuse("the bytes came out different");
    if (&peer == &server_ || --left_ > 0) send_message(peer, from);
  }

  void send_message(const parley::bench::Bound& peer, sockaddr_in to) {
    const ssize_t size =
        sendto(peer.socket.get(), message_.data(), message_.size(), 0, parley::bench::raw(to), sizeof to);
    if (size != static_cast<ssize_t>(message_.size())) give_up("sendto");
  }

  parley::Descriptor epoll_;
  parley::bench::Bound client_;
  parley::bench::Bound server_;
  Message message_;
  long left_;
};

}  // namespace

int main(int argc, char** argv) {
  PingPong game(parley::bench::number(argc, argv, 1, 100'000));
  const auto began = parley::bench::Clock::now();
  game.run();
  parley::bench::report(parley::bench::seconds_since(began));
}
