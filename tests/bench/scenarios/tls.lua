-- What plain/tls_epoll.cpp does, as two scenarios of which the parameter `what` chooses: "handshakes", each on a connection
-- of its own with a byte each way behind it, or "bulk", blocks of 64 KiB through one connection; `count` of them. What it
-- prints the driver reads.
local socket = require "socket"
local ssl = require "ssl"
local time = require "time"

local SIZE = 65536

-- What is small goes at once, as in tls_epoll.cpp: Nagle's algorithm may hold the byte behind a handshake back for 40 ms.
local function without_delay(conn)
  conn:setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
  return conn
end

-- Plays both sides of one connection: `serve(conn)` and `call(stream)` on what is wrapped.
local function meet(t, listener, contexts, serve, call)
  t:run("server", function()
    local conn <close> = contexts.server:wrap_socket(without_delay((listener:accept())), { server_side = true })
    serve(conn)
  end, "client", function()
    local plain = without_delay(socket.create_connection { "127.0.0.1", 7000 })
    local stream <close> = contexts.client:wrap_socket(plain, { server_hostname = "localhost" })
    call(stream)
  end)
end

local kinds = {}

function kinds.handshakes(count, talk)
  local heard = 0
  for _ = 1, count do
    talk(function(conn)
      if conn:recv(1) == "x" then conn:sendall("y") end
    end, function(stream)
      stream:sendall("x")
      if stream:recv(1) == "y" then heard = heard + 1 end
    end)
  end
  expect(heard):equals(count)
end

function kinds.bulk(count, talk)
  local block = ("0123456789abcdef"):rep(SIZE // 16)
  local total, wrong = 0, 0
  talk(function(conn)
    while total < count * SIZE do
      local data = conn:recv(SIZE)
      if data:byte() ~= block:byte(total % SIZE + 1) then wrong = wrong + 1 end
      total = total + #data
    end
    conn:sendall("y")
  end, function(stream)
    for _ = 1, count do stream:sendall(block) end
    expect(stream:recv(1)):equals("y")
  end)
  expect(total):equals(count * SIZE)
  expect(wrong):equals(0)
end

scenario("TLS", { timeout = 120 }, function(t)
  local play = kinds[t:param("what", "handshakes")]
  local count = tonumber(t:param("count", "1000"))
  local authority = ssl.authority()
  local contexts = { server = authority:server_context(), client = authority:client_context() }
  local listener <close> = socket.create_server { "127.0.0.1", 7000 }
  local began = time.perf_counter()
  play(count, function(serve, call) meet(t, listener, contexts, serve, call) end)
  print(("bench: seconds %.9f"):format(time.perf_counter() - began))
end)
