#include "engine/dns/server.hpp"

#include <sys/socket.h>
#include <sys/timerfd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "engine/base/move_up.hpp"

namespace parley::dns {
namespace {

constexpr int backlog = 128;
constexpr std::size_t most_connections = 256;
// Of one round, so that a flood cannot keep the tasks from running.
constexpr int most_datagrams = 256;

Error bound(int type, const net::Address& address, Descriptor& out) {
  out.reset(socket(address.family(), type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!out) return Error::system(errno);
  out = moved_up(std::move(out));
  return bind(out.get(), address.raw(), address.length) == 0 ? Error() : Error::system(errno);
}

}  // namespace

Result<std::unique_ptr<Server>> Server::open(loop::Scheduler& scheduler, const net::Address& address,
                                             Ask ask) {
  std::unique_ptr<Server> server(new Server(scheduler, std::move(ask)));
  if (const Error error = server->listen(address)) return error;
  if (const Error error = server->watch()) return error;
  return server;
}

Error Server::listen(const net::Address& address) {
  if (const Error error = bound(SOCK_STREAM, address, tcp_)) return error;
  if (const Error error = bound(SOCK_DGRAM, address, udp_)) return error;
  if (::listen(tcp_.get(), backlog) != 0) return Error::system(errno);
  timer_.reset(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC));
  if (!timer_) return Error::system(errno);
  timer_ = moved_up(std::move(timer_));
  return {};
}

Error Server::watch() {
  for (const int fd : {udp_.get(), tcp_.get(), timer_.get()}) {
    if (const Error error = scheduler_.watch(fd, *this)) return error;
  }
  return {};
}

Server::~Server() {
  for (const int fd : {udp_.get(), tcp_.get(), timer_.get()}) {
    if (fd >= 0) scheduler_.closing(fd, true);
  }
  for (const auto& [fd, connection] : connections_) scheduler_.closing(fd, true);
}

int Server::ready(int fd) {
  if (fd == udp_.get()) {
    receive_datagrams();
  } else if (fd == tcp_.get()) {
    accept_connections();
  } else if (fd == timer_.get()) {
    send_delayed();
  } else if (const auto found = connections_.find(fd); found != connections_.end()) {
    receive_stream(std::shared_ptr(found->second));
  }
  return 1;  // A lookup may have its answer now, or a script be asked.
}

void Server::receive_datagrams() {
  std::array<char, largest_limit> buffer;
  for (int round = 0; round < most_datagrams; ++round) {
    net::Address peer;
    peer.length = sizeof peer.storage;
    const ssize_t count =
        recvfrom(udp_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT, peer.raw(), &peer.length);
    if (count < 0) return;
    const std::string_view message(buffer.data(), static_cast<std::size_t>(count));
    conclude(responder_.take(message, Transport::udp), {{}, peer, Transport::udp});
  }
  scheduler_.watch(udp_.get(), *this);
}

void Server::accept_connections() {
  for (std::size_t round = 0; round < most_connections; ++round) {
    Descriptor accepted(accept4(tcp_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!accepted) return;
    accepted = moved_up(std::move(accepted));
    if (connections_.size() >= most_connections) continue;
    const int fd = accepted.get();
    if (scheduler_.watch(fd, *this)) continue;
    connections_.emplace(fd, std::make_shared<Connection>(std::move(accepted)));
  }
  scheduler_.watch(tcp_.get(), *this);
}

void Server::receive_stream(const std::shared_ptr<Connection>& connection) {
  connection->receive();
  while (const std::optional<std::string> message = connection->next_message()) {
    conclude(responder_.take(*message, Transport::tcp), {connection, {}, Transport::tcp});
  }
  flush_or_drop(*connection);
}

void Server::conclude(Outcome outcome, Destination to) {
  if (outcome.ticket > 0) {
    asked_.emplace(outcome.ticket, std::move(to));
    ask_(outcome.ticket, outcome.seen);
  } else if (outcome.delay > Duration::zero()) {
    delayed_.emplace(scheduler_.now() + outcome.delay, Delayed{std::move(to), std::move(outcome.bytes)});
    set_timer();
  } else {
    send(to, outcome.bytes);
  }
}

void Server::reply(std::uint64_t ticket, const Answer& answer) {
  const auto found = asked_.find(ticket);
  if (found == asked_.end()) return;
  Destination to = std::move(found->second);
  asked_.erase(found);
  conclude(responder_.reply(ticket, answer), std::move(to));
}

void Server::send(const Destination& to, std::string_view bytes) {
  if (to.transport == Transport::udp) {
    if (bytes.empty()) return;
    // Whether it arrives is not the server's to know: its client may have gone.
    [[maybe_unused]] const ssize_t count = sendto(udp_.get(), bytes.data(), bytes.size(),
                                                  MSG_DONTWAIT | MSG_NOSIGNAL, to.peer.raw(), to.peer.length);
    return;
  }
  const std::shared_ptr<Connection> connection = to.connection.lock();
  if (connection == nullptr) return;
  if (!bytes.empty()) connection->queue(bytes);
  connection->settle();
  flush_or_drop(*connection);
}

void Server::send_delayed() {
  std::uint64_t expirations = 0;
  while (read(timer_.get(), &expirations, sizeof expirations) > 0) {
  }
  const Instant now = scheduler_.now();
  while (!delayed_.empty() && delayed_.begin()->first <= now) {
    const auto due = delayed_.extract(delayed_.begin());
    send(due.mapped().to, due.mapped().bytes);
  }
  set_timer();
}

void Server::set_timer() {
  itimerspec when{};
  if (!delayed_.empty()) {
    const Duration since_start = delayed_.begin()->first.time_since_epoch();
    const auto whole = std::chrono::duration_cast<std::chrono::seconds>(since_start);
    when.it_value = {whole.count(), (since_start - whole).count()};
  }
  timerfd_settime(timer_.get(), TFD_TIMER_ABSTIME, &when, nullptr);
}

void Server::flush_or_drop(Connection& connection) {
  connection.flush();
  if (!connection.is_over()) return;
  const auto found = connections_.find(connection.fd());
  if (found == connections_.end()) return;
  scheduler_.closing(found->first, true);
  connections_.erase(found);
}

}  // namespace parley::dns
