-- require "select": select.select(), which waits for several sockets at once while the other tasks run.
local select = require "select"
local socket = require "socket"
local support = require "support"
local time = require "time"

local error_of, connected = support.error_of, support.connected

describe("select()", function()
  it("tells what can be read", { covers = { "select.readable" } }, function()
    local client, peer = connected()
    expect({ select.select({ client }, {}, {}, 0) }):equals { {}, {}, {} }
    peer:send("x")
    local readable = select.select({ client }, {}, {}, 1)
    expect(#readable):equals(1)
    expect(readable[1] == client):is_true()
  end)

  it("tells a listener that has somebody to accept", { covers = { "select.listener_readable" } }, function()
    local listener, client = support.listener(), support.tcp()
    client:connect(listener:getsockname())
    expect(select.select({ listener }, {}, {}, 1)[1] == listener):is_true()
  end)

  it("tells an end of stream as something to read", { covers = { "select.eof_readable" } }, function()
    local client, peer = connected()
    peer:close()
    expect(select.select({ client }, {}, {}, 1)[1] == client):is_true()
  end)

  it("tells a connection that was begun without waiting once it stands", {
    segment = false, covers = { "connect.nonblocking_then_writable" },
  }, function(t)
    local listener, client = support.listener(), support.tcp()
    client:setblocking(false)
    expect(function() client:connect(listener:getsockname()) end):raises(socket.BlockingIOError, { errno = 115 })
    local _, writable = select.select({}, { client }, {}, 2)
    expect(writable[1] == client):is_true()
    expect(client:getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)):equals(0)
    expect(client:getpeername()):equals(listener:getsockname())
    client:send("hello")
    expect((listener:accept()):recv_exactly(5)):equals("hello")
    expect(t):exchanged [[
      main > main  tcp 127.0.0.1:*
        > "hello"
    ]]
  end)

  it("tells urgent data by the third list", function()
    local client, peer = connected()
    peer:send("!", socket.MSG_OOB)
    local readable, writable, exceptional = select.select({ client }, { client }, { client }, 1)
    expect({ #readable, #writable, #exceptional }):equals { 0, 1, 1 }
  end)

  it("gives the objects that it was given, numbers for numbers", function()
    local client, peer = connected()
    local file = client:makefile("rb")
    peer:send("x")
    local wrapped = { fileno = function() return client:fileno() end }
    local given = { client, client:fileno(), file, wrapped }
    local readable = select.select(given, {}, {}, 1)
    for i, object in ipairs(given) do expect(rawequal(readable[i], object)):is_true() end
  end)
end)

describe("a task in select()", function()
  it("lets the others run, and goes on with what they send", { segment = false }, function(t)
    local one, peer_of_one = connected()
    local two, peer_of_two = connected()
    local seen = {}
    t:run("selecting", function()
      for _ = 1, 3 do
        for _, s in ipairs((select.select({ one, two }, {}, {}))) do seen[#seen + 1] = s:recv(9) end
      end
    end, "sending", function()
      peer_of_two:send("to two")
      time.sleep(0)
      peer_of_one:send("to one")
      time.sleep(0)
      peer_of_two:close()
    end)
    expect(seen):equals { "to two", "to one", "" }
  end)

  it("ends at its deadline with three empty lists, and never before", function()
    local client = connected()
    local begin = time.monotonic()
    expect({ select.select({ client }, {}, { client }, 0.05) }):equals { {}, {}, {} }
    expect(time.monotonic() - begin):at_least(0.05)
    expect({ select.select({}, {}, {}, 0.01) }):equals { {}, {}, {} }
  end)

  it("that asks again and again without waiting does not keep the others from running", function(t)
    local client, peer = connected()
    local rounds = 0
    t:run("polling", function()
      repeat rounds = rounds + 1 until #select.select({ client }, {}, {}, 0) > 0
    end, "sending", function()
      time.sleep(0.02)
      peer:send("x")
    end)
    expect(rounds):at_least(2)
  end)

  it("gets EBADF where one of its sockets is closed under it", function(t)
    local one, two = connected()
    t:run("selecting", function()
      expect(error_of(select.select, { one, two }, {}, {})):equals("OSError: [Errno 9] Bad file descriptor")
    end, "closing", function() two:close() end)
  end)

  it("waits until there is room to send", { segment = false }, function(t)
    local congested, peer = support.congested()
    local has_room = false
    t:run("selecting", function()
      expect(#select.select({}, { congested }, {}, 0)):equals(0)
      has_room = #select.select({}, { congested }, {}) == 0 and #select.select({ congested }, { congested }, {}, 5) == 0
    end, "reading", function()
      peer:settimeout(0.2)
      while pcall(peer.recv, peer, 1 << 20) do end
    end)
    expect(has_room):is_true()
    expect(congested:send("x")):equals(1)
  end)
end)

describe("what select() refuses", function()
  it("it refuses in Python's words", function()
    local closed = support.tcp()
    closed:close()
    local refused = {
      { "ValueError: file descriptor cannot be a negative integer (-1)", { closed }, {}, {} },
      { "ValueError: timeout must be non-negative", {}, {}, {}, -1 },
      { "TypeError: timeout must be a float or None", {}, {}, {}, "x" },
      { "TypeError: argument must be an int, or have a fileno() method.", { "x" }, {}, {} },
      { "TypeError: argument must be an int, or have a fileno() method.", { {} }, {}, {} },
      { "TypeError: fileno() returned a non-integer", { { fileno = function() return "x" end } }, {}, {} },
      { "TypeError: arguments 1-3 must be sequences", 1, {}, {} },
      { "TypeError: select expected at least 3 arguments, got 1", {} },
      { "ValueError: filedescriptor out of range in select()", { 2000 }, {}, {} },
      { "OSError: [Errno 9] Bad file descriptor", {}, { 999 }, {} },
    }
    for _, row in ipairs(refused) do expect(error_of(select.select, table.unpack(row, 2))):equals(row[1]) end
  end)
end)
