// Connections that do little and go: connect, 16 bytes each way, close; so many at a time, as a plain C++
// state machine on epoll. The server closes behind its answer, the client when it has it.
//
//   churn_epoll COUNT AT_ONCE
#include <array>
#include <list>

#include "tests/bench/plain/loopback.hpp"

namespace {

using parley::bench::give_up;
using parley::bench::refuse;

using Message = std::array<char, 16>;

struct End {
  parley::Descriptor fd;
  bool is_client = false;
  bool has_sent = false;
  std::list<End>::iterator place{};
};

class Churn {
 public:
  Churn(long count, long at_once)
      : epoll_(parley::bench::new_epoll()),
        listener_(parley::bench::listener(SOCK_NONBLOCK)),
        unborn_(count - at_once),
        left_(count),
        at_once_(at_once) {
    message_.fill('x');
    parley::bench::watch(epoll_, listener_.socket.get(), EPOLLIN | EPOLLET, nullptr);
  }

  void run() {
    for (long i = 0; i < at_once_; ++i) start();
    parley::bench::serve(
        epoll_,
        [this](const epoll_event& event) {
          if (event.data.ptr == nullptr)
            accept_all();
          else
            on_event(*static_cast<End*>(event.data.ptr), event.events);
        },
        [this] { return left_ == 0; });
  }

 private:
  End& add(parley::Descriptor fd, bool is_client) {
    End& end = ends_.emplace_back();
    end.fd = std::move(fd);
    end.is_client = is_client;
    end.place = std::prev(ends_.end());
    parley::bench::watch(epoll_, end.fd.get(), EPOLLIN | EPOLLOUT | EPOLLET, &end);
    return end;
  }

  void start() { add(parley::bench::connecting(listener_, SOCK_NONBLOCK), true); }

  void accept_all() {
    for (;;) {
      parley::Descriptor fd(accept4(listener_.socket.get(), nullptr, nullptr, SOCK_NONBLOCK));
      if (!fd && errno == EAGAIN) return;
      if (!fd) give_up("accept");
      End& end = add(std::move(fd), false);
      if (take(end)) answer(end);
    }
  }

  void on_event(End& end, std::uint32_t events) {
    if ((events & EPOLLERR) != 0) refuse("the peer is gone");
    if (end.is_client && !end.has_sent && (events & EPOLLOUT) != 0) send_message(end);
    if ((events & EPOLLIN) == 0 || !take(end)) return;
    if (!end.is_client) return answer(end);
    ends_.erase(end.place);
    --left_;
    if (unborn_-- > 0) start();
  }

  void answer(End& end) {
    send_message(end);
    ends_.erase(end.place);
  }

  /// Whether the message has come; sixteen bytes that were sent at once come at once.
  bool take(const End& end) {
    Message received;
    const ssize_t size = recv(end.fd.get(), received.data(), received.size(), 0);
    if (size < 0 && errno == EAGAIN) return false;
    if (size != static_cast<ssize_t>(received.size())) give_up("recv");
    if (received != message_) refuse("the bytes came out different");
    return true;
  }

  void send_message(End& end) {
    end.has_sent = true;
    const ssize_t size = send(end.fd.get(), message_.data(), message_.size(), MSG_NOSIGNAL);
    if (size != static_cast<ssize_t>(message_.size())) give_up("send");
  }

  parley::Descriptor epoll_;
  parley::bench::Bound listener_;
  std::list<End> ends_;  // epoll holds their addresses
  Message message_;
  long unborn_;  ///< Connections that are still to be made behind those at first.
  long left_;    ///< Connections that are not done.
  long at_once_;
};

}  // namespace

int main(int argc, char** argv) {
  Churn churn(parley::bench::number(argc, argv, 1, 20'000), parley::bench::number(argc, argv, 2, 1));
  const auto began = parley::bench::Clock::now();
  churn.run();
  parley::bench::report(parley::bench::seconds_since(began));
}
