-- t:fail: a socket call that is told to fail raises what the kernel's error would, and is not made.
local sides = require "sides"
local socket = require "socket"

local address = { "127.0.0.1", 7000 }

scenario("the nth call of a name fails, the others do not", function(t)
  local a, b = socket.socketpair()
  t:fail("send", socket.ECONNRESET, 2)
  expect(a:send("one")):equals(3)
  local e = expect(function() a:send("two") end):raises(socket.ConnectionResetError)
  expect(e.errno):equals(socket.ECONNRESET)
  expect(tostring(e)):equals("[Errno 104] Connection reset by peer")
  expect(a:send("three")):equals(5)
  expect(b:recv_exactly(8)):equals("onethree")
  expect(t):exchanged [[
    main > main  unix socketpair
      > "one"
      ! send ECONNRESET, made to fail
      > "three"
  ]]
end)

scenario("a receive that fails has taken nothing", function(t)
  local listener = socket.create_server(address)
  t:run("server", sides.server(listener, sides.echo), "client", function()
    t:fail("recv", "ETIMEDOUT")
    local s <close> = socket.create_connection(address)
    s:sendall("ping")
    expect(function() s:recv(10) end):raises(socket.timeout, { errno = socket.ETIMEDOUT })
    expect(s:recv_exactly(4)):equals("ping")
  end)
  expect(t):exchanged [[
    client > server  tcp 127.0.0.1:7000
      > "ping"
      ! recv ETIMEDOUT, made to fail
      < "ping"
      > EOF
      < EOF
  ]]
end)

scenario("a role is told from outside, by its name", function(t)
  local listener = socket.create_server(address)
  t:fail { role = "server", call = "sendall", errno = "EPIPE" }
  t:run("server", sides.server(listener, function(conn)
    conn:recv_exactly(4)
    expect(function() conn:sendall("pong") end):raises(socket.BrokenPipeError)
  end), "client", function()
    local s <close> = socket.create_connection(address)
    s:sendall("ping")
    expect(s:recv_all()):equals("")
  end)
  expect(t):exchanged [[
    client > server  tcp 127.0.0.1:7000
      > "ping"
      ! server sendall EPIPE, made to fail
      < EOF
      > EOF
  ]]
end)

local cases = {
  socket = { "EMFILE", socket.OSError, function() socket.socket() end },
  socketpair = { "ENFILE", socket.OSError, function() socket.socketpair() end },
  bind = { "EADDRINUSE", socket.OSError, function() socket.create_server(address) end },
  listen = { "EADDRINUSE", socket.OSError, function() socket.create_server(address) end },
  setsockopt = { "ENOPROTOOPT", socket.OSError, function() socket.create_server(address) end },
  accept = { "ECONNABORTED", socket.ConnectionAbortedError, function(listener) listener:accept() end },
  shutdown = { "ENOTCONN", socket.OSError, function(_, s) s:shutdown(socket.SHUT_WR) end },
  recv_line = { "EIO", socket.OSError, function(_, s) s:recv_line() end },
  recv_into = { "ENOMEM", socket.OSError, function(_, s) s:recv_into(socket.bytearray(5)) end },
  recvmsg = { "EAGAIN", socket.BlockingIOError, function(_, s) s:recvmsg(5) end },
  sendmsg = { "ENOBUFS", socket.OSError, function(_, s) s:sendmsg { "x" } end },
  close = { "EIO", socket.OSError, function(_, s) s:close() end },
}

for call, case in next, cases do case.call = call end

scenario("each call can be told", { cases = cases }, function(t, case)
  local errno, class, make = case[1], case[2], case[3]
  local listener <close> = socket.socket()
  local s <close> = socket.socketpair()
  t:fail(case.call, errno)
  expect(function() make(listener, s) end):raises(class, { errno = socket[errno] })
end)

scenario("a call without a conversation stands in the transcript for itself", function(t)
  t:fail("bind", "EACCES")
  expect(function() socket.create_server(address) end):raises(socket.PermissionError)
  expect(t):exchanged [[
    main  bind
      ! bind EACCES, made to fail
  ]]
end)

scenario("a connect that fails is a conversation that did not come to be", function(t)
  local listener <close> = socket.create_server(address)
  t:fail("connect", "ECONNREFUSED")
  t:fail("connect_ex", "ENETUNREACH")
  local s <close> = socket.socket()
  expect(function() s:connect(address) end):raises(socket.ConnectionRefusedError)
  expect(s:connect_ex(address)):equals(socket.ENETUNREACH)
  s:connect(address)
  expect(t):exchanged [[
    main > main  tcp 127.0.0.1:7000
      ! connect ECONNREFUSED, made to fail
    main#2 > main  tcp 127.0.0.1:7000
      ! connect_ex ENETUNREACH, made to fail
    main#3 > main  tcp 127.0.0.1:7000
  ]]
  listener:accept()
end)

scenario("a lookup fails with an error of getaddrinfo's", function(t)
  t:fail("getaddrinfo", "EAI_AGAIN")
  local e = expect(function() socket.create_connection { "localhost", 7000 } end):raises(socket.gaierror)
  expect(e.errno):equals(socket.EAI_AGAIN)
  expect(tostring(e)):equals("[Errno -3] Temporary failure in name resolution")
  t:fail("gethostbyname", socket.EAI_NONAME)
  expect(function() socket.gethostbyname("localhost") end):raises(socket.gaierror, { errno = socket.EAI_NONAME })
  expect(#socket.getaddrinfo("localhost", 7000) > 0):is_true()
  expect(t):exchanged [[
    main  resolve "localhost"
      ! getaddrinfo EAI_AGAIN, made to fail
    main#2  resolve "localhost"
      ! gethostbyname EAI_NONAME, made to fail
  ]]
end)

scenario("a datagram that cannot be sent", function(t)
  local receiver <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
  receiver:bind(address)
  local s <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
  s:sendto("one", address)
  t:fail("sendto", "ENOBUFS")
  expect(function() s:sendto("two", address) end):raises(socket.OSError, { errno = socket.ENOBUFS })
  expect(receiver:recv(10)):equals("one")
  expect(t):exchanged [[
    main > main  udp 127.0.0.1:7000
      > "one"
      ! sendto ENOBUFS, made to fail
  ]]
end)

scenario("several at once, each counted for itself", function(t)
  local a, b = socket.socketpair()
  t:fail("send", "EPIPE", 1)
  t:fail("send", "ECONNRESET", 3)
  local made = {}
  for i = 1, 4 do
    local fine, e = pcall(a.send, a, "x")
    made[i] = fine and "sent" or e.errno
  end
  expect(made):equals { socket.EPIPE, "sent", socket.ECONNRESET, "sent" }
  b:close()
end)

scenario("the calls that a role made count a failed one, too", function(t)
  local a = socket.socketpair()
  t:fail("send", "EPIPE")
  pcall(a.send, a, "x")
  expect(t:calls("main")):equals { "socketpair", "send" }
end)

scenario("one that is never made is a failure", { fails = "the role receives once only", assertions = false }, function(t)
  local a, b = socket.socketpair()
  t:fail("recv", "EIO", 2)
  b:send("x")
  a:recv(1)
end)

scenario("so is one of a role that is none", { fails = "there is no role 'sever'", assertions = false }, function(t)
  t:fail { role = "sever", call = "recv", errno = "EIO" }
  t:run("server", function() end)
end)

scenario("wrong arguments are told", function(t)
  local function refuses(message, ...)
    local arguments = table.pack(...)
    expect(function() t:fail(table.unpack(arguments, 1, arguments.n)) end):raises(message)
  end
  refuses("it takes the name of a call")
  refuses("there is no call 'sned'; did you mean 'send'?", "sned", "EPIPE")
  refuses("there is no call 'sendfile'", "sendfile", "EPIPE")
  refuses("send takes an errno, such as \"ECONNRESET\", not 'EPIP'; did you mean 'EPIPE'?", "send", "EPIP")
  refuses("send takes an errno", "send", 100000)
  refuses("send takes an errno", "send", "EAI_AGAIN")
  refuses("getaddrinfo takes an error of getaddrinfo(3)", "getaddrinfo", "EPIPE")
  refuses("nth takes which call fails: an integer from 1", "send", "EPIPE", 0)
  refuses("unknown option 'cal'; did you mean 'call'?", { cal = "send" })
  refuses("role takes the name of a role", { call = "send", errno = "EPIPE", role = 5 })
end)
