-- The ping-pong of plain/udp_epoll.cpp as a scenario: 64 bytes to and fro between two UDP sockets, `count` times. What it
-- prints the driver reads.
local socket = require "socket"
local time = require "time"

scenario("64 bytes to and fro in datagrams", { timeout = 120 }, function(t)
  local count = tonumber(t:param("count", "100000"))
  local message = ("x"):rep(64)
  local server <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
  server:bind { "127.0.0.1", 7000 }

  t:run("server", function()
    for _ = 1, count do
      local data, address = server:recvfrom(4096)
      server:sendto(data, address)
    end
  end, "client", function()
    local client <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    local began, same = time.perf_counter(), 0
    for _ = 1, count do
      client:sendto(message, { "127.0.0.1", 7000 })
      if client:recvfrom(4096) == message then same = same + 1 end
    end
    print(("bench: seconds %.9f"):format(time.perf_counter() - began))
    expect(same):equals(count)
  end)
end)
