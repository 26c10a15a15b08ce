// Events of runs that never were, for the tests of diagrams: each function adds what the bindings would.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/transcript/event.hpp"

namespace parley::diagram {

class MadeUpEvents {
 public:
  using Event = transcript::Event;

  Event& add(Event::Kind kind, const std::string& role, int socket = 0) {
    Event& event = events.emplace_back();
    event.kind = kind;
    event.role = role;
    event.socket = socket;
    return event;
  }
  Event& describe(const std::string& role, int socket, const std::string& local,
                  const std::string& remote = "", const std::string& type = "SOCK_STREAM") {
    Event& event = add(Event::Kind::socket, role, socket);
    event.family = local.starts_with('/') || local == "-" || local.empty() ? "AF_UNIX" : "AF_INET";
    event.type = type;
    event.local = local;
    event.remote = remote;
    return event;
  }
  Event& call(const std::string& role, const std::string& name, int socket,
              std::vector<std::string> arguments = {}, std::vector<std::string> results = {}) {
    Event& event = add(Event::Kind::call, role, socket);
    event.what = name;
    event.arguments = std::move(arguments);
    event.results = std::move(results);
    return event;
  }
  void error(const std::string& role, const std::string& name, int socket, const std::string& error,
             std::vector<std::string> arguments = {}) {
    call(role, name, socket, std::move(arguments)).error = error;
  }
  void listen(const std::string& role, int socket, const std::string& address) {
    describe(role, socket, address);
    call(role, "listen", socket);
  }
  void connect(const std::string& role, int socket, const std::string& local, const std::string& remote) {
    describe(role, socket, local, remote);
    call(role, "connect", socket);
  }
  void accept(const std::string& role, int listener, int socket, const std::string& local,
              const std::string& remote, int peer = 0) {
    describe(role, socket, local, remote).peer_socket = peer;
    call(role, "accept", listener, {}, {"socket " + std::to_string(socket)});
  }
  Event& carried(Event::Kind kind, const std::string& role, int socket, const std::string& bytes,
                 const std::string& remote = "") {
    Event& event = add(kind, role, socket);
    event.bytes = bytes.substr(0, 4096);
    event.length = bytes.size();
    event.remote = remote;
    return event;
  }
  void sent(const std::string& role, int socket, const std::string& bytes, const std::string& remote = "") {
    carried(Event::Kind::sent, role, socket, bytes, remote);
  }
  void received(const std::string& role, int socket, const std::string& bytes,
                const std::string& remote = "") {
    carried(Event::Kind::received, role, socket, bytes, remote);
  }
  void closed(const std::string& role, int socket, const std::string& how = "eof") {
    add(Event::Kind::closed, role, socket).what = how;
  }
  void failure(const std::string& message) { add(Event::Kind::failure, "").what = message; }
  void over() { add(Event::Kind::end, ""); }

  /// A client with socket 2 and a server with socket 3, which have met at 127.0.0.1:80.
  void meet() {
    listen("server", 1, "127.0.0.1:80");
    connect("client", 2, "127.0.0.1:40000", "127.0.0.1:80");
    accept("server", 1, 3, "127.0.0.1:80", "127.0.0.1:40000", 2);
  }

  std::vector<Event> events;
};

}  // namespace parley::diagram
