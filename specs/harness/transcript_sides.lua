-- One conversation of the transcript by its name; what nobody took, also of a process; how streams are told.
local process = require "process"
local socket = require "socket"

describe("one conversation", { requires = { "private" } }, function()
  it("stands by the name that it has in the transcript", function(t)
    local listener <close> = socket.create_server { "127.0.0.1", 7500 }
    t:run("server", function()
      for _ = 1, 2 do
        local conn <close> = listener:accept()
        conn:sendall(conn:recv_line())
      end
    end, "client", function()
      for _, words in ipairs { "one\n", "two\n" } do
        local s <close> = socket.create_connection { "127.0.0.1", 7500 }
        s:sendall(words)
        expect(s:recv_all()):equals(words)
      end
    end)
    expect(t:conversation("client#2")):exchanged [[
      client#2 > server  tcp 127.0.0.1:7500
        > "two\n"
        < "two\n"
        < EOF
        > EOF
    ]]
    expect(t:conversation("client")):matches("^client > server")
    local e = expect(function() t:conversation("client#3") end):raises("there is no conversation 'client#3'")
    expect(tostring(e)):contains("there are: client, client#2")
  end)

  it("is not there where nothing was exchanged", function(t)
    expect(function() t:conversation("client") end):raises("nothing was exchanged")
  end)
end)

describe("a stream", { requires = { "private" } }, function()
  it("is one record each way where a server sends back what it reads, however that is cut", function(t)
    local a, b = socket.socketpair()
    t:run("client", function()
      a:sendall("all at once")
      a:shutdown(socket.SHUT_WR)
      expect(a:recv_all()):equals("all at once")
    end, "server", function()
      for bytes in function() return b:recv(3) end do
        if bytes == "" then break end
        b:sendall(bytes)
      end
      b:shutdown(socket.SHUT_WR)
    end)
    expect(t):exchanged [[
      main > main  unix socketpair
        > "all at once"
        > EOF
        < "all at once"
        < EOF
    ]]
  end)

  -- Byte by byte (--segment=1) it takes a while.
  it("is one record where a call had to wait for room, though answers came meanwhile", { timeout = 60 }, function(t)
    local size = 300000
    local a, b = socket.socketpair()
    t:run("client", function() a:sendall(("x"):rep(size)) end, "client", function()
      expect(#a:recv_exactly(size)):equals(size)
    end, "server", function()
      local left = size
      while left > 0 do
        local bytes = b:recv(65536)
        b:sendall(bytes)
        left = left - #bytes
      end
    end)
    local record = '"' .. ("x"):rep(64) .. '" ... 300000 bytes, xxh3 '
    expect(t:conversation("main")):matches(("^main > main  unix socketpair\n  > %s(%%x+)\n  < %s%%1\n$"):format(
      record, record))
  end)

  it("shows binary data in hexadecimal, 16 bytes a line", function(t)
    local a, b = socket.socketpair()
    a:sendall("\0\1\2\3\4\5\6\7\8\9\10\11\12\13\14\15\255")
    b:recv_exactly(17)
    expect(t):exchanged [[
      main > main  unix socketpair
        > 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f
          ff
    ]]
  end)
end)

describe("a process at the other end", { timeout = 30, requires = { "private", "command:python3" } }, function()
  it("has sent what waits unread, before the socket is closed and after", function(t)
    local server = process.start {
      command = { "python3", "-u", "-c", [[
import socket
s = socket.create_server(("127.0.0.1", 7501))
connection, peer = s.accept()
connection.sendall(b"read, not read")
print("sent")
connection.recv(1)
]] }, name = "talker", ready = { tcp = { "127.0.0.1", 7501 } },
    }
    local s = socket.create_connection { "127.0.0.1", 7501 }
    server:wait_for_output("sent")
    expect(s:recv_exactly(6)):equals("read, ")
    expect(t):exchanged [[
      main > talker  tcp 127.0.0.1:7501
        < "read, "
        < unread "not read"
    ]]
    s:close()
    expect(t):exchanged [[
      main > talker  tcp 127.0.0.1:7501
        < "read, "
        > RST
        < unread "not read"
    ]]
  end)
end)
