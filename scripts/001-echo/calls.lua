-- Document 001, lines 45-110: what each call of the card does. The card lists connect and connect_ex under the server
-- and bind, listen and accept under the client too; here each stands where it works.
local socket = require "socket"

local HOST, PORT = "127.0.0.1", 65432

describe("the calls of document 001", function()
  it("connect_ex returns an errno where connect raises", function(t)
    local s <close> = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    expect(s:connect_ex { HOST, PORT }):equals(socket.ECONNREFUSED)
    local listener <close> = socket.create_server { HOST, PORT }
    expect(s:connect_ex { HOST, PORT }):equals(0)
    expect(s:connect_ex { HOST, PORT }):equals(socket.EISCONN)
    expect(listener:getsockname()):equals { HOST, PORT }
    expect(t):exchanged [[
      main > -  tcp 127.0.0.1:65432
        ! connect ECONNREFUSED
      main#2 > main  tcp 127.0.0.1:65432
    ]]
  end)

  it("connect_ex still raises what is wrong with the address itself", function()
    local s <close> = socket.socket()
    local e = expect(function() s:connect_ex { HOST, 65536 } end):raises(socket.OverflowError)
    expect(tostring(e)):equals("connect_ex(): port must be 0-65535.")
  end)

  it("accept gives a new socket and the client's address", function(t)
    local listener <close> = socket.create_server { HOST, PORT }
    t:run("client", function()
      local stream <close> = socket.create_connection { HOST, PORT }
      expect(stream:recv(1024)):equals("")
      t:defer(function() expect(stream:fileno()):equals(-1) end)
    end, "server", function()
      local conn <close>, addr = listener:accept()
      expect(conn:getpeername()):equals(addr)
      expect(conn:getsockname()):equals { HOST, PORT }
      expect(conn:fileno()):not_equals(listener:fileno())
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:65432
        < EOF
        > EOF
    ]]
  end)

  it("recv takes a maximum, not the size of a message", { segment = false }, function(t)
    local parts = {}
    t:run("server", function()
      local listener <close> = socket.create_server { HOST, PORT }
      local conn <close> = listener:accept()
      conn:sendall("Hello World")
    end, "client", function()
      local stream <close> = socket.create_connection { HOST, PORT }
      repeat
        local data = stream:recv(4)
        parts[#parts + 1] = data
      until data == ""
    end)
    expect(parts):equals { "Hell", "o Wo", "rld", "" }
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:65432
        < "Hello World"
        < EOF
        > EOF
    ]]
  end)

  it("sendall sends more than any buffer holds, to its one peer", { segment = false }, function(t)
    local size = 16 * 1024 * 1024
    local message = ("0123456789abcdef"):rep(size // 16)
    t:run("server", function()
      local listener <close> = socket.create_server { HOST, PORT }
      local conn <close> = listener:accept()
      local got = conn:recv_exactly(size)
      expect(got == message):is_true()
    end, "client", function()
      local stream <close> = socket.create_connection { HOST, PORT }
      local window = stream:getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF)
      expect(window):at_most(size - 1)
      expect(stream:sendall(message)):is_nil()
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:65432
        > "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" ... 16777216 bytes, xxh3 4fa803b5f93ddceb
        > EOF
        < EOF
    ]]
  end)

  it("a port above 1023 needs no privilege; in a network of one's own none does", {
    requires = { "private" },
  }, function(t)
    local first_free = tonumber(t:read("/proc/sys/net/ipv4/ip_unprivileged_port_start"))
    expect(PORT):at_least(first_free)
    for _, port in ipairs { 1, 80, 1023, 1024, PORT } do
      local listener <close> = socket.create_server { HOST, port }
      expect(listener:getsockname()):equals { HOST, port }
    end
  end)

  it("carries bytes, and leaves it to the reader what they mean", function(t)
    t:run("server", function()
      local listener <close> = socket.create_server { HOST, PORT }
      local conn <close> = listener:accept()
      conn:sendall("that\u{2019}s") -- the apostrophe that the document shows as three wrong characters
    end, "client", function()
      local stream <close> = socket.create_connection { HOST, PORT }
      local data = stream:recv_all()
      expect(data):has_length(8)
      expect(repr(data)):equals([[b'that\xe2\x80\x99s']])
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:65432
        < "that’s"
        < EOF
        > EOF
    ]]
  end)

  it("a block closes what it opened, also when it is left by an error", function()
    local kept
    expect(function()
      local stream <close> = socket.socket()
      kept = stream
      expect(stream:fileno()):at_least(0)
      error("out of here")
    end):raises("out of here")
    expect(kept:fileno()):equals(-1)
    expect(tostring(kept)):contains("[closed]")
    expect(function() kept:send("x") end):raises(socket.OSError, { errno = socket.EBADF })
  end)
end)
