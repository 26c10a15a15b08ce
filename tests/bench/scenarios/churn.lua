-- The connections of plain/churn_epoll.cpp as a scenario: connect, 16 bytes each way, close; `count` of them, `at_once` at a
-- time. What it prints the driver reads.
local socket = require "socket"
local time = require "time"

local message = ("x"):rep(16)

local function answer(conn)
  conn:sendall(conn:recv(16))
  conn:close()
end

scenario("connections that come and go", { timeout = 120 }, function(t)
  local count = tonumber(t:param("count", "20000"))
  local at_once = tonumber(t:param("at_once", "1"))
  local listener <close> = socket.create_server { "127.0.0.1", 7000 }
  local left, same = count, 0

  -- One after the other a server answers at once; of many each gets a task.
  local function serve()
    for _ = 1, count do
      local conn = listener:accept()
      if at_once == 1 then answer(conn) else t:spawn("answer", answer, conn) end
    end
  end

  local function call()
    while left > 0 do
      left = left - 1
      local stream = socket.create_connection { "127.0.0.1", 7000 }
      stream:sendall(message)
      if stream:recv(16) == message then same = same + 1 end
      stream:close()
    end
  end

  t:spawn("server", serve)
  local began, clients = time.perf_counter(), {}
  for i = 1, at_once do clients[i] = t:spawn("client", call) end
  for i = 1, at_once do clients[i]:join() end
  print(("bench: seconds %.9f"):format(time.perf_counter() - began))
  expect(same):equals(count)
end)
