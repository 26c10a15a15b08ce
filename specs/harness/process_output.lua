-- What a process prints is taken as it comes, whether anybody waits for it or not.
local process = require "process"

local function sh(script, options)
  options = options or {}
  options.command = { "sh", "-c", script }
  return process.start(options)
end

describe("the output of a process", function()
  it("is whole after wait, each stream by itself and both in the order in which they came", function()
    local p = sh("echo one; read go; echo two >&2; read go; echo three", { stdin = process.PIPE })
    for _, pattern in ipairs { "one", "two" } do
      p:wait_for_output(pattern)
      p:write("go\n")
    end
    expect(p:wait()):equals { exit_code = 0 }
    expect(p:stdout()):equals("one\nthree\n")
    expect(p:stderr()):equals("two\n")
    expect(p:output()):equals("one\ntwo\nthree\n")
  end)

  it("includes what its children print within a moment after its end", function()
    local p = sh("(read wait <&3; echo late) 3<&0 & exit 0", { stdin = "go\n" })
    p:wait()
    expect(p:output()):equals("late\n")
  end)

  it("is taken while the scenario waits for something else, so that no pipe is ever full", function()
    process.start({ command = { "mkfifo", "done" } }):wait()
    local p = sh("head -c 1000000 /dev/zero; echo > done")
    expect(process.start({ command = { "cat", "done" } }):wait()):equals { exit_code = 0 }
    p:wait()
    expect(p:stdout()):has_length(1000000)
  end)

  it("of many megabytes keeps the beginning and the end", function()
    local p = sh("echo first; head -c 30000000 /dev/zero; echo; echo last")
    p:wait()
    local text = p:stdout()
    expect(#text):at_most(8000000)
    expect(text):matches("^first\n")
    expect(text):matches("\nlast\n$")
    expect(text):matches("parley left out %d+ bytes here")
  end)

  it("can be cut off by whoever holds the pipe after the end, and nobody waits for that", function()
    local p = sh("setsid sleep 60 & echo $!")
    p:wait() -- returns long before the sleep ends
    expect(p:output()):matches("^%d+\n$")
    expect(sh("kill " .. p:output()):wait()):equals { exit_code = 0 }
  end)
end)

describe("p:wait_for_output", function()
  it("returns what matched or its captures, and looks behind that the next time", function()
    local p = sh("echo port 7101; echo port 7102; read go; echo bye", { stdin = process.PIPE })
    expect({ p:wait_for_output("port (%d+)") }):equals { "7101" }
    expect({ p:wait_for_output("(port) (%d+)") }):equals { "port", "7102" }
    p:write("go\n")
    expect({ p:wait_for_output("b.e") }):equals { "bye" }
  end)

  it("finds what ends in the middle of a line: a prompt", function()
    local p = sh("printf 'name: '; read name; echo Hello $name", { stdin = process.PIPE })
    p:wait_for_output("name: ")
    p:write("Ada\n")
    expect(p:wait_for_output("Hello (%a+)")):equals("Ada")
  end)

  it("fails at once where the process ends before, with its last lines", function()
    local p = sh("echo starting; echo broken >&2; exit 4")
    local e = expect(function() p:wait_for_output("ready") end):raises(process.RuntimeError)
    expect(tostring(e)):contains('sh ended (exit status 4) before it printed what matches "ready"; its last lines:')
    expect(tostring(e)):contains("\n  broken")
  end)

  it("fails when its time is over", function()
    local p = sh("exec sleep 60")
    local e = expect(function() p:wait_for_output("ready", 0.02) end):raises(process.TimeoutError)
    expect(tostring(e)):equals('sh did not print what matches "ready" within 0.02 s; it printed nothing')
  end)

  it("lets other tasks run", function(t)
    local p = sh("read go; echo $go", { stdin = process.PIPE })
    t:run("reader", function() expect(p:wait_for_output("%a+")):equals("tick") end,
      "writer", function() p:write("tick\n") end)
  end)

  it("takes a pattern", function()
    local p = sh("exit 0")
    expect(function() p:wait_for_output(7) end):raises("takes a Lua pattern, a string")
    expect(function() p:wait_for_output("%") end):raises("malformed pattern")
    expect(function() p:wait_for_output("x", "soon") end):raises("the time limit is a number of seconds")
  end)
end)

describe("p:read_line", function()
  it("gives one line after the other, the last one also without its end", function()
    local p = sh("printf 'one\\n\\nthree'")
    expect({ p:read_line(), p:read_line(), p:read_line() }):equals { "one\n", "\n", "three" }
    expect(function() p:read_line() end):raises("sh ended (exit status 0) before it printed another line")
  end)

  it("waits for the rest of a line", function()
    local p = sh("printf 'half '; read go; echo line", { stdin = process.PIPE })
    expect(function() p:read_line(0.02) end):raises(process.TimeoutError)
    p:write("go\n")
    expect(p:read_line()):equals("half line\n")
  end)
end)
