-- Urgent data (MSG_OOB) in the transcript: each urgent byte by itself, where its sender sent it, whenever it is taken.
local socket = require "socket"

local ADDRESS = { "127.0.0.1", 7511 }

-- A connection of the scenario with itself: the end that connected and the one that was accepted.
local function connected()
  local listener <close> = socket.create_server(ADDRESS)
  local s = socket.create_connection(ADDRESS)
  return s, (listener:accept())
end

-- "before", an urgent "!", "after": what was sent, in every order of taking it.
local TAKEN = [[
  main > main  tcp 127.0.0.1:7511
    > "before"
    > urgent "!"
    > "after"
]]

local function send_all(s)
  s:sendall("before")
  s:send("!", socket.MSG_OOB)
  s:sendall("after")
end

local function take_urgent(conn) expect(conn:recv(1, socket.MSG_OOB)):equals("!") end

describe("urgent data", { requires = { "private" } }, function()
  it("stands where it was sent, though it is taken beside the stream", function(t)
    local s, conn = connected()
    send_all(s)
    expect(conn:recv_exactly(6)):equals("before")
    take_urgent(conn)
    expect(conn:recv_exactly(5)):equals("after")
    expect(t):exchanged(TAKEN)
  end)

  it("stands there also where it is taken before all that was sent before it", function(t)
    local s, conn = connected()
    send_all(s)
    take_urgent(conn)
    expect(conn:recv_exactly(11)):equals("beforeafter")
    expect(t):exchanged(TAKEN)
  end)

  it("is the last byte of its send", function(t)
    local s, conn = connected()
    s:sendall("bef")
    s:sendall("ore!", socket.MSG_OOB)
    s:sendall("after")
    take_urgent(conn)
    expect(conn:recv_exactly(11)):equals("beforeafter")
    expect(t):exchanged [[
      main > main  tcp 127.0.0.1:7511
        > "before"
        > urgent "!"
        > "after"
    ]]
  end)

  it("is a byte of the stream to who asked for it there, and stands apart all the same", function(t)
    local s, conn = connected()
    conn:setsockopt(socket.SOL_SOCKET, socket.SO_OOBINLINE, 1)
    send_all(s)
    expect(conn:recv_exactly(12)):equals("before!after")
    expect(t):exchanged(TAKEN)
  end)

  it("is unread where nobody asked for it", function(t)
    local s, conn = connected()
    send_all(s)
    expect(conn:recv_exactly(11)):equals("beforeafter")
    expect(t):exchanged [[
      main > main  tcp 127.0.0.1:7511
        > "before"
        > unread urgent "!"
        > "after"
    ]]
  end)

  it("makes a close a reset where the stream was not read beyond it, though it was taken itself", function(t)
    local s, conn = connected()
    s:send("!", socket.MSG_OOB)
    take_urgent(conn)
    conn:close()
    expect(function() s:recv(1) end):raises(socket.ConnectionResetError)
    expect(t):exchanged [[
      main > main  tcp 127.0.0.1:7511
        > urgent "!"
        < RST
        ! recv ECONNRESET
    ]]
  end)

  it("is left over with what follows it", function(t)
    local s, conn = connected()
    s:send("a!", socket.MSG_OOB)
    expect(conn:recv_exactly(1)):equals("a")
    conn:close()
    expect(function() s:recv(1) end):raises(socket.ConnectionResetError)
    expect(t):exchanged [[
      main > main  tcp 127.0.0.1:7511
        > "a"
        > unread urgent "!"
        < RST
        ! recv ECONNRESET
    ]]
  end)

  it("is ordinary to whoever comes to it after another one took its place", function(t)
    local s, conn = connected()
    s:send("a!", socket.MSG_OOB)
    s:send("?", socket.MSG_OOB)
    s:sendall("b")
    expect(conn:recv(1, socket.MSG_OOB)):equals("?")
    expect(conn:recv_exactly(3)):equals("a!b")
    expect(t):exchanged [[
      main > main  tcp 127.0.0.1:7511
        > "a"
        > urgent "!"
        > urgent "?"
        > "b"
    ]]
  end)

  it("is lost where another one took its place before the reader got past it", function(t)
    local s, conn = connected()
    s:sendall("a")
    expect(conn:recv_exactly(1)):equals("a")
    s:send("!", socket.MSG_OOB)
    s:send("?", socket.MSG_OOB)
    s:sendall("b")
    expect(conn:recv_exactly(1)):equals("b")
    expect(t):exchanged [[
      main > main  tcp 127.0.0.1:7511
        > "a"
        > unread urgent "!"
        > unread urgent "?"
        > "b"
    ]]
  end)

  it("goes both ways, in the order in which the beginner knew of it", function(t)
    local s, conn = connected()
    conn:sendall("go")
    expect(s:recv_exactly(2)):equals("go")
    s:send("!", socket.MSG_OOB)
    take_urgent(conn)
    conn:send("?", socket.MSG_OOB)
    expect(s:recv(1, socket.MSG_OOB)):equals("?")
    s:sendall("done")
    expect(conn:recv_exactly(4)):equals("done")
    expect(t):exchanged [[
      main > main  tcp 127.0.0.1:7511
        < "go"
        > urgent "!"
        < urgent "?"
        > "done"
    ]]
  end)

  it("stands apart over AF_UNIX too", function(t)
    local a, b = socket.socketpair()
    a:sendall("before")
    a:send("!", socket.MSG_OOB)
    a:sendall("after")
    expect(b:recv(1, socket.MSG_OOB)):equals("!")
    expect(b:recv_exactly(11)):equals("beforeafter")
    expect(t):exchanged [[
      main > main  unix socketpair
        > "before"
        > urgent "!"
        > "after"
    ]]
  end)

  it("is told of a reader that waits for more, who is not woken by it", { fails = "deadlock" }, function()
    local s, conn = connected()
    s:send("!", socket.MSG_OOB)
    conn:recv(1)
  end)
end)

describe("a process", { timeout = 30, requires = { "private", "command:python3" } }, function()
  local process = require "process"

  it("is sent urgent data, and sends it", function(t)
    process.start {
      command = { "python3", "-c", [[
import socket
s = socket.create_server(("127.0.0.1", 7512))
c, peer = s.accept()
c.recv(4, socket.MSG_WAITALL)
c.send(b"?", socket.MSG_OOB)
c.recv(1)
]] }, name = "urgent", ready = { tcp = { "127.0.0.1", 7512 } },
    }
    local s = socket.create_connection { "127.0.0.1", 7512 }
    s:sendall("ask")
    s:send("!", socket.MSG_OOB)
    s:sendall("s")
    local select = require "select"
    local _, _, exceptional = select.select({}, {}, { s }, 20)
    expect(exceptional):has_length(1)
    expect(s:recv(1, socket.MSG_OOB)):equals("?")
    expect(t):exchanged [[
      main > urgent  tcp 127.0.0.1:7512
        > "ask"
        > urgent "!"
        > "s"
        < urgent "?"
    ]]
  end)
end)
