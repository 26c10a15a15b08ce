-- The exchanges that the other specs are made of, as a tutorial writes them: an echo, a request, kinds of bytes.
local socket = require "socket"
local support = require "support"

local error_of, connected = support.error_of, support.connected

describe("a stream", function()
  it("echoes what it is sent until its end", { covers = { "echo.roundtrip" } }, function(t)
    t:run("server", function()
      local listener <close> = socket.create_server { "127.0.0.1", 65432 }
      local conn <close> = listener:accept()
      local data = conn:recv(1024)
      while data ~= "" do
        conn:sendall(data)
        data = conn:recv(1024)
      end
    end, "client", function()
      local stream <close> = socket.create_connection { "127.0.0.1", 65432 }
      stream:sendall("Hello World")
      expect(stream:recv_exactly(11)):equals("Hello World")
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:65432
        > "Hello World"
        < "Hello World"
        > EOF
        < EOF
    ]]
  end)

  it("carries a request of HTTP, byte by byte as it was written", {
    segment = false, covers = { "http.request_bytes" },
  }, function()
    local client, accepted = connected()
    local request = "GET / HTTP/1.1\r\nHost: " .. "localhost" .. "\r\nConnection: close\r\n\r\n"
    expect(client:send(request)):equals(54)
    expect(accepted:recv(4096)):equals(request)
  end)

  it("takes strings and bytearrays for bytes, and no list of them", {
    covers = { "send.bytearray_memoryview_array" },
  }, function()
    local client, accepted = connected()
    for _, bytes in ipairs { socket.bytearray("ab"), "cd", socket.bytearray("ef") } do
      expect(client:send(bytes)):equals(2)
    end
    expect(accepted:recv_exactly(6)):equals("abcdef")
    expect(error_of(client.sendall, client, { "Hello World" }))
      :equals("TypeError: a bytes-like object is required, not 'tuple'")
  end)
end)
