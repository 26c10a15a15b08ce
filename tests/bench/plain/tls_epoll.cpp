// TLS as OpenSSL does it, both ends in one process on epoll: handshakes one after the other, each on a new
// connection with a byte each way behind it, or blocks of 64 KiB through one connection.
//
//   tls_epoll handshakes COUNT
//   tls_epoll bulk COUNT
#include <netinet/tcp.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "tests/bench/plain/certificate.hpp"
#include "tests/bench/plain/loopback.hpp"

namespace {

using parley::bench::give_up;
using parley::bench::give_up_tls;
using parley::bench::refuse;

constexpr std::size_t block_size = 65536;

/// A byte tells by its place in the block.
char byte_at(std::size_t place) {
  place %= block_size;
  return static_cast<char>(place + place / 256);
}

/// Whether the call did something; false where it has to wait for its socket.
bool went(SSL* ssl, int result) {
  if (result > 0) return true;
  const int error = SSL_get_error(ssl, result);
  if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) give_up_tls();
  return false;
}

struct End {
  SSL* ssl;
  bool is_client;
  std::size_t sent = 0;
  std::size_t taken = 0;
};

/// One connection: `total` bytes from the client to the server, and one back.
class Conversation {
 public:
  Conversation(const parley::bench::Contexts& contexts, parley::bench::Bound& listener, std::size_t total,
               const std::vector<char>& block, std::vector<char>& space)
      : epoll_(parley::bench::new_epoll()),
        pair_(parley::bench::connected_pair(listener, SOCK_NONBLOCK)),
        client_{parley::bench::made(SSL_new(contexts.client)), true},
        server_{parley::bench::made(SSL_new(contexts.server)), false},
        total_(total),
        block_(block),
        space_(space) {
    if (SSL_set_tlsext_host_name(client_.ssl, "localhost") != 1 ||
        SSL_set1_host(client_.ssl, "localhost") != 1)
      give_up_tls();
    SSL_set_connect_state(client_.ssl);
    SSL_set_accept_state(server_.ssl);
    add(pair_.client, client_);
    add(pair_.server, server_);
  }
  ~Conversation() {
    SSL_free(client_.ssl);
    SSL_free(server_.ssl);
  }
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;

  void run() {
    parley::bench::serve(
        epoll_, [this](const epoll_event& event) { go_on(*static_cast<End*>(event.data.ptr)); },
        [this] { return client_.taken == 1; });
    if (server_.taken != total_) refuse("another number of bytes came");
  }

 private:
  void add(const parley::Descriptor& fd, End& end) {
    // What is small goes at once, as in tls.lua: Nagle's algorithm would hold the byte behind a handshake
    // back for 40 ms.
    const int yes = 1;
    if (setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes) != 0) give_up("setsockopt");
    if (SSL_set_fd(end.ssl, fd.get()) != 1) give_up_tls();
    parley::bench::watch(epoll_, fd.get(), EPOLLIN | EPOLLOUT | EPOLLET, &end);
  }

  void go_on(End& end) {
    if (!SSL_is_init_finished(end.ssl) && !went(end.ssl, SSL_do_handshake(end.ssl))) return;
    if (end.is_client) {
      send_all(end, total_);
      take_all(end, 1);
    } else {
      take_all(end, total_);
      if (end.taken == total_) send_all(end, 1);
    }
  }

  void send_all(End& end, std::size_t total) {
    while (end.sent < total) {
      const std::size_t from = end.sent % block_size;
      const std::size_t size = std::min(block_size - from, total - end.sent);
      const int sent = SSL_write(end.ssl, block_.data() + from, static_cast<int>(size));
      if (!went(end.ssl, sent)) return;
      end.sent += static_cast<std::size_t>(sent);
    }
  }

  void take_all(End& end, std::size_t total) {
    while (end.taken < total) {
      const int size = SSL_read(end.ssl, space_.data(), static_cast<int>(space_.size()));
      if (!went(end.ssl, size)) return;
      const auto got = static_cast<std::size_t>(size);
      if (space_[0] != byte_at(end.taken) || space_[got - 1] != byte_at(end.taken + got - 1))
        refuse("the bytes came out different");
      end.taken += got;
    }
  }

  parley::Descriptor epoll_;
  parley::bench::Pair pair_;
  End client_;
  End server_;
  std::size_t total_;
  const std::vector<char>& block_;
  std::vector<char>& space_;
};

}  // namespace

int main(int argc, char** argv) {
  const bool is_bulk = argc > 1 && std::string_view(argv[1]) == "bulk";
  const long count = parley::bench::number(argc, argv, 2, 1000);
  const parley::bench::Contexts contexts = parley::bench::contexts();
  parley::bench::Bound listener = parley::bench::listener(0);
  std::vector<char> block(block_size);
  for (std::size_t i = 0; i < block_size; ++i) block[i] = byte_at(i);
  std::vector<char> space(block_size);
  const auto began = parley::bench::Clock::now();
  const std::size_t total = is_bulk ? static_cast<std::size_t>(count) * block_size : 1;
  for (long i = 0; i < (is_bulk ? 1 : count); ++i)
    Conversation(contexts, listener, total, block, space).run();
  parley::bench::report(parley::bench::seconds_since(began));
}
