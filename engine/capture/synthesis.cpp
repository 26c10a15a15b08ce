#include "engine/capture/synthesis.hpp"

#include <algorithm>
#include <map>

#include "engine/capture/frame.hpp"

namespace parley::capture {
namespace {

using transcript::Event;
using Kind = Event::Kind;

/// What a segment carries at most: what lo's would.
constexpr std::uint64_t segment_size = 65483;
constexpr std::uint32_t first_sequence = 1000;

/// A socket of the scenario's, with the addresses that it came to have.
struct Known {
  bool is_stream = false;
  bool connected = false;  ///< It has called connect.
  Endpoint local;
  Endpoint remote;
};

/// A TCP connection. Side 0 began it. `sockets` are 0 where a side is none of the scenario's.
struct Connection {
  Endpoint ends[2];
  int sockets[2] = {0, 0};
  std::uint32_t sequence[2] = {first_sequence, first_sequence};
  bool finished[2] = {false, false};
  bool open = false;
  bool over = false;
};

bool is_reset(const Event& event) {
  return event.kind == Kind::call && event.error.starts_with("ConnectionResetError");
}

/// shutdown(SHUT_WR) or shutdown(SHUT_RDWR).
bool shuts_writing(const Event& event) {
  return event.kind == Kind::call && event.what == "shutdown" && event.error.empty() &&
         !event.arguments.empty() && event.arguments.front() != "0";
}

class Synthesizer {
 public:
  explicit Synthesizer(const std::vector<Event>& events) : events_(events) {
    for (const Event& event : events) learn(event);
    for (const auto& [number, socket] : sockets_)
      if (socket.is_stream && socket.connected) join(number, socket);
    for (const auto& [number, socket] : sockets_)
      if (socket.is_stream && !socket.connected) join(number, socket);
  }

  std::vector<Made> make() {
    for (const Event& event : events_) {
      time_ = std::max(time_ + 1, (wall_ + event.begin) * 1000);
      const auto known = sockets_.find(event.socket);
      if (known == sockets_.end()) continue;
      const auto connection = connection_of_.find(event.socket);
      if (connection != connection_of_.end()) {
        tell(connections_[connection->second.first], connection->second.second, event);
      } else if (!known->second.is_stream) {
        tell_datagram(known->second, event);
      }
    }
    return std::move(made_);
  }

 private:
  void learn(const Event& event) {
    if (event.kind == Kind::begin) wall_ = event.wall;
    if (event.kind == Kind::socket && event.family.starts_with("AF_INET") &&
        (event.type == "SOCK_STREAM" || event.type == "SOCK_DGRAM")) {
      Known& socket = sockets_[event.socket];
      socket.is_stream = event.type == "SOCK_STREAM";
      socket.local = Endpoint::from(event.local);
      socket.remote = Endpoint::from(event.remote);
    }
    const auto known = sockets_.find(event.socket);
    if (event.kind == Kind::call && event.what.starts_with("connect") && known != sockets_.end())
      known->second.connected = true;
  }

  /// Finds the connection of a stream, whose other side may be there already, or begins it.
  void join(int number, const Known& socket) {
    if (socket.remote.port == 0) return;
    for (std::size_t i = 0; i < connections_.size(); ++i) {
      Connection& other = connections_[i];
      if (other.sockets[1] != 0 || other.ends[0] != socket.remote || other.ends[1] != socket.local) continue;
      other.sockets[1] = number;
      connection_of_[number] = {i, 1};
      return;
    }
    const std::size_t side = socket.connected ? 0 : 1;
    Connection fresh;
    fresh.ends[side] = socket.local;
    fresh.ends[1 - side] = socket.remote;
    fresh.sockets[side] = number;
    connection_of_[number] = {connections_.size(), side};
    connections_.push_back(fresh);
  }

  void tell(Connection& connection, std::size_t side, const Event& event) {
    if (connection.over) return;
    const std::size_t other = 1 - side;
    const bool alone = connection.sockets[other] == 0;
    if (event.kind == Kind::sent) {
      segments(connection, side, event);
    } else if (event.kind == Kind::received && alone && event.length > 0) {
      segments(connection, other, event);
    } else if (event.kind == Kind::received && alone) {
      finish(connection, other);
    } else if (is_reset(event)) {
      reset(connection, other);
    } else if (event.kind == Kind::closed || shuts_writing(event)) {
      finish(connection, side);
    } else if (event.kind == Kind::socket) {
      if (event.remote.empty() || Endpoint::from(event.remote).port == 0) return;
      open(connection);
    }
  }

  void open(Connection& connection) {
    if (connection.open) return;
    connection.open = true;
    send(connection, 0, syn, {}, 0);
    connection.sequence[0] += 1;
    send(connection, 1, syn | ack, {}, 0);
    connection.sequence[1] += 1;
    send(connection, 0, ack, {}, 0);
  }

  void segments(Connection& connection, std::size_t side, const Event& event) {
    open(connection);
    std::string_view kept = event.bytes;
    for (std::uint64_t left = event.length; left > 0;) {
      const std::uint64_t size = std::min(left, segment_size);
      send(connection, side, psh | ack, kept.substr(0, size), size);
      connection.sequence[side] += static_cast<std::uint32_t>(size);
      send(connection, 1 - side, ack, {}, 0);
      kept.remove_prefix(std::min<std::size_t>(kept.size(), size));
      left -= size;
    }
  }

  void finish(Connection& connection, std::size_t side) {
    if (connection.finished[side]) return;
    open(connection);
    connection.finished[side] = true;
    send(connection, side, fin | ack, {}, 0);
    connection.sequence[side] += 1;
    send(connection, 1 - side, ack, {}, 0);
    connection.over = connection.finished[0] && connection.finished[1];
  }

  void reset(Connection& connection, std::size_t side) {
    open(connection);
    connection.over = true;
    send(connection, side, rst | ack, {}, 0);
  }

  void send(const Connection& connection, std::size_t side, std::uint8_t flags, std::string_view kept,
            std::uint64_t length) {
    Frame frame;
    frame.protocol = Protocol::tcp;
    frame.source = connection.ends[side];
    frame.destination = connection.ends[1 - side];
    frame.flags = flags;
    frame.sequence = connection.sequence[side];
    frame.acknowledged = (flags & ack) != 0 ? connection.sequence[1 - side] : 0;
    add(frame, kept, length);
  }

  /// What another socket of the scenario's sent is not told a second time where it was received.
  void tell_datagram(const Known& socket, const Event& event) {
    if (event.kind != Kind::sent && event.kind != Kind::received) return;
    Frame frame;
    frame.protocol = Protocol::udp;
    frame.source = socket.local;
    frame.destination = event.remote.empty() ? socket.remote : Endpoint::from(event.remote);
    if (frame.destination.port == 0) return;
    // Which address the kernel took for one that is bound to all is not known; on lo it is the other's.
    if (frame.source.is_wildcard()) frame.source.host = frame.destination.host;
    if (event.kind == Kind::received) {
      std::swap(frame.source, frame.destination);
      if (is_own(frame.source)) return;
    }
    add(frame, event.bytes, event.length);
  }

  bool is_own(const Endpoint& sender) const {
    return std::any_of(sockets_.begin(), sockets_.end(), [&](const auto& entry) {
      const Known& socket = entry.second;
      return !socket.is_stream && socket.local.port == sender.port &&
             (socket.local.host == sender.host || socket.local.is_wildcard());
    });
  }

  void add(const Frame& frame, std::string_view kept, std::uint64_t length) {
    Made made;
    made.time = time_++;
    made.bytes = build(frame, kept, length);
    made.length = static_cast<std::uint32_t>(made.bytes.size() - kept.size() + length);
    made_.push_back(std::move(made));
  }

  const std::vector<Event>& events_;
  std::map<int, Known> sockets_;
  std::vector<Connection> connections_;
  std::map<int, std::pair<std::size_t, std::size_t>> connection_of_;  ///< By socket: which one, which side.
  std::int64_t wall_ = 0;
  std::int64_t time_ = 0;
  std::vector<Made> made_;
};

}  // namespace

std::vector<Made> synthesize(const std::vector<Event>& events) { return Synthesizer(events).make(); }

}  // namespace parley::capture
