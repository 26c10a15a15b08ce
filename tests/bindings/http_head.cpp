// The fast way through a head of HTTP says no to whatever has a flaw.
#include "bindings/protocol/http_head.hpp"

#include <string>

#include "tests/catch.hpp"

namespace {

/// How many bytes it takes for a head; 0 where it says no.
std::size_t taken(const std::string& bytes, bool is_request) {
  parley::HttpHead head;
  return parley::read_http_head(bytes, is_request, head) ? head.size : 0;
}

/// A response with these fields, whose lines are `lines`.
parley::HttpHead response(const std::string& lines) {
  static std::string bytes;  // The head has views of it.
  bytes = "HTTP/1.1 200 OK\r\n" + lines + "\r\n";
  parley::HttpHead head;
  REQUIRE(parley::read_http_head(bytes, false, head));
  return head;
}

}  // namespace

TEST_CASE("a head without a flaw is taken, up to its end", "[http]") {
  const std::string response = "HTTP/1.1 200 OK\r\nA: b\r\nEmpty:\r\nC:\t d e\x80\r\n\r\n";
  CHECK(taken(response, false) == response.size());
  CHECK(taken(response + "body\r\n\r\n", false) == response.size());
  CHECK(taken("HTTP/1.0 599 \r\n\r\n", false) == 17);
  CHECK(taken("GET /a?b HTTP/1.1\r\n\r\n", true) == 21);
}

TEST_CASE("a head that is not there as a whole is left", "[http]") {
  const std::string response = "HTTP/1.1 200 OK\r\nA: b\r\n\r\n";
  for (std::size_t size = 0; size < response.size(); ++size)
    CHECK(taken(response.substr(0, size), false) == 0);
}

TEST_CASE("a head with a flaw is left", "[http]") {
  for (const char* bytes : {"HTTP/2.0 200 OK\r\n\r\n", "HTTP/1.x 200 OK\r\n\r\n", "HTTP/1.1 600 OK\r\n\r\n",
                            "HTTP/1.1 200\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 200 O\x01K\r\n\r\n",
                            "HTTP/1.1 200 OK\n\n", "HTTP/1.1 200 OK\r\nA b\r\n\r\n",
                            "HTTP/1.1 200 OK\r\nA : b\r\n\r\n", "HTTP/1.1 200 OK\r\nA: b \r\n\r\n",
                            "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n", "HTTP/1.1 200 OK\r\n: b\r\n\r\n",
                            "HTTP/1.1 200 OK\r\nA: b\x7f\r\n\r\n", "HTTP/1.1 200 OK\r\nA: b\n\r\n\r\n"}) {
    INFO(bytes);
    CHECK(taken(bytes, false) == 0);
  }
  for (const char* bytes :
       {"GET  / HTTP/1.1\r\n\r\n", "G@T / HTTP/1.1\r\n\r\n", "GET /\x80 HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1 \r\n\r\n", " GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.10\r\n\r\n"}) {
    INFO(bytes);
    CHECK(taken(bytes, true) == 0);
  }
}

TEST_CASE("a head gives its fields one by one", "[http]") {
  const parley::HttpHead head = response("A: b: c\r\nEmpty:\r\nBlank: \t\r\n");
  CHECK(head.field_count == 3);
  std::string_view lines = head.fields;
  std::string all;
  while (!lines.empty()) {
    const parley::HttpField field = parley::take_http_field(lines);
    all += std::string(field.name) + "=" + std::string(field.value) + ";";
  }
  CHECK(all == "A=b: c;Empty=;Blank=;");
}

TEST_CASE("a head says how long its body is, where that is plain", "[http]") {
  using parley::HttpLength;
  CHECK(response("").length_kind == HttpLength::unsaid);
  const parley::HttpHead head = response("content-LENGTH: 0123456789\r\n");
  CHECK(head.length_kind == HttpLength::known);
  CHECK(head.length == 123456789);
  CHECK(head.has_known_body());
  for (const char* lines :
       {"Content-Length: 1\r\nContent-Length: 1\r\n", "Content-Length: 1, 1\r\n", "Content-Length: -1\r\n",
        "Content-Length: +1\r\n", "Content-Length:\r\n", "Content-Length: 1234567890123456789\r\n",
        "Transfer-Encoding: chunked\r\n", "Content-Length: 1\r\nTransfer-Encoding: x\r\n",
        "Transfer-Encoding: x\r\nContent-Length: 1\r\n"}) {
    INFO(lines);
    CHECK(response(lines).length_kind == HttpLength::unclear);
    CHECK_FALSE(response(lines).has_known_body());
  }
}

TEST_CASE("some responses have no body, whatever length they say", "[http]") {
  for (const char* status : {"101", "204", "304"}) {
    const std::string bytes = std::string("HTTP/1.1 ") + status + " \r\nContent-Length: 1\r\n\r\n";
    parley::HttpHead head;
    REQUIRE(parley::read_http_head(bytes, false, head));
    CHECK(std::to_string(head.status()) == status);
    CHECK_FALSE(head.has_known_body());
  }
}

TEST_CASE("a head says whether the connection goes on", "[http]") {
  CHECK(response("").keeps_alive("HTTP/1.1"));
  CHECK_FALSE(response("").keeps_alive("HTTP/1.0"));
  CHECK(response("Connection: Keep-Alive\r\n").keeps_alive("HTTP/1.0"));
  for (const char* lines : {"connection: CLOSE\r\n", "Connection: a,\t close ,,\r\n",
                            "Connection: keep-alive\r\nConnection: close\r\n"}) {
    INFO(lines);
    CHECK_FALSE(response(lines).keeps_alive("HTTP/1.1"));
  }
  CHECK(response("Connection: closed, clos, \"close\"\r\n").keeps_alive("HTTP/1.1"));
}
