-- How processes end: by themselves, by a signal, by p:stop(), with their group, with the scenario.
local process = require "process"
local socket = require "socket"

-- A shell that says when it has got so far, so that no signal comes before its traps stand. `read` waits for ever.
local function sh(script, stop)
  return process.start {
    command = { "sh", "-c", script }, ready = { output = "ready" }, stdin = process.PIPE, stop = stop,
  }
end

describe("p:wait", function()
  it("gives the exit status, as often as one asks", function()
    local p = process.start { command = { "sh", "-c", "exit 7" } }
    expect(p:wait()):equals { exit_code = 7 }
    expect(p:wait()):equals { exit_code = 7 }
    expect(tostring(p:wait())):equals("exit status 7")
    expect(p:is_running()):is_false()
  end)

  it("gives the signal that killed it", function()
    local p = process.start { command = { "sh", "-c", "kill -ABRT $$" } }
    expect(p:wait()):equals { signal = "SIGABRT" }
    expect(tostring(p:wait())):equals("killed by SIGABRT")
  end)

  it("raises TimeoutError where it still runs, and leaves it alone", function()
    local p <close> = process.start { command = { "sleep", "60" }, name = "sleeper" }
    local e = expect(function() p:wait(0.02) end):raises(process.TimeoutError)
    expect(tostring(e)):equals("sleeper did not end within 0.02 s")
    expect(p:is_running()):is_true()
  end)

  it("lets other tasks run, several at once may wait, and one that is cancelled waits no more", function(t)
    local p = process.start { command = { "cat" }, stdin = process.PIPE }
    local seen = {}
    local cancelled = t:spawn("cancelled", function()
      p:wait()
      seen.cancelled = true
    end)
    t:run("one", function() seen.one = p:wait().exit_code end, "two", function() seen.two = p:wait().exit_code end,
      "ender", function()
        cancelled:cancel()
        p:close_stdin()
      end)
    expect(seen):equals { one = 0, two = 0 }
  end)
end)

describe("p:signal", function()
  it("reaches the process alone, by the signal's long or short name", function()
    for _, name in ipairs { "SIGUSR1", "USR1" } do
      local p = sh("trap 'echo got it; exit 0' USR1; echo ready; while :; do sleep 0.05; done")
      p:signal(name)
      expect(p:wait_for_output("got it")):equals("got it")
    end
  end)

  it("can be a crash that the scenario wanted", function()
    local p = sh("echo ready; exec sleep 60")
    p:signal("SIGKILL")
    expect(p:wait()):equals { signal = "SIGKILL" }
    expect(function() p:signal("SIGHUP") end):raises(process.ProcessLookupError, { errno = socket.ESRCH })
  end)

  it("knows the signals that there are", function()
    local p <close> = process.start { command = { "sleep", "60" } }
    expect(function() p:signal("SIGWHAT") end):raises(process.ValueError)
    expect(function() p:signal(9) end):raises(process.TypeError)
  end)
end)

describe("p:stop", function()
  it("sends SIGTERM and gives how it ended; twice is no error", function()
    local p = sh("trap 'echo bye; exit 3' TERM; echo ready; read forever")
    expect(p:stop()):equals { exit_code = 3 }
    expect(p:stop()):equals { exit_code = 3 }
    expect(p:stdout()):equals("ready\nbye\n")
    expect(process.start({ command = { "sleep", "60" } }):stop()):equals { signal = "SIGTERM" }
  end)

  it("sends the signal that the option names", function()
    for _, stop in ipairs { "INT", { signal = "SIGINT" } } do
      local p = sh("trap 'exit 5' INT; echo ready; read forever", stop)
      expect(p:stop()):equals { exit_code = 5 }
    end
  end)

  it("kills the whole group where the process does not end in time", function()
    local p = sh("trap '' TERM; sleep 60 & echo ready; wait; wait", { timeout = 0.05 })
    expect(p:stop()):equals { signal = "SIGKILL" }
  end)

  it("reaches the children too, which may be slower to end", { requires = { "command:python3" } }, function()
    local p = process.start { command = { "python3", "-c", [[
import os, signal, time

def slowly(*_):
    time.sleep(0.05)
    os._exit(0)

child = os.fork()
if child == 0:
    signal.signal(signal.SIGTERM, slowly)
    os.write(1, b"ready")
    while True:
        signal.pause()
os.waitpid(child, 0)
]] }, ready = { output = "ready" } }
    expect(p:stop()):equals { signal = "SIGTERM" }
  end)

  it("names and kills what outlives the process in its group", function()
    local p = sh("trap '' TERM; sleep 61 & trap 'exit 0' TERM; echo ready; read forever")
    local e = expect(function() p:stop() end):raises(process.RuntimeError)
    expect(tostring(e)):matches("^sh ended and left others of its group behind, killed now: %d+ %(sleep 61%)$")
    expect(p:stop()):equals { exit_code = 0 }
  end)

  it("is what <close> does, and errors pass through it", function()
    local p
    expect(function()
      local closed <close> = sh("echo ready; exec sleep 60")
      p = closed
      error("on the way")
    end):raises("on the way")
    expect(p:is_running()):is_false()
    expect(p:wait()):equals { signal = "SIGTERM" }
  end)
end)

describe("a process", function()
  it("that is held by a cancelled task is left to the scenario's end", function(t)
    local p
    local task = t:spawn("holder", function()
      local held <close> = sh("echo ready; exec sleep 60")
      p = held
      t:event():wait()
    end)
    while not p do t:sleep(0) end
    task:cancel()
    expect(p:is_running()):is_true()
  end)

  it("keeps others from being called deadlocked, for it or its daemon may still act",
    { requires = { "command:python3" } }, function()
      local listener <close> = socket.create_server { "127.0.0.1", 0 }
      local port = listener:getsockname().port
      local connects = "import socket, sys; socket.create_connection(('127.0.0.1', int(sys.argv[1])))"
      for _, script in ipairs { 'python3 -c "$@"', 'setsid python3 -c "$@" > /dev/null 2>&1 &' } do
        local p = process.start { command = { "sh", "-c", script, "sh", connects, port } }
        if script:find("setsid") then p:wait() end
        local conn <close> = listener:accept() -- nobody here will ever connect
        expect(conn:recv(1)):equals("")
        p:wait()
      end
    end)

  it("is used with a colon, and has no other methods", function()
    local p <close> = process.start { command = { "sleep", "60" }, name = "sleeper" }
    expect(tostring(p)):equals(("<process sleeper %d>"):format(p.pid))
    expect(function() p.stop() end):raises("called with a colon: p:stop(...)")
    expect(function() p:stpo() end):raises("a process has no attribute 'stpo'; did you mean 'stop'?")
    expect(function() return process.strat end)
      :raises("module 'process' has no attribute 'strat'; did you mean 'start'?")
  end)
end)
