-- What document 004 gets wrong in its server, and in what it says of names (scripts/DEFECTS.md, in the order of the
-- list). Defect 3 is in errors.lua, 6 and 8 in http.lua, 7 in shutdown.lua.
local socket = require "socket"

local HOST, PORT = "127.0.0.1", 80

local function is_refused()
  local sock <close> = socket.socket()
  local e = expect(function() sock:connect { HOST, PORT } end):raises(socket.ConnectionRefusedError)
  expect(tostring(e)):equals("[Errno 111] Connection refused")
end

-- How many connections may wait on a listener: tcpi_sacked of its struct tcp_info, which tells just that there.
local function longest_queue(listener)
  local info = listener:getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 104)
  return (string.unpack("=I4", info, 29))
end

-- Its programs bind without SO_REUSEADDR: on the host the port would not be free again for a minute.
local in_private = { requires = { "private" } }

describe("the defects of document 004", in_private, function()
  it("1: bind takes one address: a server that gives it two arguments is not there", function(t)
    t:run("server", function()
      local z <close> = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
      local e = expect(function() z:bind(HOST, PORT) end):raises(socket.TypeError)
      expect(tostring(e)):equals("socket.bind() takes exactly one argument (2 given)")
    end, "client", is_refused)
    expect(t:calls("server")):equals { "socket", "bind", "close" }
    expect(t):exchanged [[
      client > -  tcp 127.0.0.1:80
        ! connect ECONNREFUSED
    ]]
  end)

  it("2: programs with its comments and its <int> do not compile, so nobody is there", function(t)
    for _, line in ipairs { "z:listen()\n\t\\\\ can contain a param", "reply = sock:recv(<int>)" } do
      expect((load(line, "=server"))):is_nil() -- in Lua as in Python, where each is a SyntaxError
    end
    t:run("client", is_refused)
    expect(t):exchanged [[
      client > -  tcp 127.0.0.1:80
        ! connect ECONNREFUSED
    ]]
  end)

  it("4: getaddrinfo is at work, too, where bind and sendto need it", function(t)
    local unknown = { "no-such-host.invalid", PORT }
    local calls = {
      function() socket.getaddrinfo(table.unpack(unknown)) end,
      function() socket.socket():connect(unknown) end,
      function() socket.socket():bind(unknown) end,
      function() socket.socket(socket.AF_INET, socket.SOCK_DGRAM):sendto("x", unknown) end,
    }
    for _, call in ipairs(calls) do
      local e = expect(call):raises(socket.gaierror, { errno = socket.EAI_NONAME })
      expect(tostring(e)):equals("[Errno -2] Name or service not known")
    end
    expect(t):exchanged [[
      main  resolve "no-such-host.invalid"
        ! getaddrinfo EAI_NONAME
      main#2  resolve "no-such-host.invalid"
        ! connect EAI_NONAME
      main#3  resolve "no-such-host.invalid"
        ! bind EAI_NONAME
      main#4  resolve "no-such-host.invalid"
        ! sendto EAI_NONAME
    ]]
  end)

  it("5: listen's parameter is the length of a queue, silently cut to somaxconn", function(t)
    local somaxconn = tonumber(t:read("/proc/sys/net/core/somaxconn"))
    for _, asked in ipairs { 0, 1, 5, somaxconn, somaxconn + 1, 1 << 30 } do
      local z <close> = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
      z:bind { HOST, PORT }
      expect(z:listen(asked)):is_nil()
      expect(longest_queue(z)):equals(math.min(asked, somaxconn))
    end
  end)

  it("5: it is no limit on connections: with listen(1), three are served at once", function(t)
    local z <close> = socket.create_server({ HOST, PORT }, { backlog = 1 })
    local clients, conns = {}, {}
    for i = 1, 3 do
      clients[i] = socket.create_connection { HOST, PORT }
      conns[i] = z:accept()
    end
    for i = 1, 3 do conns[i]:send("served") end
    for i = 1, 3 do expect(clients[i]:recv_exactly(6)):equals("served") end
    expect(t):exchanged [[
      main > main  tcp 127.0.0.1:80
        < "served"
      main#2 > main  tcp 127.0.0.1:80
        < "served"
      main#3 > main  tcp 127.0.0.1:80
        < "served"
    ]]
  end)

  it("send takes bytes and nothing else", function(t)
    local a, b = socket.socketpair()
    for _, value in ipairs { 1, true, { "GET / HTTP/1.1" } } do
      expect(function() a:send(value) end):raises(socket.TypeError)
    end
    a:send("GET / HTTP/1.1")
    expect(b:recv_exactly(14)):equals("GET / HTTP/1.1")
    expect(t):exchanged [[
      main > main  unix socketpair
        > "GET / HTTP/1.1"
    ]]
  end)
end)
