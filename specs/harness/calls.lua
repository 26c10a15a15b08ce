-- t:calls(role): the socket calls that a role made, in the order in which its program made them.
local socket = require "socket"

local ADDRESS = { "127.0.0.1", 7000 }

describe("the calls of a role", function()
  it("stand in their order, and apart from the other roles'", function(t)
    t:run("server", function()
      local listener <close> = socket.socket()
      listener:bind(ADDRESS)
      listener:listen()
      local conn <close> = listener:accept()
      conn:sendall(conn:recv(10))
    end, "client", function()
      local stream = socket.socket()
      stream:connect(ADDRESS)
      stream:send("x")
      stream:recv(10)
      stream:close()
    end)
    expect(t:calls("server")):equals { "socket", "bind", "listen", "accept", "recv", "sendall", "close", "close" }
    expect(t:calls("client")):equals { "socket", "connect", "send", "recv", "close" }
    expect(t:calls("main")):equals {}
  end)

  it("count those that failed, and those that waited only once", function(t)
    local s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s:bind(ADDRESS)
    s:settimeout(0.01)
    expect(function() s:recv(10) end):raises(socket.timeout)
    expect(function() s:recv() end):raises(socket.TypeError)
    expect(function() s.recv(10) end):raises(socket.TypeError)
    expect(function() socket.socket(9999) end):raises(socket.OSError)
    expect(t:calls("main")):equals { "socket", "bind", "settimeout", "recv", "recv", "recv", "socket" }
  end)

  it("count a declared read as one, by its own name", function(t)
    local a, b = socket.socketpair()
    b:send("abc|d\nrest")
    b:close()
    a:recv_exactly(3)
    a:recv_until("|")
    a:recv_line()
    a:recv_all()
    expect(function() a:recv_line() end):raises(socket.IncompleteReadError)
    expect(t:calls("main")):equals {
      "socketpair", "send", "close", "recv_exactly", "recv_until", "recv_line", "recv_all", "recv_line",
    }
  end)

  it("count what is made of other calls as those", function(t)
    local listener = socket.create_server(ADDRESS)
    socket.create_connection(ADDRESS)
    listener:close()
    expect(function() socket.create_connection(ADDRESS) end):raises(socket.ConnectionRefusedError)
    expect(t:calls("main")):equals {
      "socket", "setsockopt", "bind", "listen", "socket", "connect", "close", "socket", "connect", "close",
    }
  end)

  it("count a <close> where it closes something", function(t)
    do
      local early <close> = socket.socket()
      early:close()
      early:close()
    end
    do local _ <close> = socket.socket() end
    local number = socket.socket():detach()
    socket.close(number)
    expect(t:calls("main")):equals { "socket", "close", "close", "socket", "close", "socket", "detach", "close" }
  end)

  it("go on in the tasks of the same name, and are known while the role runs", function(t)
    for _ = 1, 2 do t:run("client", function() socket.socket():close() end) end
    t:run("client", function()
      local s <close> = socket.socket()
      expect(#t:calls("client")):equals(5)
      expect(s:fileno()):at_least(0)
    end)
    expect(t:calls("client")):equals { "socket", "close", "socket", "close", "socket", "fileno", "close" }
  end)

  it("count what a cancelled task closed", function(t)
    local waits = t:event()
    local task = t:spawn("server", function()
      local listener <close> = socket.create_server(ADDRESS)
      waits:set()
      listener:accept()
    end)
    waits:wait()
    task:cancel()
    expect(t:calls("server")):equals { "socket", "setsockopt", "bind", "listen", "accept", "close" }
  end)

  it("are only counted from the 65537th on", function(t)
    local s = socket.socket()
    for _ = 1, 70000 do s:fileno() end
    local calls = t:calls("main")
    expect(#calls):equals(65537)
    expect(calls[65536]):equals("fileno")
    expect(calls[65537]):equals("... and 4465 more")
  end)

  it("are those of a role that there is", function(t)
    t:run("server", function() end)
    expect(function() t:calls("sever") end):raises("t:calls(): there is no role 'sever'; did you mean 'server'?")
    expect(function() t:calls(1) end):raises("t:calls() takes a role")
  end)
end)

describe("scenarios of one process", function()
  before_all(function() socket.socket():close() end)
  it("begin with the calls of before_all", function(t) expect(t:calls("main")):equals { "socket", "close" } end)
  it("have no calls of each other's", function(t) expect(t:calls("main")):equals {} end)
end)
