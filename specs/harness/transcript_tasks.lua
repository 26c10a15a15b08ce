-- Two tasks on one socket in the transcript: what one sends comes after what it knows of, not after what the other
-- one happens to have taken by then.
local socket = require "socket"

-- A pair, of which the far end says "one", "two" and "three" by itself.
local function talker(t)
  local a, b = socket.socketpair()
  t:background("talker", function() b:sendall("onetwothree") end)
  return a, b
end

-- So many bytes, by reads that declare nothing: those would end records.
local function read(s, n)
  local bytes = ""
  while #bytes < n do bytes = bytes .. s:recv(n - #bytes) end
  return bytes
end

describe("a reader and a writer on one socket", function()
  it("know nothing of each other", function(t)
    local a, b = talker(t)
    t:run("reader", function()
      for _, word in ipairs { "one", "two", "three" } do expect(a:recv_exactly(#word)):equals(word) end
    end, "writer", function()
      for _ = 1, 3 do a:sendall("x") end
    end)
    a:shutdown(socket.SHUT_WR)
    expect(read(b, 3)):equals("xxx")
    expect(t:conversation("main")):exchanged [[
      main > main  unix socketpair
        > "xxx"
        < "one"
        < "two"
        < "three"
        > EOF
    ]]
  end)

  it("know of each other what an event tells", function(t)
    local a, b = talker(t)
    local two = t:event()
    t:run("reader", function()
      expect(a:recv(3)):matches("^o")
      while not a:recv(1):find "t" do end
      two:set()
      expect(a:recv_exactly(7)):equals("wothree")
    end, "writer", function()
      a:sendall("before")
      two:wait()
      a:sendall("after")
    end)
    expect(read(b, 11)):equals("beforeafter")
    expect(t:conversation("main")):exchanged [[
      main > main  unix socketpair
        > "before"
        < "onet"
        > "after"
        < "wothree"
    ]]
  end)

  it("know what was there before they began, and their creator what they did", function(t)
    local a, b = talker(t)
    expect(a:recv_exactly(3)):equals("one")
    t:run("writer", function() a:sendall("x") end, "reader", function() a:recv_exactly(3) end)
    a:sendall("y")
    expect(read(b, 2)):equals("xy")
    expect(read(a, 5)):equals("three")
    expect(t:conversation("main")):exchanged [[
      main > main  unix socketpair
        < "one"
        > "x"
        < "two"
        > "y"
        < "three"
    ]]
  end)

  it("know of each other where they meet at a barrier", function(t)
    local a, b = talker(t)
    local barrier = t:barrier(2)
    t:run("writer", function()
      a:sendall("before")
      barrier:wait()
      a:sendall("after")
    end, "reader", function()
      a:recv_exactly(6)
      barrier:wait()
      a:recv_exactly(5)
    end)
    expect(read(b, 11)):equals("beforeafter")
    expect(t:conversation("main")):exchanged [[
      main > main  unix socketpair
        > "before"
        < "onetwo"
        > "after"
        < "three"
    ]]
  end)

  it("stand with their timeouts where they know that something was written", function(t)
    local a = socket.socketpair()
    a:settimeout(0.05)
    local written = t:event()
    t:run("writer", function()
      a:sendall("before")
      written:set()
    end, "reader", function()
      written:wait()
      expect(function() a:recv(1) end):raises(socket.timeout)
    end)
    expect(t):exchanged [[
      main > main  unix socketpair
        > unread "before"
        ! reader recv timeout
    ]]
  end)
end)
