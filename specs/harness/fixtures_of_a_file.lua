-- before_all and its kin outside of any describe are the file's: all its scenarios share a process and a network, and
-- run one by one. What happened is judged by the outermost after_all, which is the last to run.
local socket = require "socket"

local happened = {}
local function note(word) happened[#happened + 1] = word end

after_all(function()
  expect(happened):equals {
    "file", "each", "plain", "describe", "each", "case long: 100000 bytes", "each", "case short: 1 bytes",
    "each", "fails", "end of describe", "each", "last", "end of file",
  }
end)

before_all(function(t)
  note "file"
  local listener = socket.create_server { "127.0.0.1", 7100 }
  t:background("server", function()
    while true do
      local conn <close> = listener:accept()
      conn:sendall(conn:recv_line())
    end
  end)
end)

after_all(function() note "end of file" end)

before_each(function() note "each" end)

local function echoed(line)
  local s <close> = socket.create_connection { "127.0.0.1", 7100 }
  s:sendall(line .. "\n")
  return s:recv_line()
end

it("a server of the file serves each of its scenarios", function()
  note "plain"
  expect(echoed("hello")):equals("hello\n")
end)

it("one that is skipped has no hooks", { skip = "to show that" }, function() note "never" end)

describe("a describe in it", function()
  before_all(function() note "describe" end)
  after_all(function() note "end of describe" end)

  -- Byte by byte (--segment=1) the long one takes a while.
  it("has each case by the alphabet", {
    cases = { short = "x", long = ("x"):rep(100000) }, timeout = 60,
  }, function(_, line)
    note(("case %s: %d bytes"):format(#line == 1 and "short" or "long", #line))
    expect(echoed(line)):equals(line .. "\n")
  end)

  it("one that is expected to fail", { fails = "to show that" }, function()
    note "fails"
    expect(1):equals(2)
  end)
end)

it("the last one is followed by what the file has to tidy up", function()
  note "last"
  expect(echoed("bye")):equals("bye\n")
end)
