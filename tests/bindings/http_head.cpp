// The fast way through a head of HTTP says no to whatever has a flaw.
#include <string>

#include "bindings/protocol/module.hpp"
#include "tests/catch.hpp"

namespace {

/// How many bytes it takes for a head; 0 where it says no.
lua_Integer taken(const std::string& bytes, bool is_request) {
  lua_State* L = luaL_newstate();
  lua_newtable(L);
  parley::open_protocols(L);
  lua_getfield(L, -1, "http_head");
  lua_pushlstring(L, bytes.data(), bytes.size());
  lua_pushboolean(L, is_request);
  lua_call(L, 2, 5);
  const lua_Integer size = lua_tointeger(L, -1);
  lua_close(L);
  return size;
}

}  // namespace

TEST_CASE("a head without a flaw is taken, up to its end", "[http]") {
  const std::string response = "HTTP/1.1 200 OK\r\nA: b\r\nEmpty:\r\nC:\t d e\x80\r\n\r\n";
  CHECK(taken(response, false) == static_cast<lua_Integer>(response.size()));
  CHECK(taken(response + "body\r\n\r\n", false) == static_cast<lua_Integer>(response.size()));
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
