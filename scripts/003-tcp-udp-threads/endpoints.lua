-- Document 003, lines 3-13: what a socket is. An address and a port name an endpoint, and two endpoints a stream.
local socket = require "socket"

local ADDRESS = { "127.0.0.1", 8001 }

-- Its programs bind without SO_REUSEADDR: on the host the port would not be free again for a minute.
local in_private = { requires = { "private" } }

describe("a socket of document 003", in_private, function()
  it("is named by an address and a port, and a stream by two of them", function(t)
    local server <close> = socket.create_server(ADDRESS)
    local first <close> = socket.create_connection(ADDRESS)
    local second <close> = socket.create_connection(ADDRESS)
    local to_first <close>, first_name = server:accept()
    local to_second <close>, second_name = server:accept()
    expect(first_name.host):equals(second_name.host)
    expect(first_name.port):not_equals(second_name.port)
    expect(first:getsockname()):equals(first_name)
    expect(to_first:getsockname()):equals(to_second:getsockname())
    expect(to_second:getpeername()):equals(second:getsockname())
    expect(t):exchanged [[
      main > main  tcp 127.0.0.1:8001
      main#2 > main  tcp 127.0.0.1:8001
    ]]
  end)

  it("carries data both ways, and at the same time", { segment = false }, function(t)
    local size = 4 * 1024 * 1024 -- far more than the buffers on the way hold
    local function swap(s, letter, other)
      local received = t:spawn("reader of " .. other, function() return s:recv_exactly(size) end)
      s:sendall(letter:rep(size))
      expect(received:join() == other:rep(size)):is_true()
    end
    t:run("server", function()
      local server <close> = socket.create_server(ADDRESS)
      local conn <close> = server:accept()
      swap(conn, "s", "c")
    end, "client", function()
      local s <close> = socket.create_connection(ADDRESS)
      swap(s, "c", "s")
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:8001
        > "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc" ... 4194304 bytes, xxh3 bd5dae18170b478e
        < "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss" ... 4194304 bytes, xxh3 408f7f8b60a241e5
        > EOF
        < EOF
    ]]
  end)

  it("hides the protocol behind the same calls, over TCP as over UDP", function(t)
    for _, kind in ipairs { socket.SOCK_STREAM, socket.SOCK_DGRAM } do
      local server <close> = socket.socket(socket.AF_INET, kind)
      server:bind(ADDRESS)
      if kind == socket.SOCK_STREAM then server:listen(5) end
      local client <close> = socket.socket(socket.AF_INET, kind)
      client:connect(ADDRESS)
      client:send("Hello")
      local reader = kind == socket.SOCK_STREAM and server:accept() or server
      expect(reader:recv_exactly(5)):equals("Hello")
    end
    expect(t):exchanged [[
      main > main  tcp 127.0.0.1:8001
        > "Hello"
        > EOF
      main#2 > main  udp 127.0.0.1:8001
        > "Hello"
    ]]
  end)
end)
