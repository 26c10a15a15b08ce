-- A process at the other end, of which parley sees one side: its transcript is the same however streams are cut
-- (--segment), both where the process serves and where it asks.
local process = require "process"
local socket = require "socket"

local options = { timeout = 30, requires = { "private", "command:python3" } }

-- Answers each line with the same one in capital letters, after two lines of its own.
local server = [[
import socket
s = socket.create_server(("127.0.0.1", 7514))
c, peer = s.accept()
f = c.makefile("rw", newline="\n")
f.write("hello\nwhat is it?\n")
f.flush()
for line in f:
    f.write(line.upper())
    f.flush()
]]

local client = [[
import socket
s = socket.create_connection(("127.0.0.1", 7514))
f = s.makefile("rw", newline="\n")
for word in ("one", "two"):
    f.write(word + "\n")
    f.flush()
    assert f.readline() == "got " + word + "\n"
s.shutdown(socket.SHUT_WR)
assert f.read() == "bye"
]]

-- The whole dialog with the server; what it says is read as whoever plays says.
local function talk(read)
  process.start {
    command = { "python3", "-c", server }, name = "capitals", ready = { tcp = { "127.0.0.1", 7514 } },
  }
  local s <close> = socket.create_connection { "127.0.0.1", 7514 }
  expect(read(s, 18)):equals("hello\nwhat is it?\n")
  for _, line in ipairs { "one\n", "zwei\n" } do
    s:sendall(line)
    expect(read(s, #line)):equals(line:upper())
  end
  s:shutdown(socket.SHUT_WR)
  expect(s:recv(1)):equals("")
end

-- So many bytes, in receives that say nothing of where a message ends.
local function read_in_parts(s, n)
  local bytes = ""
  while #bytes < n do bytes = bytes .. s:recv(n - #bytes) end
  return bytes
end

describe("a process that serves", options, function()
  local told = [[
    main > capitals  tcp 127.0.0.1:7514
      < "hello\n"
      < "what is it?\n"
      > "one\n"
      < "ONE\n"
      > "zwei\n"
      < "ZWEI\n"
      > EOF
      < EOF
  ]]

  it("is told the same where it is read in whatever parts come", function(t)
    talk(read_in_parts)
    expect(t):exchanged(told)
  end)

  it("is told the same where it is read by the length", function(t)
    talk(function(s, n) return s:recv_exactly(n) end)
    expect(t):exchanged(told)
  end)

  it("has a golden", function(t)
    talk(read_in_parts)
    expect(t):matches_golden()
  end)
end)

describe("a process that asks", options, function()
  it("is told the same, though its server sends in parts", function(t)
    local listener <close> = socket.create_server { "127.0.0.1", 7514 }
    local asker = process.start { command = { "python3", "-c", client }, name = "asker" }
    local conn <close> = listener:accept()
    for _, word in ipairs { "one", "two" } do
      expect(read_in_parts(conn, 4)):equals(word .. "\n")
      conn:sendall("got ")
      conn:sendall(word .. "\n")
    end
    expect(conn:recv(1)):equals("")
    conn:sendall("bye")
    conn:close()
    expect(asker:wait()):equals { exit_code = 0 }
    expect(t):exchanged [[
      asker > main  tcp 127.0.0.1:7514
        > "one\n"
        < "got one\n"
        > "two\n"
        < "got two\n"
        > EOF
        < "bye"
        < EOF
    ]]
  end)
end)
