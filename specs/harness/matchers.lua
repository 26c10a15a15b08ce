-- expect(value): what holds. What does not hold is in tests/program, where it may fail.
local socket = require "socket"

describe("expect", function()
  it("compares tables by what is in them, and ignores metatables", function()
    local listener <close> = socket.create_server { "127.0.0.1", 0 }
    local address = listener:getsockname()
    expect(address):equals { "127.0.0.1", address.port }
    expect({ 1, { a = { true } } }):equals { 1, { a = { true } } }
    expect({ 1, 2 }):not_equals { 1, 2, 3 }
    expect({ 1, 2, 3 }):not_equals { 1, 2 }
    expect({ a = 1 }):not_equals { b = 1 }
    expect(setmetatable({ 1 }, { __index = { 2 } })):equals { 1 }
  end)

  it("compares circles without going round for ever", function()
    local one, other = {}, {}
    one.self, other.self = one, other
    expect(one):equals(other)
    other.self = { self = other, more = 1 }
    expect(one):not_equals(other)
  end)

  it("tells a number from a string of it, and nothing from false", function()
    expect(1):not_equals("1")
    expect(1):equals(1.0)
    expect(nil):not_equals(false)
    expect(nil):is_nil()
    expect(false):is_false()
    expect(true):is_true()
  end)

  it("finds parts in strings and in tables", function()
    expect("a.b"):contains(".")
    expect({ 1, { x = 2 } }):contains { x = 2 }
    expect("port 7000"):matches("^port %d+$")
  end)

  it("orders numbers and strings, and measures length", function()
    expect(2):at_least(2)
    expect(2):at_most(2.5)
    expect("b"):at_least("a")
    expect("four"):has_length(4)
    expect({ 1, 2 }):has_length(2)
    expect(""):has_length(0)
  end)

  it("gives the error that raises() caught, by class, list of classes or part of the message", function()
    local function fail() error(socket.OSError(socket.EPIPE, "Broken pipe"), 0) end
    local e = expect(fail):raises(socket.OSError, { errno = socket.EPIPE, strerror = "Broken pipe" })
    expect(e.errno):equals(socket.EPIPE)
    expect(fail):raises { socket.TimeoutError, socket.OSError }
    expect(fail):raises("Broken")
    expect(fail):raises()
    expect(function() error("plain") end):raises("plain")
  end)

  it("lets what raises() calls wait", function(t)
    local a, b = socket.socketpair()
    t:run("reader", function()
      expect(function() error(a:recv_exactly(5), 0) end):raises("words")
    end, "writer", function() b:sendall("words") end)
  end)

  it("takes one value", function()
    expect(function() expect() end):raises("expect() takes one value, not 0")
    expect(function() expect(1, 2) end):raises("a call that gives several needs parentheses")
  end)

  it("judges the exchange at the call, and ignores common indentation", function(t)
    expect(t):exchanged ""
    local a, b = socket.socketpair()
    a:sendall("so far")
    b:recv_exactly(6)
    expect(t):exchanged [[
main > main  unix socketpair
  > "so far"
]]
    a:close()
    expect(t):exchanged [[
          main > main  unix socketpair
            > "so far"
            > EOF
    ]]
  end)
end)
