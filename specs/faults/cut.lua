-- t:cut: an exchange whose connection is cut after each byte in turn.
local process = require "process"
local socket = require "socket"

local server_address = { "127.0.0.1", 7000 }

-- "N\n" asks for N letters, which come behind their number: "3\nabc".
local function serve_letters(conn)
  local fine, line = pcall(conn.recv_line, conn)
  if not fine then return end
  local n = tonumber(line)
  pcall(conn.sendall, conn, ("%d\n%s"):format(n, ("abcdefghij"):sub(1, n)))
end

local function careful(s, n)
  s:sendall(n .. "\n")
  return s:recv_exactly(tonumber(s:recv_line()))
end

-- Takes one receive for the answer, and the end of the stream for the end of the message.
local function naive(s, n)
  s:sendall(n .. "\n")
  local answer = s:recv_all()
  return answer:match("^%d*\n?(.*)$")
end

-- A play with a server role; `ask` is the client, whose answer is whole or an error.
local function play_with(listener, ask)
  return function(t, cut)
    t:run("server", function()
      local conn <close> = listener:accept()
      serve_letters(conn)
    end, "client", function()
      local s <close> = socket.create_connection(cut.address)
      local fine, answer = pcall(ask, s, 3)
      if fine then
        expect(answer):equals("abc")
      else
        expect(socket.isinstance(answer, { socket.OSError, socket.IncompleteReadError })):is_true()
      end
      if not cut.stream then expect(fine):is_true() end
    end)
  end
end

scenario("a careful reader gets the whole answer or an error", function(t)
  local listener = socket.create_server(server_address)
  local result = t:cut { to = server_address, play = play_with(listener, careful) }
  expect(result):equals { plays = 18, of = 18, up = 2, down = 5 }
  expect(t):exchanged [[
    client > cut  tcp 127.0.0.1:*
      > "3\n"
      < "3\n"
      < "abc"
      > EOF
      < EOF
    cut > server  tcp 127.0.0.1:7000
      > "3\n"
      < "3\n"
      < "abc"
      > EOF
      < EOF
  ]]
end)

scenario("a naive reader is found out", { fails = "an answer that is cut short passes for a whole one" }, function(t)
  local listener = socket.create_server(server_address)
  t:cut { to = server_address, after = "down", with = "fin", play = play_with(listener, naive) }
end)

scenario("plays are told how they are cut", function(t)
  local listener = socket.create_server(server_address)
  local seen = {}
  local play = play_with(listener, careful)
  t:cut { to = server_address, after = "up", play = function(test, cut)
    seen[#seen + 1] = tostring(cut)
    play(test, cut)
  end }
  expect(seen):equals {
    "the connection was not cut",
    "the connection was cut after byte 0 of 2 to the server (up), by FIN",
    "the connection was cut after byte 1 of 2 to the server (up), by FIN",
    "the connection was cut after byte 2 of 2 to the server (up), by FIN",
    "the connection was cut after byte 0 of 2 to the server (up), by RST",
    "the connection was cut after byte 1 of 2 to the server (up), by RST",
    "the connection was cut after byte 2 of 2 to the server (up), by RST",
  }
end)

scenario("as many bytes pass as the cut says, and both sides meet its end", { segment = false }, function(t)
  local listener = socket.create_server(server_address)
  t:cut { to = server_address, play = function(test, cut)
    local got = ""
    local ends = {}
    local function hear(name, s, n)
      local fine, data = pcall(s.recv, s, 100)
      while fine and data ~= "" and #got < n do
        got = got .. data
        fine, data = pcall(s.recv, s, 100)
      end
      ends[name] = fine and "fin" or "rst"
    end
    test:run("server", function()
      local conn <close> = listener:accept()
      if cut.stream == "up" then return hear("server", conn, 100) end
      pcall(conn.recv_exactly, conn, 4)
      pcall(conn.sendall, conn, "pong")
    end, "client", function()
      local s <close> = socket.create_connection(cut.address)
      pcall(s.sendall, s, "ping")
      if cut.stream == "down" then return hear("client", s, 100) end
      if not cut.stream then expect(s:recv_exactly(4)):equals("pong") end
      if cut.stream == "up" then hear("client", s, 100) end
    end)
    if cut.stream == "up" then expect(got):equals(("ping"):sub(1, cut.byte)) end
    if cut.stream == "down" then expect(got):equals(("pong"):sub(1, cut.byte)) end
    for _, ending in next, ends do expect(ending):equals(cut.with) end
  end }
end)

scenario("where there are more cuts than the cap they are spread", function(t)
  local listener = socket.create_server(server_address)
  local bytes = {}
  local result = t:cut { to = server_address, after = "down", with = { "rst" }, cap = 5, play = function(test, cut)
    bytes[#bytes + 1] = cut.byte
    test:run("server", function()
      local conn <close> = listener:accept()
      pcall(conn.sendall, conn, ("x"):rep(1000))
    end, "client", function()
      local s <close> = socket.create_connection(cut.address)
      pcall(s.recv_all, s)
    end)
  end }
  expect(bytes):equals { 0, 250, 500, 750, 1000 }
  expect(result):equals { plays = 5, of = 1001, up = 0, down = 1000 }
  expect(t:output("main")):contains("t:cut(): 5 of 1001 cuts, evenly spread: cap = 5")
end)

scenario("a server in a process stands it", { requires = { "command:redis-server" }, timeout = 20 }, function(t)
  local to = { "127.0.0.1", 6379 }
  process.start { command = { "redis-server", "--port", "6379", "--save", "" }, ready = { tcp = to } }
  t:cut { to = to, play = function(test, cut)
    test:run("client", function()
      local s <close> = socket.create_connection(cut.address)
      pcall(function()
        s:sendall("SET city Gdansk\r\n")
        expect(s:recv_line()):equals("+OK\r\n")
      end)
    end)
    local direct <close> = socket.create_connection(to)
    direct:sendall("PING\r\n")
    expect(direct:recv_line()):equals("+PONG\r\n")
  end }
end)

scenario("a client that tries again gets through: only the first connection is cut", function(t)
  local listener = socket.create_server(server_address)
  t:background("server", function()
    while true do
      local conn <close> = listener:accept()
      serve_letters(conn)
    end
  end)
  t:cut { to = server_address, play = function(_, cut)
    local answer
    for _ = 1, 2 do
      local s <close> = socket.create_connection(cut.address)
      local fine, got = pcall(careful, s, 3)
      if fine then answer = got break end
    end
    expect(answer):equals("abc")
  end }
end)

scenario("wrong options are told", function(t)
  local function refuses(options, message) expect(function() t:cut(options) end):raises(message) end
  local play = function() end
  refuses(nil, "t:cut(): it takes a table")
  refuses({ play = play }, "t:cut(): to is missing")
  refuses({ to = server_address }, "play takes a function")
  refuses({ to = server_address, play = play, atfer = "up" }, "unknown option 'atfer'; did you mean 'after'?")
  refuses({ to = server_address, play = play, after = "both" }, 'after takes "up"')
  refuses({ to = server_address, play = play, with = "ack" }, 'with takes "fin", "rst"')
  refuses({ to = server_address, play = play, cap = 0 }, "cap takes how many cuts")
  refuses({ to = server_address, play = play, name = "main" }, "t:cut(): 'main' is a role already")
end)
