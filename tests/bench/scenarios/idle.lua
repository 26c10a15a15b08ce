-- The idle connections of plain/idle_epoll.cpp as a scenario: `count` of them are opened, and each has a task of the server's
-- that waits for its first byte; all that `times` times. In the end a byte goes through each. What it prints the driver
-- reads: the time of all openings, and the memory of the first one.
local socket = require "socket"
local time = require "time"

local PAGE = 4096

-- Bytes of this process that are in memory (proc(5), statm).
local function resident(t) return tonumber(t:read("/proc/self/statm"):match("^%d+ (%d+)")) * PAGE end

scenario("connections that say nothing", { timeout = 120 }, function(t)
  local count = tonumber(t:param("count", "9000"))
  local times = tonumber(t:param("times", "1"))
  local listener <close> = socket.create_server { "127.0.0.1", 7000 }
  local heard = 0

  local function wait_for_a_byte(conn)
    if conn:recv(1) == "x" then heard = heard + 1 end
    conn:close()
  end

  local function open_all()
    local streams, servers = {}, {}
    for i = 1, count do
      streams[i] = socket.create_connection { "127.0.0.1", 7000 }
      servers[i] = t:spawn("server", wait_for_a_byte, (listener:accept()))
    end
    t:sleep(0) -- now each of them waits
    return streams, servers
  end

  local seconds, bytes = 0, nil
  for _ = 1, times do
    collectgarbage()
    local before, began = resident(t), time.perf_counter()
    local streams, servers = open_all()
    seconds = seconds + time.perf_counter() - began
    bytes = bytes or resident(t) - before
    for i = 1, count do
      streams[i]:sendall("x")
      servers[i]:join()
      streams[i]:close()
    end
  end
  print(("bench: seconds %.9f bytes_a_pair %.1f"):format(seconds, bytes / count))
  expect(heard):equals(count * times)
end)
