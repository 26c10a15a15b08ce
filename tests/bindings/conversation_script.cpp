// A conversation as a script of parley's: what a person can read, and the test plays.
#include <cstdio>

#include "tests/bindings/conversation.hpp"

namespace parley::conversations {

namespace {

constexpr const char* preamble = R"(local socket = require "socket"
local t = ...
local listeners, clients, servers, left, met, names, events = {}, {}, {}, {}, {}, {}, {}

local function listen(i, family, kind, address)
  listeners[i] = socket.socket(family, kind)
  listeners[i]:bind(address)
  if kind ~= socket.SOCK_DGRAM then listeners[i]:listen() end
  left[i], met[i] = "", t:event()
end

local function connect(i)
  clients[i] = socket.socket(listeners[i].family, listeners[i].type)
  clients[i]:connect(listeners[i]:getsockname())
  names[i] = clients[i]:getsockname()
  met[i]:set()
end

local function accept(i)
  if listeners[i].type ~= socket.SOCK_DGRAM then
    servers[i] = listeners[i]:accept()
  else
    met[i]:wait()
    servers[i] = listeners[i]
    servers[i]:connect(names[i])
  end
end

local function read(s, n, most)
  while n > 0 do n = n - #s:recv(most or n) end
end

local function read_from_buffer(i, n)
  while #left[i] < n do left[i] = left[i] .. servers[i]:recv(65536) end
  left[i] = left[i]:sub(n + 1)
end

local function read_end(s)
  while s:recv(10000) ~= "" do end
end

local function echo(s, n)
  while n > 0 do
    local bytes = s:recv(n)
    s:sendall(bytes)
    n = n - #bytes
  end
end

)";

std::string literal(const std::string& bytes) {
  std::string text = "\"";
  for (const char c : bytes) {
    char escaped[8];
    const auto number = static_cast<unsigned>(static_cast<unsigned char>(c));
    std::snprintf(escaped, sizeof escaped, "\\%03u", number);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    text += plain ? std::string(1, c) : escaped;
  }
  return text + '"';
}

std::string listener(const Link& link, int number) {
  const std::string start = "listen(" + std::to_string(number) + ", ";
  if (link.transport == Transport::tcp)
    return start + "socket.AF_INET, socket.SOCK_STREAM, { \"127.0.0.1\", 0 })\n";
  if (link.transport == Transport::udp)
    return start + "socket.AF_INET, socket.SOCK_DGRAM, { \"127.0.0.1\", 0 })\n";
  const char* type = link.transport == Transport::unix_stream ? "STREAM" : "SEQPACKET";
  return start + "socket.AF_UNIX, socket.SOCK_" + type + ", \"\")\n";
}

/// What the role of the action's side does, as a line of Lua.
std::string line(const Conversation& conversation, const Action& action, std::size_t number) {
  const Link& link = conversation.links[static_cast<std::size_t>(action.link)];
  const std::string i = std::to_string(action.link);
  const std::string self = (action.server ? "servers[" : "clients[") + i + "]";
  const std::string event = "events[" + std::to_string(number) + "]";
  const std::string count = std::to_string(action.count);
  switch (action.what) {
    case What::connect:
      return "connect(" + i + ")";
    case What::accept:
      return "accept(" + i + ")";
    case What::send:
      return self + (number % 2 == 0 ? ":sendall(" : ":send(") + literal(action.bytes) + ")";
    case What::read:
      if (!link.is_stream()) return self + ":recv(65536)";
      if (action.server && link.overreads) return "read_from_buffer(" + i + ", " + count + ")";
      return "read(" + self + ", " + count + ")";
    case What::read_greedy:
      if (action.server && link.overreads) return "read_from_buffer(" + i + ", " + count + ")";
      return "read(" + self + ", " + count + ", 65536)";
    case What::read_exactly:
      return self + ":recv_exactly(" + count + ")";
    case What::read_line:
      return self + ":recv_line()";
    case What::read_until:
      return self + ":recv_until(" + literal(action.bytes) + ")";
    case What::read_end:
      return "read_end(" + self + ")";
    case What::read_all:
      return self + ":recv_all()";
    case What::echo:
      return "echo(" + self + ", " + count + ")";
    case What::shutdown:
      return self + ":shutdown(socket.SHUT_WR)";
    case What::close:
      return self + ":close()";
    case What::abandon:
      return event + ".ready:wait() " + self + ":recv(1, socket.MSG_PEEK) " + self + ":close() " + event +
             ".done:set()";
    case What::pause:
      return event + ".ready:wait()";
  }
  return {};
}

/// What the role at the other side does for it, if anything.
std::string answer(const Action& action, std::size_t number) {
  const std::string event = "events[" + std::to_string(number) + "]";
  const std::string other = (action.server ? "clients[" : "servers[") + std::to_string(action.link) + "]";
  if (action.what == What::pause) return event + ".ready:set()";
  if (action.what != What::abandon) return {};
  return event + ".ready:set() " + event + ".done:wait() expect(function() " + other +
         ":recv(1) end):raises(socket.ConnectionResetError) " + other + ":close()";
}

std::string program(const Conversation& conversation, int role) {
  std::string text;
  for (std::size_t i = 0; i < conversation.actions.size(); ++i) {
    const Action& action = conversation.actions[i];
    const Link& link = conversation.links[static_cast<std::size_t>(action.link)];
    const std::string other = answer(action, i);
    if (role == (action.server ? link.client : link.server) && !other.empty()) text += "  " + other + '\n';
    if (role == (action.server ? link.server : link.client))
      text += "  " + line(conversation, action, i) + '\n';
  }
  return text;
}

}  // namespace

std::string script_of(const Conversation& conversation) {
  std::string text = preamble;
  for (std::size_t i = 0; i < conversation.links.size(); ++i)
    text += listener(conversation.links[i], static_cast<int>(i));
  text += "for i = 0, " + std::to_string(conversation.actions.size()) +
          " do events[i] = { ready = t:event(), done = t:event() } end\nt:run(";
  for (int role = 0; role < conversation.roles; ++role) {
    text += (role > 0 ? ", \"r" : "\"r") + std::to_string(role) + "\", function()\n" +
            program(conversation, role) + "end";
  }
  return text + ")\n";
}

}  // namespace parley::conversations
