-- require "process": what a server in production needs beside start and stop: sockets handed over, a user, log files,
-- reload and restart, what it has taken of the machine.
local process = require "process"
local socket = require "socket"

-- Serves on the descriptor that it is handed: a line with its own number to each client. SIGTERM ends it between two
-- clients, never in front of one.
local server_by_descriptor = [[
import os, select, signal, socket
assert os.environ["LISTEN_PID"] == str(os.getpid()) and os.environ["LISTEN_FDS"] == "1"
listener = socket.socket(fileno=3)
assert os.get_blocking(3)
told, teller = os.pipe()
os.set_blocking(teller, False)
signal.set_wakeup_fd(teller)
signal.signal(signal.SIGTERM, lambda *_: None)
while told not in select.select([listener, told], [], [])[0]:
    connection, _ = listener.accept()
    connection.sendall(b"%d\n" % os.getpid())
    connection.close()
]]

local function ask(address)
  local client <close> = socket.create_connection(address)
  return tonumber((client:recv_line()))
end

describe("sockets that a process is handed", { requires = { "command:python3" } }, function()
  scenario("are its descriptors from 3 on, and what connects before waits in the backlog", function(t)
    local listener = socket.create_server { "127.0.0.1", 80 }
    local client <close> = socket.create_connection { "127.0.0.1", 80 } -- before it runs
    local server = process.start {
      command = { "python3", t:write("server.py", server_by_descriptor) }, sockets = { listener }, name = "server",
    }
    expect(listener:fileno()):equals(-1)
    expect(tonumber((client:recv_line()))):equals(server.pid)
    server:stop()
    expect(function() socket.create_connection { "127.0.0.1", 80 } end):raises(socket.ConnectionRefusedError)
  end)

  scenario("stay open over a restart, so that nobody is refused", function(t)
    local server <close> = process.start {
      command = { "python3", t:write("server.py", server_by_descriptor) },
      sockets = { socket.create_server { "127.0.0.1", 80 } },
    }
    local before = server.pid
    expect(ask { "127.0.0.1", 80 }):equals(before)
    local stopped = t:event()
    t:run("operator", function()
      server:restart()
      stopped:set()
    end, "client", function()
      for _ = 1, 20 do expect(ask { "127.0.0.1", 80 }):at_least(2) end
      stopped:wait()
      expect(ask { "127.0.0.1", 80 }):equals(server.pid)
    end)
    expect(server.pid):not_equals(before)
    expect(t:conversation("client")):matches("^client > python3  tcp 127.0.0.1:80\n")
  end)

  scenario("can be connections and datagram sockets, and are told by LISTEN_FDS alone", function()
    local ours <close>, theirs = socket.socketpair()
    local udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp:bind { "127.0.0.1", 53 }
    local p = process.start { command = { "sh", "-c", "echo $LISTEN_FDS >&3; cat <&3 >&2" }, sockets = { theirs, udp } }
    expect(ours:recv_line()):equals("2\n")
    ours:sendall("to its error stream")
    ours:shutdown(socket.SHUT_WR)
    expect(p:wait().exit_code):equals(0)
    expect(p:stderr()):equals("to its error stream")
    local q = process.start { command = { "sh", "-c", "echo ${LISTEN_FDS-none} ${LISTEN_PID-none}" } }
    q:wait()
    expect(q:stdout()):equals("none none\n")
  end)

  scenario("must be open sockets", function()
    local closed = socket.socket()
    closed:close()
    local open <close> = socket.socket()
    for _, case in ipairs {
      { "sockets takes a list of them", {} }, { "sockets takes a list of them", 3 },
      { "sockets[1] takes an open socket, not a closed socket", { closed } },
      { "sockets[2] takes an open socket, not number", { open, 3 } },
    } do
      expect(function() process.start { command = { "true" }, sockets = case[2] } end):raises(case[1])
    end
    expect(open:fileno()):at_least(0)
    -- By its path: what PATH says of a missing name depends on whether the user may read its folders, as in execvp(3).
    expect(function() process.start { command = { "/no/such/program" }, sockets = { open } } end)
      :raises(process.FileNotFoundError)
    expect(open:fileno()):at_least(0)
  end)
end)

describe("the user of a process", function()
  local function identity(user)
    local p = process.start { command = { "sh", "-c", "id -u; id -g; echo $USER; echo x >made; ls -n made" }, user = user }
    p:wait()
    return p:output()
  end

  scenario("is another one than root where the option says so, and its files are the scenario's", function(t)
    expect(identity(1234)):matches("^1234\n1234\n\n.* 1234 1234 ")
    expect(identity("daemon")):matches("^1\n1\ndaemon\n.* 1 1 ")
    expect(t:read("made")):equals("x\n")
  end)

  scenario("may do what an ordinary user may: no port below 1024", { requires = { "private", "command:python3" } }, function()
    local p = process.start {
      command = { "python3", "-c", "import socket; socket.socket().bind(('127.0.0.1', 80))" }, user = 1000,
    }
    expect(p:wait().exit_code):equals(1)
    expect(p:stderr()):contains("PermissionError: [Errno 13]")
  end)

  scenario("must be one", function()
    for _, case in ipairs { { "there is no user 'nobodyatall'", "nobodyatall" }, { "user takes a name", 0 },
      { "user takes a name", true } } do
      expect(function() process.start { command = { "true" }, user = case[2] } end):raises(case[1])
    end
  end)
end)

describe("expect(p):logs", function()
  scenario("waits for a line of its output, and gives the captures or the line", function()
    local p <close> = process.start { command = { "sh", "-c", "echo begins; read go; echo port 80 taken; read go" },
      stdin = process.PIPE }
    expect(expect(p):logs("^beg")):equals("begins")
    p:write("go\n")
    expect(expect(p):logs("port (%d+)")):equals("80")
  end)

  scenario("takes another line when the same pattern is asked for again", function()
    local p <close> = process.start { command = { "sh", "-c", "echo a 1; echo b; echo a 2; read go" }, stdin = process.PIPE }
    expect(expect(p):logs("a (%d)")):equals("1")
    expect(expect(p):logs("b")):equals("b")
    expect(expect(p):logs("a (%d)")):equals("2")
  end)

  scenario("reads the files that logs names as they grow, are emptied and replaced", function(t)
    t:write("early.log", "there before\n")
    local p <close> = process.start {
      command = { "sh", "-c", [[
        while read command; do eval "$command"; done
      ]] }, stdin = process.PIPE, logs = { "early.log", "late.log" },
    }
    expect(p:log("early.log")):equals("there before\n")
    expect(p:log("late.log")):equals("")
    p:write("echo one >late.log\n")
    expect(p):logs("one", { file = "late.log" })
    p:write("echo two >>late.log\n")
    expect(p):logs("two")
    p:write("mv late.log late.log.1; echo three >late.log\n")
    expect(p):logs("three")
    p:write(": >late.log; echo 4 >>late.log\n")
    expect(p):logs("^4$")
    expect(p:log("late.log")):equals("one\ntwo\nthree\n4\n")
  end)

  scenario("fails with the last lines where none comes", { fails = "no line" }, function()
    local p <close> = process.start { command = { "sh", "-c", "echo something else; read go" }, stdin = process.PIPE }
    expect(p):logs("never", { timeout = 0.05 })
  end)

  scenario("says what is wrong with its arguments", function()
    local p <close> = process.start { command = { "sleep", "9" }, logs = "error.log" }
    for _, case in ipairs {
      { "logs() takes a Lua pattern", function() expect(p):logs(3) end },
      { "logs(): unfinished capture", function() expect(p):logs("(") end },
      { "unknown option of logs() 'timout'; did you mean 'timeout'?", function() expect(p):logs("x", { timout = 1 }) end },
      { "'eror.log' is none of the files that the option logs names; did you mean 'error.log'?",
        function() expect(p):logs("x", { file = "eror.log" }) end },
      { "'x' is none of the files", function() p:log("x") end },
      { "No such file or directory: '/no/where/x.log'",
        function() process.start { command = { "true" }, logs = { "/no/where/x.log" } } end },
    } do
      expect(case[2]):raises(case[1])
    end
  end)
end)

describe("a process that runs", function()
  local script = [[trap 'echo reloaded' HUP; trap 'echo by USR2' USR2; echo ready; while :; do read x; done]]

  scenario("is reloaded by the signal that its option names", function()
    local p <close> = process.start { command = { "bash", "-c", script }, ready = { output = "ready" },
      stdin = process.PIPE, stop = "SIGKILL" }
    p:reload()
    expect(p):logs("reloaded")
    local q <close> = process.start { command = { "bash", "-c", script }, ready = { output = "ready" },
      reload = "SIGUSR2", stdin = process.PIPE, stop = "SIGKILL" }
    q:reload()
    expect(q):logs("by USR2")
    expect(function() process.start { command = { "true" }, reload = "SIGNONE" } end):raises("there is no signal 'SIGNONE'")
  end)

  scenario("is restarted with the same options, also where it has ended", function(t)
    local p <close> = process.start { command = { "sh", "-c", "echo run >>runs; echo up; cat" }, ready = { output = "up" },
      stdin = process.PIPE, logs = "runs" }
    local first = p.pid
    p:restart()
    expect(p.pid):not_equals(first)
    p:stop()
    p:restart()
    expect(p:is_running()):is_true()
    expect(t:read("runs")):equals("run\nrun\nrun\n")
    expect(p:log("runs")):equals("run\n") -- its own
  end)

  scenario("says what it has taken of the machine, then and at its end", { requires = { "command:python3" } }, function()
    local p = process.start { command = { "python3", "-c", [[
x = bytearray(32 << 20)
import time
end = time.process_time() + 0.05
while time.process_time() < end: pass
print("done", flush=True)
input()
]] }, stdin = process.PIPE, ready = { output = "done" } }
    local while_running = p:usage()
    expect(while_running.cpu):at_least(0.05)
    expect(while_running.cpu):at_most(5)
    expect(while_running.peak_memory):at_least(32 << 20)
    expect(while_running.peak_memory):at_most(256 << 20)
    p:write("\n")
    p:wait()
    expect(p:usage().cpu):at_least(while_running.cpu - 0.02)
    expect(p:usage().peak_memory):at_least(32 << 20)
  end)
end)
