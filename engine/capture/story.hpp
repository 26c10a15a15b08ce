// What a scenario did, as far as it tells whose a packet is: its sockets with their addresses, and the calls
// that sent something. Is told the scenario's events as they come, and is asked for the comments of packets
// when it is over.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/capture/frame.hpp"
#include "engine/transcript/event.hpp"

namespace parley::capture {

class Story {
 public:
  Story() = default;
  Story(const Story&) = delete;
  Story& operator=(const Story&) = delete;

  void add(const transcript::Event& event);

  /// When the scenario began, in microseconds since 1970.
  std::int64_t began() const { return wall_; }
  /// "client: sendall": the role that made this packet, and by which call, where that is known. `time` is in
  /// nanoseconds since 1970. Empty of a packet that nobody made by himself, such as a mere acknowledgement.
  std::string about(const Frame& frame, std::int64_t time) const;

 private:
  struct Call {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    std::string name;
    bool has_sent = false;
  };
  struct Socket {
    std::string role;
    bool is_stream = false;
    Endpoint local;
    Endpoint remote;
    std::int64_t closed = never_closed;
    std::vector<Call> calls{};
    std::vector<Call> sends{};    ///< `end` is when the kernel had taken it.
    std::size_t named_sends = 0;  ///< Of those the call is known.
  };
  static constexpr std::int64_t never_closed = INT64_MAX;

  void add_call(const transcript::Event& event);
  const Socket* sender_of(const Frame& frame, std::int64_t at) const;
  const Socket* listener_at(const Endpoint& local) const;
  std::string stranger(const Frame& frame) const;
  static const Call* call_during(const Socket& socket, std::int64_t at, bool carries);
  static std::string call_of(const Socket& socket, const Frame& frame, std::int64_t at);

  std::int64_t wall_ = 0;
  std::map<int, Socket> sockets_;  ///< By their numbers.
  std::map<Endpoint, std::vector<const Socket*>> by_local_;
  std::map<Endpoint, std::string> peers_;  ///< Programs under test at the other end of ours.
  std::vector<std::string> processes_;     ///< Their names, each once.
};

}  // namespace parley::capture
