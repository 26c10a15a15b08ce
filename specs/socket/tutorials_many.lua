-- Servers of tutorials that have many connections and one thread: by selectors, by select, and one that reads lines from
-- files of makefile().
local select = require "select"
local selectors = require "selectors"
local socket = require "socket"
local support = require "support"

local host, port = "127.0.0.1", 65432
local READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE

-- Sends back whatever a client sends. A connection's data is what it has still to be sent.
local function echo_by_selector(clients)
  local sel <close> = selectors.DefaultSelector()
  local lsock <close> = socket.create_server { host, port }
  lsock:setblocking(false)
  sel:register(lsock, READ)

  local function accept()
    local conn = lsock:accept()
    conn:setblocking(false)
    sel:register(conn, READ | WRITE, { outb = "" })
  end

  local function close(conn)
    sel:unregister(conn)
    conn:close()
    clients = clients - 1
  end

  local function service(key, mask)
    local conn, data = key.fileobj, key.data
    if mask & READ ~= 0 then
      local received = conn:recv(1024)
      if received == "" then return close(conn) end
      data.outb = data.outb .. received
    end
    if mask & WRITE ~= 0 and data.outb ~= "" then
      data.outb = data.outb:sub(conn:send(data.outb) + 1)
    end
    -- Python's tutorial asks for both all the time, and so never waits while a connection is open.
    sel:modify(conn, data.outb == "" and READ or READ | WRITE, data)
  end

  while clients > 0 do
    for key, mask in sel:select() do
      if key.data then service(key, mask) else accept() end
    end
  end
end

-- Opens `count` connections at once, sends two messages on each, and returns when all are answered.
local function ask_by_selector(count)
  local sel <close> = selectors.DefaultSelector()
  local messages, answers = { "Message 1 from client. ", "Message 2 from client." }, {}
  for id = 1, count do
    local sock = support.tcp()
    sock:setblocking(false)
    expect(sock:connect_ex { host, port }):equals(115)
    sel:register(sock, READ | WRITE, { id = id, left = #table.concat(messages), next = 1, answer = "" })
  end
  while #sel:get_map() > 0 do
    for key, mask in sel:select() do
      local sock, data = key.fileobj, key.data
      if mask & READ ~= 0 then data.answer = data.answer .. sock:recv(1024) end
      if mask & WRITE ~= 0 and messages[data.next] then
        sock:send(messages[data.next])
        data.next = data.next + 1
        if not messages[data.next] then sel:modify(sock, READ, data) end
      end
      if #data.answer == data.left then
        answers[data.id] = data.answer
        sel:unregister(sock)
        sock:close()
      end
    end
  end
  return answers
end

scenario("one selector serves many connections", { segment = false, tags = { "selectors" } }, function(t)
  t:run("server", function() echo_by_selector(2) end, "client", function()
    local whole = "Message 1 from client. Message 2 from client."
    expect(ask_by_selector(2)):equals { whole, whole }
  end)
  for _, name in ipairs { "client", "client#2" } do
    expect(t:conversation(name)):contains "> EOF"
  end
end)

-- Tells everybody else what one says; the first message is a name. Ends when all have left.
local function chat(guests)
  local listener <close> = socket.create_server { host, port }
  local everybody, names = { listener }, {}

  local function tell_others(from, text)
    for _, s in ipairs(everybody) do
      if s ~= listener and s ~= from then s:sendall(text) end
    end
  end

  local function hear(s)
    local text = s:recv(1024)
    if text ~= "" and not names[s] then
      names[s] = text
      s:sendall("welcome")
      return tell_others(s, text .. " joined")
    end
    if text ~= "" then return tell_others(s, names[s] .. ": " .. text) end
    for i, other in ipairs(everybody) do
      if other == s then table.remove(everybody, i) end
    end
    s:close()
    guests = guests - 1
    tell_others(s, names[s] .. " left")
  end

  while guests > 0 do
    for _, s in ipairs((select.select(everybody, {}, {}))) do
      if s == listener then everybody[#everybody + 1] = listener:accept() else hear(s) end
    end
  end
end

scenario("a chat server tells everybody else what one says", { segment = false, tags = { "select" } }, function(t)
  local ada_is_there = t:event()
  t:run("server", function() chat(2) end, "ada", function()
    local s <close> = socket.create_connection { host, port }
    s:sendall("ada")
    expect(s:recv(1024)):equals("welcome")
    ada_is_there:set()
    expect(s:recv(1024)):equals("bob joined")
    s:sendall("hello")
    expect(s:recv_exactly(#"bob: goodbye")):equals("bob: goodbye")
    expect(s:recv(1024)):equals("bob left")
  end, "bob", function()
    ada_is_there:wait()
    local s <close> = socket.create_connection { host, port }
    s:sendall("bob")
    expect(s:recv_exactly(#"welcome")):equals("welcome")
    expect(s:recv(1024)):equals("ada: hello")
    s:sendall("goodbye")
  end)
  expect(t:conversation("bob")):exchanged [[
    bob > server  tcp 127.0.0.1:65432
      > "bob"
      < "welcome"
      < "ada: hello"
      > "goodbye"
      > EOF
      < EOF
  ]]
end)

-- Answers each line by one: the words of `upper`, `quit` or an error.
local function serve_lines(conn)
  local reader <close> = conn:makefile("r")
  local writer <close> = conn:makefile("w", { newline = "\r\n" })
  conn:close() -- as in Python: the files keep it
  for line in reader do
    local command, rest = line:match("^(%S*) ?(.*)\n$")
    if command == "quit" then
      writer:write("bye\n")
      break
    end
    writer:write(command == "upper" and rest:upper() .. "\n" or ("what is %s?\n"):format(command))
    writer:flush()
  end
end

scenario("a server of lines reads and writes files", { tags = { "makefile" } }, function(t)
  t:run("server", function()
    local listener <close> = socket.create_server { host, port }
    serve_lines((listener:accept()))
  end, "client", function()
    local s <close> = socket.create_connection { host, port }
    s:sendall("upper hello world\r\n")
    expect(s:recv_line()):equals("HELLO WORLD\r\n")
    s:sendall("lower X\nquit\n") -- two lines at once
    expect(s:recv_line()):equals("what is lower?\r\n")
    expect(s:recv_line()):equals("bye\r\n")
    expect(s:recv(1)):equals("")
  end)
  expect(t):exchanged [[
    client > server  tcp 127.0.0.1:65432
      > "upper hello world\r\n"
      < "HELLO WORLD\r\n"
      > "lower X\n"
      > "quit\n"
      < "what is lower?\r\n"
      < "bye\r\n"
      < EOF
      > EOF
  ]]
end)
