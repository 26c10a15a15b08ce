-- The echoes of plain/echo_epoll.cpp as a scenario: 64 bytes to and fro, `count` times on each of so many `connections`.
-- What it prints the driver reads.
local socket = require "socket"
local time = require "time"

local message = ("x"):rep(64)

local function answer(conn)
  while true do
    local data = conn:recv(4096)
    if data == "" then return end
    conn:sendall(data)
  end
end

scenario("64 bytes to and fro", { timeout = 120 }, function(t)
  local connections = tonumber(t:param("connections", "1"))
  local count = tonumber(t:param("count", "100000"))
  local listener <close> = socket.create_server { "127.0.0.1", 7000 }
  local same = 0

  local function ask(stream)
    for _ = 1, count do
      stream:sendall(message)
      if stream:recv(4096) == message then same = same + 1 end
    end
    stream:close()
  end

  local streams, servers, clients = {}, {}, {}
  for i = 1, connections do
    streams[i] = socket.create_connection { "127.0.0.1", 7000 }
    servers[i] = t:spawn("server", answer, (listener:accept()))
  end
  local began = time.perf_counter()
  for i = 1, connections do clients[i] = t:spawn("client", ask, streams[i]) end
  for i = 1, connections do clients[i]:join() end
  print(("bench: seconds %.9f"):format(time.perf_counter() - began))
  for i = 1, connections do servers[i]:join() end
  expect(same):equals(connections * count)
end)
