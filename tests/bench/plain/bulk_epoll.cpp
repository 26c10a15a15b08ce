// What a bulk transfer of parley's is measured against: blocks of 64 KiB over one TCP connection in one
// direction, as a plain C++ loop on epoll. Level-triggered; a turn takes what there is, then sends once, so
// that a block is taken while it is still in the cache: a loop that fills the connection first is slower.
//
//   bulk_epoll COUNT     so many blocks
#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "tests/bench/plain/loopback.hpp"

namespace {

using parley::bench::give_up;
using parley::bench::refuse;

constexpr std::size_t block_size = 65536;

/// A byte tells by its place in the block.
unsigned char byte_at(std::size_t place) {
  place %= block_size;
  return static_cast<unsigned char>(place + place / 256);
}

class Transfer {
 public:
  Transfer(parley::bench::Pair& pair, long count)
      : epoll_(parley::bench::new_epoll()),
        writer_(pair.client),
        reader_(pair.server),
        total_(static_cast<std::size_t>(count) * block_size),
        block_(block_size),
        space_(block_size) {
    for (std::size_t i = 0; i < block_size; ++i) block_[i] = byte_at(i);
    parley::bench::watch(epoll_, writer_.get(), EPOLLOUT, nullptr);
    parley::bench::watch(epoll_, reader_.get(), EPOLLIN, nullptr);
  }

  void run() {
    std::array<epoll_event, 2> events;
    while (!ended_) {
      const int ready = epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), -1);
      if (ready < 0) give_up("epoll_wait");
      const std::span<const epoll_event> news(events.data(), static_cast<std::size_t>(ready));
      const auto is_ready = [&news](std::uint32_t what) {
        return std::any_of(news.begin(), news.end(),
                           [what](const epoll_event& event) { return (event.events & what) != 0; });
      };
      if (is_ready(EPOLLIN)) take_all();
      if (is_ready(EPOLLOUT)) send_some();
    }
    if (taken_ != total_) refuse("another number of bytes came");
  }

 private:
  /// The rest of the block, or as much of it as goes. Behind the last one the connection is closed.
  void send_some() {
    const std::size_t from = sent_ % block_size;
    const ssize_t size = send(writer_.get(), block_.data() + from, block_size - from, MSG_NOSIGNAL);
    if (size < 0 && errno == EAGAIN) return;
    if (size < 0) give_up("send");
    sent_ += static_cast<std::size_t>(size);
    if (sent_ == total_) writer_.reset();
  }

  /// Until a receive is short of its room: then there is no more.
  void take_all() {
    while (take_some() == space_.size()) {
    }
  }

  std::size_t take_some() {
    const ssize_t size = recv(reader_.get(), space_.data(), space_.size(), 0);
    if (size < 0 && errno == EAGAIN) return 0;
    if (size < 0) give_up("recv");
    const auto got = static_cast<std::size_t>(size);
    ended_ = got == 0;
    if (ended_) return 0;
    if (space_[0] != byte_at(taken_) || space_[got - 1] != byte_at(taken_ + got - 1))
      refuse("the bytes came out different");
    taken_ += got;
    return got;
  }

  parley::Descriptor epoll_;
  parley::Descriptor& writer_;
  parley::Descriptor& reader_;
  std::size_t total_;
  std::size_t sent_ = 0;
  std::size_t taken_ = 0;
  bool ended_ = false;
  std::vector<unsigned char> block_;
  std::vector<unsigned char> space_;
};

}  // namespace

int main(int argc, char** argv) {
  const long count = parley::bench::number(argc, argv, 1, 16'384);
  parley::bench::Pair pair = parley::bench::connected_pair(SOCK_NONBLOCK);
  Transfer transfer(pair, count);
  const auto began = parley::bench::Clock::now();
  transfer.run();
  parley::bench::report(parley::bench::seconds_since(began));
}
