-- A describe with before_all: its scenarios run one by one, in one process and one network.
local socket = require "socket"

local ADDRESS = { "127.0.0.1", 7000 }
local order = {}

local function talk(words)
  local s <close> = socket.create_connection(ADDRESS)
  s:sendall(words .. "\n")
  return s:recv_all():sub(1, -2)
end

describe("a describe with before_all", function()
  local served = 0

  before_all(function(t)
    order[#order + 1] = "before_all"
    local listener = socket.create_server(ADDRESS)
    t:background("server", function()
      while true do
        local conn <close> = listener:accept()
        conn:sendall(conn:recv_line():upper())
        served = served + 1
      end
    end)
  end)
  after_all(function()
    expect(order):equals { "before_all", "first", "second", "nested before_all", "third", "nested after_all" }
    expect(talk("still there")):equals("STILL THERE")
  end)

  it("has its fixtures in the first scenario", function(t)
    order[#order + 1] = "first"
    expect(talk("one")):equals("ONE")
    expect(t):exchanged [[
      main > server  tcp 127.0.0.1:7000
        > "one\n"
        < "ONE\n"
        < EOF
        > EOF
    ]]
  end)

  it("has them in the second one too, with a transcript of its own", function(t)
    order[#order + 1] = "second"
    expect(served):equals(1)
    expect(talk("two")):equals("TWO")
    expect(t):exchanged [[
      main > server  tcp 127.0.0.1:7000
        > "two\n"
        < "TWO\n"
        < EOF
        > EOF
    ]]
  end)

  describe("and one in it", function()
    before_all(function() order[#order + 1] = "nested before_all" end)
    after_all(function() order[#order + 1] = "nested after_all" end)

    it("begins with its first scenario and ends with its last", function()
      order[#order + 1] = "third"
      expect(served):equals(2)
    end)
  end)
end)

describe("what a scenario of such a describe leaves open", function()
  local listener, kept
  before_all(function() listener = socket.create_server(ADDRESS) end)

  it("is its own", function()
    kept = socket.create_connection(ADDRESS)
    expect(kept:fileno()):at_least(0)
  end)

  it("was closed at its end, the fixtures were not", function()
    local conn <close> = listener:accept()
    expect(conn:recv(1)):equals("")
    expect(kept:fileno()):equals(-1)
  end)
end)
