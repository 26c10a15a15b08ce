// Whose a packet is, told by what the scenario did.
#include "engine/capture/story.hpp"
#include "tests/catch.hpp"

using namespace parley::capture;
using parley::transcript::Event;

namespace {

constexpr std::int64_t story_began = 1'700'000'000'000'000;
constexpr const char* client = "127.0.0.1:4000";
constexpr const char* server = "127.0.0.1:80";

Event at(Event::Kind kind, std::int64_t time, int socket, const char* role) {
  Event event;
  event.kind = kind;
  event.begin = event.end = time;
  event.socket = socket;
  event.role = role;
  event.wall = story_began;
  return event;
}

Event socket_of(std::int64_t time, int number, const char* role, const char* local, const char* remote,
                const char* type = "SOCK_STREAM") {
  Event event = at(Event::Kind::socket, time, number, role);
  event.family = "AF_INET";
  event.type = type;
  event.local = local;
  event.remote = remote;
  return event;
}

Event call(std::int64_t begin, std::int64_t end, int socket, const char* role, const char* name) {
  Event event = at(Event::Kind::call, begin, socket, role);
  event.end = end;
  event.what = name;
  return event;
}

/// A listener (1), a client (2) and what was accepted (3), of which the client sends at 30 to 40.
void tell_exchange(Story& story) {
  story.add(at(Event::Kind::begin, 0, 0, ""));
  story.add(socket_of(1, 1, "server", "0.0.0.0:80", ""));
  story.add(call(1, 2, 1, "server", "listen"));
  story.add(socket_of(20, 2, "client", client, server));
  story.add(call(10, 20, 2, "client", "connect"));
  story.add(socket_of(25, 3, "server", server, client));
  story.add(at(Event::Kind::sent, 39, 2, "client"));
  story.add(call(30, 40, 2, "client", "sendall"));
  story.add(at(Event::Kind::closed, 51, 2, "client"));
  story.add(call(50, 52, 2, "client", "close"));
}

std::string about(const Story& story, std::int64_t time, const char* from, const char* to, std::uint8_t flags,
                  std::size_t payload = 0, Protocol protocol = Protocol::tcp) {
  Frame frame;
  frame.protocol = protocol;
  frame.source = Endpoint::from(from);
  frame.destination = Endpoint::from(to);
  frame.flags = flags;
  frame.payload = payload;
  return story.about(frame, (story_began + time) * 1000 + 500);
}

}  // namespace

TEST_CASE("a packet is told by role and call", "[capture]") {
  Story story;
  tell_exchange(story);
  CHECK(about(story, 15, client, server, syn) == "client: connect");
  CHECK(about(story, 15, server, client, syn | ack) == "server: accept");
  CHECK(about(story, 15, client, server, ack).empty());
  CHECK(about(story, 35, client, server, psh | ack, 5) == "client: sendall");
  CHECK(about(story, 51, client, server, fin | ack) == "client: close");
}

TEST_CASE("of two calls in one microsecond the bytes are the one's that sent", "[capture]") {
  Story story;
  tell_exchange(story);
  story.add(call(20, 30, 3, "server", "recv"));
  story.add(at(Event::Kind::sent, 30, 3, "server"));
  story.add(call(30, 30, 3, "server", "sendall"));
  story.add(call(30, 45, 3, "server", "recv"));
  CHECK(about(story, 30, server, client, psh | ack, 5) == "server: sendall");
  CHECK(about(story, 30, server, client, fin | ack) == "server: recv");
}

TEST_CASE("what the kernel sends later is the last call's that sent", "[capture]") {
  Story story;
  tell_exchange(story);
  CHECK(about(story, 45, client, server, psh | ack, 5) == "client: sendall");
  CHECK(about(story, 60, server, client, rst) == "server");
}

TEST_CASE("a connection that nobody accepted is its listener's", "[capture]") {
  Story story;
  tell_exchange(story);
  CHECK(about(story, 15, server, "127.0.0.1:9999", syn | ack) == "server: listen");
  CHECK(about(story, 15, "127.0.0.1:9", "127.0.0.1:9999", rst | ack).empty());
}

TEST_CASE("two sockets that had the same addresses are told by time", "[capture]") {
  Story story;
  tell_exchange(story);
  story.add(socket_of(80, 4, "other", client, server));
  story.add(call(70, 80, 4, "other", "connect"));
  CHECK(about(story, 15, client, server, syn) == "client: connect");
  CHECK(about(story, 75, client, server, syn) == "other: connect");
}

TEST_CASE("a datagram is that of the socket bound there, to all addresses too", "[capture]") {
  Story story;
  tell_exchange(story);
  story.add(socket_of(1, 5, "sender", "0.0.0.0:5000", "", "SOCK_DGRAM"));
  story.add(at(Event::Kind::sent, 61, 5, "sender"));
  story.add(call(60, 62, 5, "sender", "sendto"));
  CHECK(about(story, 61, "127.0.0.1:5000", "127.0.0.1:53", 0, 3, Protocol::udp) == "sender: sendto");
}

TEST_CASE("the only program under test is who is no socket of the script's", "[capture]") {
  Story story;
  tell_exchange(story);
  CHECK(about(story, 15, "127.0.0.1:8080", client, syn | ack).empty());
  story.add(at(Event::Kind::started, 5, 0, "nginx"));
  CHECK(about(story, 15, "127.0.0.1:8080", client, syn | ack) == "nginx");
  story.add(at(Event::Kind::started, 6, 0, "redis"));
  CHECK(about(story, 15, "127.0.0.1:8080", client, syn | ack).empty());
  Event socket = socket_of(20, 7, "client", client, "127.0.0.1:8080");
  socket.peer = "nginx";
  story.add(socket);
  CHECK(about(story, 15, "127.0.0.1:8080", client, syn | ack) == "nginx");
}

TEST_CASE("the scenario's own name server is told by its address", "[capture]") {
  Story story;
  tell_exchange(story);
  CHECK(about(story, 15, "127.0.0.53:53", "127.0.0.1:7777", 0, 40, Protocol::udp) == "name server");
  CHECK(about(story, 15, "127.0.0.1:7777", "127.0.0.53:53", 0, 30, Protocol::udp) == "a lookup");
}
