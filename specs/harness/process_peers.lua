-- Conversations with processes: they are named in the transcript, whoever began.
local process = require "process"
local socket = require "socket"

local function python(name, script, ready)
  return process.start { command = { "python3", "-c", script }, name = name, ready = ready }
end

describe("in a transcript", { requires = { "private", "command:python3" } }, function()
  it("a server outside stands by its name, and nobody once it is gone", function(t)
    local server = python("shouter", [[
import socket
s = socket.create_server(("127.0.0.1", 7400))
connection, peer = s.accept()
s.close()
connection.sendall(connection.recv(5, socket.MSG_WAITALL).upper())
]], { tcp = { "127.0.0.1", 7400 } })
    local s <close> = socket.create_connection { "127.0.0.1", 7400 }
    s:sendall("quiet")
    expect(s:recv_all()):equals("QUIET")
    expect(server:wait()):equals { exit_code = 0 }
    expect(function() socket.create_connection { "127.0.0.1", 7400 } end):raises(socket.ConnectionRefusedError)
    expect(t):exchanged [[
      main > shouter  tcp 127.0.0.1:7400
        > "quiet"
        < "QUIET"
        < EOF
      main#2 > -  tcp 127.0.0.1:7400
        ! connect ECONNREFUSED
    ]]
  end)

  it("clients outside stand by their names, in the order in which they were started", function(t)
    local listener = socket.create_server { "127.0.0.1", 7401 }
    local clients = {}
    for _, name in ipairs { "first", "second" } do
      clients[#clients + 1] = process.start {
        command = { "python3", "-c", [[
import socket, sys
sys.stdin.readline()
s = socket.create_connection(("127.0.0.1", 7401))
s.sendall(sys.argv[1].encode())
print(s.makefile().read(len("hello " + sys.argv[1])))
]], name }, name = name, stdin = process.PIPE,
      }
    end
    for i = 2, 1, -1 do -- the second one connects first
      clients[i]:write("go\n")
      local conn <close> = listener:accept()
      local words = conn:recv_exactly(i == 1 and 5 or 6)
      conn:sendall("hello " .. words)
      expect(conn:recv(100)):equals("")
      expect(clients[i]:wait()):equals { exit_code = 0 }
    end
    expect(clients[1]:output()):equals("hello first\n")
    expect(t):exchanged [[
      first > main  tcp 127.0.0.1:7401
        > "first"
        < "hello first"
        > EOF
        < EOF
      second > main  tcp 127.0.0.1:7401
        > "second"
        < "hello second"
        > EOF
        < EOF
    ]]
  end)

  it("a client that is gone before it is accepted is known by there being no other", { timeout = 20 }, function(t)
    local listener = socket.create_server { "127.0.0.1", 7402 }
    local server <close> = python("server", [[
import socket, time
s = socket.create_server(("127.0.0.1", 7403))
s.accept()
]], { tcp = { "127.0.0.1", 7403 } })
    local client = python("hasty", [[
import socket
socket.create_connection(("127.0.0.1", 7402)).sendall(b"bye")
]])
    client:wait()
    local conn <close> = listener:accept()
    expect(conn:recv_all()):equals("bye")
    expect(server:is_running()):is_true()
    expect(t):exchanged [[
      hasty > main  tcp 127.0.0.1:7402
        > "bye"
        > EOF
    ]]
  end)

  it("datagrams know their process on both ways", function(t)
    local ours = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    ours:bind { "127.0.0.1", 7404 }
    local echo = python("echo", [[
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 7405))
data, peer = s.recvfrom(100)
s.sendto(data * 2, peer)
other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
other.bind(("127.0.0.1", 7406))
other.sendto(b"by the way", ("127.0.0.1", 7404))
other.recvfrom(100)
]], { udp = { "127.0.0.1", 7405 } })
    ours:sendto("ha", { "127.0.0.1", 7405 })
    expect((ours:recvfrom(100))):equals("haha")
    local words, other = ours:recvfrom(100)
    expect(words):equals("by the way")
    ours:sendto("thanks", other)
    expect(echo:wait()):equals { exit_code = 0 }
    expect(t):exchanged [[
      main > echo  udp 127.0.0.1:7405
        > "ha"
        < "haha"
      echo > main  udp 127.0.0.1:7404
        > "by the way"
        < "thanks"
    ]]
  end)

  it("clients of AF_UNIX are told from those of the scenario by their process", function(t)
    local path = t:tempdir() .. "/s.sock"
    local listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener:bind(path)
    listener:listen()
    local client = python("visitor", ([[
import socket
s = socket.socket(socket.AF_UNIX)
s.connect("%s")
s.sendall(b"from outside")
s.recv(1)
]]):format(path))
    local first = listener:accept()
    expect(first:recv_exactly(12)):equals("from outside")
    local own = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    own:connect(path)
    local second = listener:accept()
    own:sendall("from inside")
    expect(second:recv_exactly(11)):equals("from inside")
    first:close()
    expect(client:wait()):equals { exit_code = 0 }
    expect(t):exchanged(([[
      main > main  unix %s
        > "from inside"
      visitor > main  unix %s
        > "from outside"
        < EOF
    ]]):format(path, path))
  end)

  it("servers at a path stand by their names", function(t)
    local path = t:tempdir() .. "/s.sock"
    local server = python("backend", ([[
import socket
s = socket.socket(socket.AF_UNIX)
s.bind("%s")
s.listen(1)
connection, peer = s.accept()
connection.sendall(b"welcome")
]]):format(path), { unix = path })
    local s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    s:connect(path)
    expect(s:recv_all()):equals("welcome")
    s:close()
    expect(server:wait()):equals { exit_code = 0 }
    expect(t):exchanged(([[
      main > backend  unix %s
        < "welcome"
        < EOF
        > EOF
    ]]):format(path))
  end)
end)
