// Packets that are made of events: what TCP and UDP would have sent. tests/program/captures.sh has tshark
// judge them.
#include "engine/capture/frame.hpp"
#include "engine/capture/synthesis.hpp"
#include "tests/catch.hpp"

using namespace parley::capture;
using parley::transcript::Event;
using Kind = Event::Kind;

namespace {

constexpr std::int64_t wall = 1'700'000'000'000'000;

Event event(Kind kind, std::int64_t time, int socket) {
  Event made;
  made.kind = kind;
  made.begin = made.end = time;
  made.socket = socket;
  made.wall = wall;
  return made;
}

Event socket_at(std::int64_t time, int number, const char* local, const char* remote,
                const char* type = "SOCK_STREAM") {
  Event made = event(Kind::socket, time, number);
  made.family = "AF_INET";
  made.type = type;
  made.local = local;
  made.remote = remote;
  return made;
}

Event carried(Kind kind, std::int64_t time, int socket, const std::string& bytes, const char* remote = "") {
  Event made = event(kind, time, socket);
  made.bytes = bytes;
  made.length = bytes.size();
  made.remote = remote;
  return made;
}

Event call(std::int64_t time, int socket, const char* name, const char* error = "") {
  Event made = event(Kind::call, time, socket);
  made.what = name;
  made.error = error;
  return made;
}

/// "1>2 S", "2>1 P5": ports, the flag that matters, how many bytes.
std::string shown(const std::vector<Made>& packets) {
  std::string text;
  for (const Made& made : packets) {
    const Frame frame = parse(made.bytes);
    const char* flag = (frame.flags & syn) != 0   ? "S"
                       : (frame.flags & fin) != 0 ? "F"
                       : (frame.flags & rst) != 0 ? "R"
                       : frame.payload > 0        ? "P"
                                                  : ".";
    text += (text.empty() ? "" : ", ") + std::to_string(frame.source.port) + ">" +
            std::to_string(frame.destination.port) + " " + flag;
    if (frame.payload > 0) text += std::to_string(frame.payload);
  }
  return text;
}

std::vector<Event> connected() {
  return {event(Kind::begin, 0, 0), socket_at(1, 1, "0.0.0.0:0", ""),
          socket_at(5, 1, "127.0.0.1:1", "127.0.0.1:2"), call(6, 1, "connect")};
}

}  // namespace

TEST_CASE("a connection of two of our sockets is one", "[capture]") {
  std::vector<Event> events = connected();
  events.push_back(socket_at(7, 2, "127.0.0.1:2", "127.0.0.1:1"));
  events.push_back(carried(Kind::sent, 8, 1, "hello"));
  events.push_back(carried(Kind::received, 9, 2, "hello"));
  events.push_back(event(Kind::closed, 10, 1));
  events.push_back(carried(Kind::received, 11, 2, ""));
  events.push_back(event(Kind::closed, 12, 2));
  CHECK(shown(synthesize(events)) == "1>2 S, 2>1 S, 1>2 ., 1>2 P5, 2>1 ., 1>2 F, 2>1 ., 2>1 F, 1>2 .");
}

TEST_CASE("of a peer outside of the script what was received is what it sent", "[capture]") {
  std::vector<Event> events = connected();
  events.push_back(carried(Kind::received, 9, 1, "welcome"));
  events.push_back(carried(Kind::received, 10, 1, ""));
  events.push_back(event(Kind::closed, 11, 1));
  CHECK(shown(synthesize(events)) == "1>2 S, 2>1 S, 1>2 ., 2>1 P7, 1>2 ., 2>1 F, 1>2 ., 1>2 F, 2>1 .");
}

TEST_CASE("numbers go on where the last segment ended", "[capture]") {
  std::vector<Event> events = connected();
  events.push_back(carried(Kind::sent, 8, 1, "hello"));
  events.push_back(carried(Kind::sent, 9, 1, "you"));
  const std::vector<Made> packets = synthesize(events);
  REQUIRE(packets.size() == 7);
  const Frame first = parse(packets[3].bytes);
  const Frame second = parse(packets[5].bytes);
  CHECK(second.sequence == first.sequence + 5);
  CHECK(parse(packets[6].bytes).acknowledged == second.sequence + 3);
  CHECK(packets[3].time == (wall + 8) * 1000);
}

TEST_CASE("a long record is several segments, of which the end was not kept", "[capture]") {
  std::vector<Event> events = connected();
  events.push_back(carried(Kind::sent, 8, 1, std::string(70000, 'x')));
  events.back().length = 140000;
  const std::vector<Made> packets = synthesize(events);
  CHECK(shown(packets) == "1>2 S, 2>1 S, 1>2 ., 1>2 P65483, 2>1 ., 1>2 P65483, 2>1 ., 1>2 P9034, 2>1 .");
  CHECK(packets[3].length == packets[3].bytes.size());
  CHECK(packets[5].bytes.size() == 54 + 4517);
  CHECK(packets[5].length == 54 + 65483);
}

TEST_CASE("a reset that a call met is a segment of the peer's", "[capture]") {
  std::vector<Event> events = connected();
  events.push_back(call(9, 1, "recv", "ConnectionResetError: [Errno 104] Connection reset by peer"));
  events.push_back(event(Kind::closed, 11, 1));
  CHECK(shown(synthesize(events)) == "1>2 S, 2>1 S, 1>2 ., 2>1 R");
}

TEST_CASE("shutdown ends one direction, once", "[capture]") {
  std::vector<Event> events = connected();
  events.push_back(call(9, 1, "shutdown"));
  events.back().arguments = {"1"};
  events.push_back(carried(Kind::received, 10, 1, "rest"));
  events.push_back(event(Kind::closed, 11, 1));
  CHECK(shown(synthesize(events)) == "1>2 S, 2>1 S, 1>2 ., 1>2 F, 2>1 ., 2>1 P4, 1>2 .");
}

TEST_CASE("datagrams are told once, whoever sent them", "[capture]") {
  const std::vector<Event> events = {event(Kind::begin, 0, 0),
                                     socket_at(1, 1, "127.0.0.1:1", "", "SOCK_DGRAM"),
                                     socket_at(2, 2, "0.0.0.0:2", "", "SOCK_DGRAM"),
                                     carried(Kind::sent, 3, 1, "ping", "127.0.0.1:2"),
                                     carried(Kind::received, 4, 2, "ping", "127.0.0.1:1"),
                                     carried(Kind::received, 5, 2, "from outside", "127.0.0.1:9")};
  const std::vector<Made> packets = synthesize(events);
  CHECK(shown(packets) == "1>2 P4, 9>2 P12");
  CHECK(parse(packets[0].bytes).protocol == Protocol::udp);
}

TEST_CASE("AF_UNIX has no packets", "[capture]") {
  std::vector<Event> events = connected();
  for (Event& made : events) made.family = "AF_UNIX";
  events.push_back(carried(Kind::sent, 8, 1, "hello"));
  CHECK(synthesize(events).empty());
}
