-- process.start: a program of the machine, without a shell, in an environment that is the same everywhere.
local process = require "process"

local function output_of(options)
  local p = process.start(options)
  expect(p:wait()):equals { exit_code = 0 }
  return p:output()
end

describe("a program", function()
  it("gets its arguments as they are, for there is no shell", function()
    expect(output_of { command = { "printf", "%s|", "a b", "$HOME", "*", "", 80 } }):equals("a b|$HOME|*||80|")
  end)

  it("runs in the scenario's directory, or in cwd", function(t)
    expect(output_of { command = { "pwd" } }):equals(t:tempdir() .. "\n")
    t:write("inner/file", "")
    expect(output_of { command = { "ls" }, cwd = "inner" }):equals("file\n")
    expect(output_of { command = { "pwd" }, cwd = "/" }):equals("/\n")
  end)

  it("has a small environment, to which env adds and from which it takes away", function(t)
    local env = output_of { command = { "env" }, env = { GREETING = "Salut", TZ = false } }
    expect(env):contains("GREETING=Salut\n")
    expect(env):contains("HOME=" .. t:tempdir() .. "\n")
    expect(env):contains("TMPDIR=" .. t:tempdir() .. "\n")
    expect(env):contains("LANG=C.UTF-8\n")
    local names = {}
    for name in env:gmatch("([%w_]+)=[^\n]*\n") do names[#names + 1] = name end
    table.sort(names)
    expect(names):equals { "GREETING", "HOME", "LANG", "PATH", "TMPDIR" }
  end)

  it("is looked up in the PATH that it is given", function(t)
    local path = t:write("bin/greet", "#!/bin/sh\necho greetings\n")
    expect(output_of { command = { "chmod", "755", path } }):equals("")
    expect(output_of { command = { "greet" }, env = { PATH = "/nowhere:" .. t:tempdir() .. "/bin" } })
      :equals("greetings\n")
    expect(function() process.start { command = { "ls" }, env = { PATH = "/nowhere" } } end)
      :raises(process.FileNotFoundError)
  end)

  it("inherits no socket and no ignored signal, and leads a group of its own", function()
    local listener <close> = require("socket").create_server { "127.0.0.1", 7100 }
    expect(listener:fileno()):at_least(3)
    local p = process.start { command = { "sh", "-c", "cut -d' ' -f5 /proc/$$/stat; ls /proc/$$/fd; kill -PIPE $$" } }
    expect(p:wait()):equals { signal = "SIGPIPE" }
    expect(p:output()):matches("^" .. p.pid .. "\n0\n1\n2\n%d*\n?$")
  end)
end)

describe("standard input", function()
  it("is empty unless told", function()
    expect(output_of { command = { "cat" } }):equals("")
  end)

  it("is the text of stdin, to its last byte", function()
    local text = ("0123456789abcdef"):rep(40000) .. "\0end" -- more than a pipe holds
    expect(#output_of { command = { "cat" }, stdin = text }):equals(#text)
    expect(output_of { command = { "wc", "-c" }, stdin = text }):matches("^640004%s")
  end)

  it("may be left unread", function()
    expect(output_of { command = { "true" }, stdin = ("x"):rep(200000) }):equals("")
  end)

  it("is written by p:write and ended by p:close_stdin, where it is process.PIPE", function()
    local p = process.start { command = { "sort" }, stdin = process.PIPE }
    p:write("b\n")
    p:write("a\n")
    expect(p:is_running()):is_true()
    p:close_stdin()
    expect(p:wait()):equals { exit_code = 0 }
    expect(p:output()):equals("a\nb\n")
    expect(function() p:write("c\n") end):raises(process.BrokenPipeError)
  end)

  it("lets the others run while the pipe is full", function(t)
    expect(process.start({ command = { "mkfifo", "go" } }):wait()):equals { exit_code = 0 }
    local p = process.start { command = { "sh", "-c", "read go < go; wc -c" }, stdin = process.PIPE }
    local wrote = false
    t:run("writer", function()
      p:write(("x"):rep(300000))
      wrote = true
      p:close_stdin()
    end, "opener", function()
      expect(wrote):is_false()
      expect(process.start { command = { "sh", "-c", "echo > go" } }:wait()):equals { exit_code = 0 }
    end)
    expect(p:wait()):equals { exit_code = 0 }
    expect(p:output()):matches("300000")
  end)

  it("tells who writes to a process that reads no more", function()
    local p = process.start { command = { "sh", "-c", "exec <&-; echo closed; exec sleep 60" }, stdin = process.PIPE }
    p:wait_for_output("closed")
    expect(function() p:write("hello") end):raises(process.BrokenPipeError)
  end)
end)

describe("what cannot start", function()
  it("raises what Python's subprocess raises", function(t)
    local plain = t:write("plain", "no program")
    local path = { PATH = "/usr/bin:/bin" }
    local cases = {
      { "FileNotFoundError", "[Errno 2] No such file or directory", "no-such-program", env = path },
      { "PermissionError", "[Errno 13] Permission denied", plain },
      { "NotADirectoryError", "[Errno 20] Not a directory", plain .. "/x" },
      { "FileNotFoundError", "[Errno 2] No such file or directory", "/nowhere", cwd = "/nowhere" },
      { "NotADirectoryError", "[Errno 20] Not a directory", plain, cwd = plain },
    }
    for _, case in ipairs(cases) do
      local class, words, culprit = table.unpack(case)
      local options = { command = { case.cwd and "true" or culprit }, cwd = case.cwd, env = case.env }
      local e = expect(function() process.start(options) end):raises(process[class])
      expect(tostring(e)):equals(("%s: '%s'"):format(words, culprit))
    end
  end)

  it("says what an option takes", function()
    local cases = {
      { "it takes a table" },
      { "command takes the program and its arguments", {} },
      { "command takes the program and its arguments", { command = "redis-server --port 80" } },
      { "command[2] takes a string without NUL, not a boolean", { command = { "true", true } } },
      { "command[2] takes a string without NUL", { command = { "true", "a\0b" } } },
      { "command[1] is the program", { command = { "" } } },
      { "unknown option 'comand'; did you mean 'command'?", { comand = { "true" } } },
      { "name takes what transcripts call the process", { command = { "true" }, name = "" } },
      { "env takes a table", { command = { "true" }, env = "A=b" } },
      { "env: 'A=B' is no name", { command = { "true" }, env = { ["A=B"] = "c" } } },
      { "env.A takes a string, or false", { command = { "true" }, env = { A = 1 } } },
      { "cwd takes the path of a folder", { command = { "true" }, cwd = "" } },
      { "stdin takes the text that it reads, or process.PIPE", { command = { "true" }, stdin = true } },
      { "ready takes one of", { command = { "true" }, ready = {} } },
      { "ready takes one of", { command = { "true" }, ready = { output = "x", unix = "y" } } },
      { "unknown way to be ready 'tpc'; did you mean 'tcp'?", { command = { "true" }, ready = { tpc = 80 } } },
      { "ready.check takes a function", { command = { "true" }, ready = { check = true } } },
      { "ready.tcp takes an address", { command = { "true" }, ready = { tcp = 80 } } },
      { "ready.udp takes an address", { command = { "true" }, ready = { udp = { "localhost", 0 } } } },
      { "ready.tcp takes an address", { command = { "true" }, ready = { tcp = { { "::1", 80 }, 81 } } } },
      { "ready.output: malformed pattern", { command = { "true" }, ready = { output = "[" } } },
      { "ready.timeout takes a number of seconds", { command = { "true" }, ready = { unix = "x", timeout = 0 } } },
      { "there is no signal 'SIGNONE'", { command = { "true" }, stop = "SIGNONE" } },
      { "stop.timeout takes a number of seconds", { command = { "true" }, stop = { timeout = "1" } } },
    }
    for _, case in ipairs(cases) do
      expect(function() process.start(case[2]) end):raises(case[1])
    end
  end)
end)
