-- print and input, role by role.
local socket = require "socket"

describe("what a role prints", function()
  it("is kept for itself, in order", function(t)
    t:run("server", function()
      print("one", 2, nil, true)
      t:sleep(0)
      print("three")
    end, "client", function() print("of the client") end)
    print("of the body")
    expect(t:output("server")):equals("one\t2\tnil\ttrue\nthree\n")
    expect(t:output("client")):equals("of the client\n")
    expect(t:output("main")):equals("of the body\n")
  end)

  it("goes on where a second role has the same name", function(t)
    t:run("client", function() print("first") end)
    t:run("client", function() print("second") end)
    expect(t:output("client")):equals("first\nsecond\n")
  end)

  it("may be nothing; a role that is none is a mistake", function(t)
    t:run("silent", function() end)
    expect(t:output("silent")):equals("")
    expect(function() t:output("slient") end):raises("there is no role 'slient'; did you mean 'silent'?")
  end)
end)

describe("input", function()
  it("asks the answers of its role, one after the other", function(t)
    t:answer("client", { "localhost", 8001 })
    t:answer("client", { "more" })
    t:answer("other", { "of the other" })
    local got = {}
    t:run("client", function()
      for i = 1, 3 do got[i] = input("> ") end
    end, "other", function() got.other = input() end)
    expect(got):equals { "localhost", "8001", "more", other = "of the other" }
    expect(t:output("client")):equals("> > > ")
    expect(t:output("other")):equals("")
  end)

  it("raises EOFError where there is no answer left", function(t)
    t:answer("main", { "only one" })
    expect(input()):equals("only one")
    local e = expect(function() input("again? ") end):raises(socket.EOFError)
    expect(tostring(e)):equals("EOF when reading a line")
    expect(t:output("main")):equals("again? ")
  end)
end)
