-- When a process is ready: by what it serves, by what it prints, by a function; never by sleeping, and never by
-- connecting to it.
local process = require "process"
local socket = require "socket"

-- A server in Python that opens its socket only when told, so that readiness is seen to be waited for.
local OPENS = [[
import os, socket, sys
family, kind, address = sys.argv[1:4]
s = socket.socket(getattr(socket, family), getattr(socket, kind))
if family == "AF_UNIX":
    s.bind(address)
else:
    host, port = address.split("|")
    s.bind((host, int(port)))
if kind == "SOCK_STREAM":
    s.listen(1)
    connection, peer = s.accept()
    print("the first client said", connection.makefile().read(5), flush=True)
else:
    print("the first datagram said", s.recv(100).decode(), flush=True)
]]

-- One that opens its port only when somebody has come to the listener that it was handed.
local OPENS_SECOND = [[
import socket
first = socket.socket(fileno=3)
connection, peer = first.accept()
second = socket.create_server(("127.0.0.1", 7208))
print(connection.recv(5).decode(), flush=True)
second.accept()
]]

local function opens(family, kind, address, ready)
  return process.start { command = { "python3", "-c", OPENS, family, kind, address }, ready = ready }
end

local function say(family, kind, address)
  local s <close> = socket.socket(family, kind)
  s:connect(address)
  s:send("hello")
end

describe("a process is ready when", { requires = { "private", "command:python3" } }, function()
  local ways = {
    { "it listens on a TCP port", "AF_INET", "SOCK_STREAM", "127.0.0.1|7200", { tcp = { "127.0.0.1", 7200 } } },
    { "it listens on every address", "AF_INET", "SOCK_STREAM", "0.0.0.0|7201", { tcp = { "localhost", 7201 } } },
    { "it listens on an address of IPv6", "AF_INET6", "SOCK_STREAM", "::1|7202", { tcp = { "::1", 7202 } } },
    { "it is bound to a UDP port", "AF_INET", "SOCK_DGRAM", "127.0.0.1|7203", { udp = { "127.0.0.1", 7203 } } },
    { "it listens at a path", "AF_UNIX", "SOCK_STREAM", "s.sock", { unix = "s.sock" } },
    { "it is bound to a path", "AF_UNIX", "SOCK_DGRAM", "d.sock", { unix = "d.sock" } },
  }
  for _, way in ipairs(ways) do
    local name, family, kind, address, ready = table.unpack(way)
    it(name .. ", and its first client is the scenario's", { requires = family == "AF_INET6" and { "ipv6" } or {} },
      function(t)
        local p = opens(family, kind, address, ready)
        local place = ready.tcp or ready.udp or t:tempdir() .. "/" .. ready.unix
        say(socket[family], socket[kind], place)
        expect(p:wait()):equals { exit_code = 0 }
        expect(p:stdout()):matches("said hello\n$")
      end)
  end
end)

describe("a process with several ports", { requires = { "private", "command:python3" } }, function()
  local both = { { "127.0.0.1", 7207 }, { "127.0.0.1", 7208 } }

  local function starts(timeout)
    local first = socket.create_server(both[1])
    return process.start {
      command = { "python3", "-c", OPENS_SECOND }, name = "python3", sockets = { first },
      ready = { tcp = both, timeout = timeout },
    }
  end

  it("is ready when it listens at all of them", function(t)
    t:run("starter", function()
      local p = starts()
      say(socket.AF_INET, socket.SOCK_STREAM, both[2])
      expect(p:wait()):equals { exit_code = 0 }
    end, "client", function()
      local s <close> = socket.create_connection(both[1], 4)
      s:sendall("hello")
      s:recv_all()
    end)
  end)

  it("is not when one is missing, which is named", function()
    expect(function() starts(0.05) end):raises("python3 is not ready after 0.05 s: waited for tcp 127.0.0.1:7208;")
  end)
end)

describe("a process is ready when", function()
  it("its output says so", function()
    local p <close> = process.start {
      command = { "sh", "-c", "echo starting; echo Listening on port 80 >&2; exec sleep 60" },
      ready = { output = "Listening on port %d+" },
    }
    expect(p:stderr()):equals("Listening on port 80\n")
    expect(p:wait_for_output("starting")):equals("starting") -- `ready` took nothing away
  end)

  it("a function says so; an OSError means not yet", function(t)
    local looks = 0
    local p <close> = process.start {
      command = { "sh", "-c", "read go; echo ready > done; exec sleep 60" }, stdin = process.PIPE,
      ready = function(own)
        looks = looks + 1
        expect(own:is_running()):is_true()
        if looks == 3 then own:write("go\n") end
        return t:read("done") == "ready\n" -- FileNotFoundError at first
      end,
    }
    expect(looks):at_least(3) -- the third may see it already
    expect(p:is_running()):is_true()
  end)

  it("an error of that function's own is the scenario's", function()
    expect(function()
      process.start { command = { "sleep", "60" }, ready = function() error("nonsense") end }
    end):raises("nonsense")
  end)
end)

describe("a process that is not ready", function()
  it("and ends fails the start at once, with its status and its last lines", function()
    local e = expect(function()
      process.start {
        command = { "sh", "-c", "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo line $i; done; exit 3" },
        name = "broken server", ready = { tcp = { "127.0.0.1", 7204 }, timeout = 60 },
      }
    end):raises(process.RuntimeError)
    expect(tostring(e)):matches("^broken server ended %(exit status 3%) before it was ready: "
      .. "waited for tcp 127.0.0.1:7204; its last lines:\n  line 3\n.*\n  line 12$")
  end)

  it("when its time is over is killed, and the way out is named", function()
    local e = expect(function()
      process.start { command = { "sh", "-c", "echo $$ > pid; exec sleep 60" }, ready = { unix = "x", timeout = 0.05 } }
    end):raises(process.RuntimeError)
    expect(tostring(e)):equals(
      "sh is not ready after 0.05 s: waited for unix x; ready.timeout gives it longer; it printed nothing")
    local alive = process.start { command = { "sh", "-c", 'kill -0 "$(cat pid)"' } }
    expect(alive:wait().exit_code):not_equals(0)
  end)

  it("tells what its check met last", function()
    local e = expect(function()
      process.start {
        command = { "sleep", "60" },
        ready = { check = function() socket.create_connection { "127.0.0.1", 7205 } end, timeout = 0.05 },
      }
    end):raises(process.RuntimeError)
    expect(tostring(e)):contains(
      "waited for its check to return true (at last: [Errno 111] Connection refused)")
  end)
end)

describe("a listener of somebody else's", { requires = { "command:python3" } }, function()
  local SERVER = "import socket, sys; s = socket.create_server(('127.0.0.1', 7206)); print('up', flush=True); s.accept()"

  local function starts_by_port()
    return process.start { command = { "sleep", "60" }, ready = { tcp = { "127.0.0.1", 7206 }, timeout = 0.05 } }
  end

  it("does not make a process ready: the script's own", function()
    local own <close> = socket.create_server { "127.0.0.1", 7206 }
    expect(starts_by_port):raises(process.RuntimeError)
    expect(own:fileno()):at_least(0)
  end)

  it("does not make a process ready: another process's", function()
    process.start { command = { "python3", "-c", SERVER }, name = "first", ready = { output = "up" } }
    expect(starts_by_port):raises(process.RuntimeError)
  end)

  it("that was handed to it is its own", function()
    local own <close> = socket.create_server { "127.0.0.1", 7206 }
    local p = process.start {
      command = { "sleep", "60" }, sockets = { own }, ready = { tcp = { "127.0.0.1", 7206 }, timeout = 5 },
    }
    expect(p:is_running()):equals(true)
  end)
end)

describe("on the host's network", { network = "host", requires = { "command:python3" } }, function()
  it("a port that somebody else listens on does not make a process ready", function()
    local other <close> = socket.create_server { "127.0.0.1", 0 }
    local address = other:getsockname()
    local e = expect(function()
      process.start { command = { "sleep", "60" }, ready = { tcp = { address.host, address.port }, timeout = 0.05 } }
    end):raises(process.RuntimeError)
    expect(tostring(e)):contains("is not ready after 0.05 s")
  end)

  it("its own does, whichever of its children listens", function(t)
    local script = "import socket, sys; s = socket.create_server(('127.0.0.1', 0)); "
      .. "open('port', 'w').write(str(s.getsockname()[1])); s.accept()"
    local p = process.start { command = { "sh", "-c", 'python3 -c "$0" & wait', script }, ready = function(own)
      return not own:is_running() or tonumber(t:read("port")) ~= nil
    end }
    local port = tonumber(t:read("port"))
    socket.create_connection({ "127.0.0.1", port }):close()
    expect(p:wait()):equals { exit_code = 0 }
  end)
end)
