-- The option record = false: nothing of the exchange is kept, and everything else is as it was.
local socket = require "socket"

local ADDRESS = { "127.0.0.1", 7520 }

local function connected()
  local listener <close> = socket.create_server(ADDRESS)
  local s = socket.create_connection(ADDRESS)
  return s, (listener:accept())
end

describe("without a record", { record = false, requires = { "private" } }, function()
  -- Cut in pieces, each line would wait for the acknowledgement of its first part (TCP_NODELAY, tcp(7)).
  it("bytes pass, each waiting for the other", { segment = false }, function(t)
    local s, conn = connected()
    t:run("client", function()
      for i = 1, 100 do
        s:sendall(i .. "\n")
        expect(s:recv_line()):equals(-i .. "\n")
      end
      s:close()
    end, "server", function()
      for _ = 1, 100 do conn:sendall("-" .. conn:recv_line()) end
      expect(conn:recv(1)):equals("")
    end)
  end)

  it("an end that is closed with bytes unread resets the connection", function()
    local s, conn = connected()
    s:sendall("nobody reads this")
    conn:close()
    expect(function() s:recv(1) end):raises(socket.ConnectionResetError)
  end)

  it("datagrams and messages keep their boundaries", function()
    local a <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    local b <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    a:bind(ADDRESS)
    b:sendto("one", ADDRESS)
    b:sendto("two", ADDRESS)
    expect(a:recv(100)):equals("one")
    expect(a:recv(100)):equals("two")
    local c, d = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    c:send("three")
    c:send("four")
    expect(d:recv(100)):equals("three")
    expect(d:recv(100)):equals("four")
  end)

  it("descriptors pass", function()
    local a, b = socket.socketpair()
    local c, d = socket.socketpair()
    socket.send_fds(a, { "x" }, { c:fileno() })
    local _, fds = socket.recv_fds(b, 1, 1)
    local again <close> = socket.socket { fileno = fds[1] }
    again:sendall("through the copy")
    expect(d:recv_exactly(16)):equals("through the copy")
  end)

  it("calls that fail, and lookups, raise what they raise", function()
    expect(function() socket.create_connection(ADDRESS) end):raises(socket.ConnectionRefusedError)
    expect(function() socket.getaddrinfo("no-such-host.invalid", 80) end):raises(socket.gaierror)
    local udp <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp:connect(ADDRESS)
    udp:send("x")
    expect(function() udp:recv(1) end):raises(socket.ConnectionRefusedError)
  end)

  it("calls are listed all the same", function(t)
    local a = socket.socketpair()
    a:send("x")
    expect(t:calls("main")):equals { "socketpair", "send" }
  end)

  it("a conversation cannot be asked for, and the error says the way out", function(t)
    local a, b = socket.socketpair()
    a:sendall("x")
    expect(b:recv(1)):equals("x")
    expect(function() t:conversation("main") end):raises(
      "not recorded: the scenario has the option record = false: take it away")
  end)

  it("the exchange cannot be compared", { fails = "there is none" }, function(t)
    expect(t):exchanged [[]]
  end)
end)

describe("of scenarios that share a process", { requires = { "private" } }, function()
  local listener
  before_all(function() listener = socket.create_server(ADDRESS) end)

  local function talk()
    local s <close> = socket.create_connection(ADDRESS)
    local conn <close> = listener:accept()
    s:sendall("x")
    expect(conn:recv(1)):equals("x")
  end

  it("one is not recorded", { record = false }, function(t)
    talk()
    expect(function() t:conversation("main") end):raises("not recorded")
  end)

  it("and the next one is", function(t)
    talk()
    expect(t):exchanged [[
      main > main  tcp 127.0.0.1:7520
        > "x"
        > EOF
        < EOF
    ]]
  end)
end)
