-- How conversations end badly, or never begin, in the transcript: each in one form, whatever came first.
local socket = require "socket"

local ADDRESS = { "127.0.0.1", 7513 }

-- Plays a server and a client on one connection, each given its end of it.
local function play(t, server, client)
  local listener <close> = socket.create_server(ADDRESS)
  t:run("server", function() server((listener:accept())) end, "client", function()
    client(socket.create_connection(ADDRESS))
  end)
end

-- SO_LINGER with a time of 0: close() resets the connection.
local function reset(s)
  s:setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, string.pack("=i4i4", 1, 0))
  s:close()
end

local function is_reset(s)
  expect(function() s:recv(1) end):raises(socket.ConnectionResetError)
end

describe("a reset", { requires = { "private" } }, function()
  it("of the server's stands where its end would, and the client's call that was told of it", function(t)
    play(t, function(conn)
      expect(conn:recv_exactly(5)):equals("hello")
      reset(conn)
    end, function(s)
      s:sendall("hello")
      is_reset(s)
      s:close()
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:7513
        > "hello"
        < RST
        ! recv ECONNRESET
        > EOF
    ]]
  end)

  it("of the client's is told to the server, whose calls are named with its role", function(t)
    play(t, function(conn)
      conn:sendall("hello")
      is_reset(conn)
    end, function(s)
      expect(s:recv_exactly(5)):equals("hello")
      reset(s)
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:7513
        < "hello"
        > RST
        ! server recv ECONNRESET
    ]]
  end)

  it("comes of a close that leaves something unread, which stands there", function(t)
    play(t, function(conn)
      expect(conn:recv_exactly(3)):equals("one")
      expect(conn:recv(1, socket.MSG_PEEK)):equals("t")
      conn:close()
    end, function(s)
      s:sendall("onetwo")
      is_reset(s)
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:7513
        > "one"
        > unread "two"
        < RST
        ! recv ECONNRESET
    ]]
  end)

  it("is no reset any more to who writes after it", function(t)
    play(t, function(conn) reset(conn) end, function(s)
      is_reset(s)
      expect(function() s:sendall("x") end):raises(socket.BrokenPipeError)
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:7513
        < RST
        ! recv ECONNRESET
        ! sendall EPIPE
    ]]
  end)
end)

describe("a half-close", { requires = { "private" } }, function()
  it("ends one way, and the other way goes on", function(t)
    play(t, function(conn)
      expect(conn:recv_all()):equals("ask")
      conn:sendall("answer")
      conn:close()
    end, function(s)
      s:sendall("ask")
      s:shutdown(socket.SHUT_WR)
      expect(s:recv_all()):equals("answer")
      s:close()
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:7513
        > "ask"
        > EOF
        < "answer"
        < EOF
    ]]
  end)
end)

describe("an end in the middle of what comes", { requires = { "private" } }, function()
  it("stands between what was taken before it and after", function(t)
    play(t, function(conn)
      conn:sendall("onetwo")
      expect(conn:recv_all()):equals("")
      conn:close()
    end, function(s)
      local bytes = ""
      while #bytes < 3 do bytes = bytes .. s:recv(3 - #bytes) end
      s:shutdown(socket.SHUT_WR)
      while #bytes < 6 do bytes = bytes .. s:recv(6 - #bytes) end
      expect(bytes):equals("onetwo")
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:7513
        < "one"
        > EOF
        < "two"
        < EOF
    ]]
  end)
end)

describe("a connection that is refused", { requires = { "private" } }, function()
  it("is a conversation with nobody", function(t)
    expect(function() socket.create_connection(ADDRESS) end):raises(socket.ConnectionRefusedError)
    expect(t):exchanged [[
      main > -  tcp 127.0.0.1:7513
        ! connect ECONNREFUSED
    ]]
  end)

  it("has the words of its family", function(t)
    local s <close> = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    expect(function() s:connect "nobody.sock" end):raises(socket.FileNotFoundError)
    local six <close> = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
    expect(six:connect_ex { "::1", 7513 }):equals(socket.ECONNREFUSED)
    expect(t):exchanged [[
      main > -  unix nobody.sock
        ! connect ENOENT
      main#2 > -  tcp [::1]:7513
        ! connect ECONNREFUSED
    ]]
  end)

  it("is told of a datagram by the call after it", function(t)
    local s <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s:connect(ADDRESS)
    s:send("anybody?")
    expect(function() s:recv(1) end):raises(socket.ConnectionRefusedError)
    expect(t):exchanged [[
      main > -  udp 127.0.0.1:7513
        > "anybody?"
        ! recv ECONNREFUSED
    ]]
  end)
end)

describe("silence", { requires = { "private" } }, function()
  it("is the server's where it was the server that waited", function(t)
    play(t, function(conn)
      conn:settimeout(0.01)
      expect(function() conn:recv(10) end):raises(socket.timeout)
      conn:close()
    end, function(s) expect(s:recv_all()):equals("") end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:7513
        ! server recv timeout
        < EOF
    ]]
  end)

  it("of a read that has a part is told behind that part", function(t)
    play(t, function(conn)
      conn:sendall("half")
      expect(conn:recv_all()):equals("")
    end, function(s)
      s:settimeout(0.05)
      expect(function() s:recv_exactly(8) end):raises(socket.timeout)
      s:close()
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:7513
        < "half"
        ! recv timeout
        > EOF
    ]]
  end)
end)

describe("descriptors that pass", { requires = { "private" } }, function()
  it("stand before the bytes that they came with, each way", function(t)
    local a, b = socket.socketpair()
    local one, two = socket.socketpair()
    a:sendall("before")
    expect(b:recv_exactly(6)):equals("before")
    socket.send_fds(a, { "both" }, { one:fileno(), two:fileno() })
    local bytes, fds = socket.recv_fds(b, 1, 2)
    expect(#fds):equals(2)
    expect(bytes .. b:recv_exactly(4 - #bytes)):equals("both")
    socket.send_fds(b, { "back" }, { fds[1] })
    for _, fd in ipairs(fds) do socket.close(fd) end
    bytes, fds = socket.recv_fds(a, 4, 1)
    socket.close(fds[1])
    expect(bytes .. a:recv_exactly(4 - #bytes)):equals("back")
    expect(t:conversation("main")):exchanged [[
      main > main  unix socketpair
        > "before"
        > 2 descriptors
        > "both"
        < 1 descriptor
        < "back"
    ]]
  end)
end)
