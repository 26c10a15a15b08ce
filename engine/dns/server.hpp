// The name server: the sockets of one, UDP and TCP at the same address, in front of a Responder. It lives in
// the scenario's own process, and in its loop; no task ever waits for it, and no transcript shows it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string_view>

#include "engine/base/descriptor.hpp"
#include "engine/base/result.hpp"
#include "engine/dns/connection.hpp"
#include "engine/dns/responder.hpp"
#include "engine/loop/scheduler.hpp"
#include "engine/net/address.hpp"

namespace parley::dns {

class Server final : public loop::Watcher {
 public:
  /// Asks the script: it is to call reply() with the ticket, now or later.
  using Ask = std::function<void(std::uint64_t ticket, const Seen& question)>;

  /// A server at `address`. Errors: those of socket(2), bind(2) and listen(2), as EADDRINUSE.
  static Result<std::unique_ptr<Server>> open(loop::Scheduler& scheduler, const net::Address& address,
                                              Ask ask);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server() override;

  Responder& responder() { return responder_; }
  void reply(std::uint64_t ticket, const Answer& answer);
  /// Whether an answer waits for its time to be sent.
  bool has_answer_under_way() const { return !delayed_.empty(); }

  int ready(int fd) override;

 private:
  /// To whom an answer goes: a connection, or an address.
  struct Destination {
    std::weak_ptr<Connection> connection;
    net::Address peer;
    Transport transport{};
  };
  struct Delayed {
    Destination to;
    std::string bytes;
  };

  Server(loop::Scheduler& scheduler, Ask ask) : scheduler_(scheduler), ask_(std::move(ask)) {}
  Error listen(const net::Address& address);
  Error watch();
  void receive_datagrams();
  void accept_connections();
  void receive_stream(const std::shared_ptr<Connection>& connection);
  void conclude(Outcome outcome, Destination to);
  void send(const Destination& to, std::string_view bytes);
  void send_delayed();
  void set_timer();
  void flush_or_drop(Connection& connection);

  loop::Scheduler& scheduler_;
  Ask ask_;
  Responder responder_;
  Descriptor udp_, tcp_, timer_;
  std::map<int, std::shared_ptr<Connection>> connections_;
  std::map<std::uint64_t, Destination> asked_;
  std::multimap<Instant, Delayed> delayed_;
};

}  // namespace parley::dns
