-- require "selectors": a key for each socket, with what is wanted of it and any data, over one of three mechanisms.
local selectors = require "selectors"
local support = require "support"

local error_of, connected = support.error_of, support.connected

local READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
local mechanisms = { "EpollSelector", "PollSelector", "SelectSelector" }

-- Calls check(selector) for each mechanism.
local function with_each(check)
  for _, name in ipairs(mechanisms) do
    local selector <close> = selectors[name]()
    check(selector, name)
  end
end

local function ready(selector, timeout)
  local found = {}
  for key, events in selector:select(timeout) do found[#found + 1] = { key.data, events } end
  return found
end

describe("a selector", function()
  it("gives keys and events of what is ready", function()
    with_each(function(selector)
      local one, two = connected()
      selector:register(one, READ, "one")
      selector:register(two, READ | WRITE, "two")
      expect(ready(selector, 1)):equals { { "two", WRITE } }
      one:send("x")
      expect(ready(selector, 1)):equals { { "two", READ | WRITE } }
      two:close()
      expect(selector:unregister(two).data):equals("two")
      expect(ready(selector)):equals { { "one", READ } }
      selector:modify(one, WRITE, "other data")
      expect(ready(selector, -1)):equals { { "other data", WRITE } } -- not at all
    end)
  end)

  it("waits while the others run", function(t)
    with_each(function(selector)
      local client, peer = connected()
      selector:register(client, READ, "client")
      t:run("selecting", function() expect(ready(selector)):equals { { "client", READ } } end, "sending", function()
        peer:send("x")
      end)
      client:recv(9)
      expect(ready(selector, 0.01)):equals {}
    end)
  end)

  it("has a map of what is registered", function()
    with_each(function(selector)
      local one, two = connected()
      local key = selector:register(one, READ, "data")
      selector:register(two, WRITE)
      expect({ key.fd, key.events, key.data }):equals { one:fileno(), READ, "data" }
      expect(key.fileobj == one):is_true()
      local map, order = selector:get_map(), {}
      expect({ #map, map[one] == key, map[one:fileno()] == key }):equals { 2, true, true }
      for fd in pairs(map) do order[#order + 1] = fd end
      expect(order):equals { one:fileno(), two:fileno() }
      expect(selector:get_key(two).events):equals(WRITE)
      selector:close()
      expect(selector:get_map()):is_nil()
      expect(error_of(selector.get_key, selector, one)):equals("RuntimeError: Selector is closed")
    end)
  end)

  it("shows its keys as Python does", function()
    local selector <close> = selectors.DefaultSelector()
    local s = support.tcp()
    expect(tostring(selector:register(s, READ, "d")))
      :equals(("SelectorKey(fileobj=%s, fd=%d, events=1, data='d')"):format(s, s:fileno()))
  end)

  it("refuses in Python's words", function()
    with_each(function(selector)
      local s, stranger, closed = support.tcp(), support.tcp(), support.tcp()
      closed:close()
      selector:register(s, READ)
      local refused = {
        { "ValueError: Invalid events: 0", "register", s, 0 },
        { "ValueError: Invalid events: 7", "register", s, 7 },
        { "ValueError: Invalid file object: 'x'", "register", "x", READ },
        { "ValueError: Invalid file descriptor: -1", "register", closed, READ },
        { ('KeyError: "%s (FD %d) is already registered"'):format(s, s:fileno()), "register", s, READ },
        { ('KeyError: "%s is not registered"'):format(stranger), "unregister", stranger },
        { ('KeyError: "%s is not registered"'):format(stranger), "modify", stranger, READ },
        { ('KeyError: "%s is not registered"'):format(stranger), "get_key", stranger },
      }
      for _, row in ipairs(refused) do
        expect(error_of(selector[row[2]], selector, table.unpack(row, 3))):equals(row[1])
      end
    end)
  end)

  it("that is an epoll object refuses what cannot be watched, and everything once it is closed", function()
    local selector, s = selectors.DefaultSelector(), support.tcp()
    expect(error_of(selector.register, selector, 999, READ)):equals("OSError: [Errno 9] Bad file descriptor")
    expect(selector:fileno()):at_least(0)
    selector:close()
    for method, argument in pairs { register = s, select = 0 } do
      expect(error_of(selector[method], selector, argument, READ))
        :equals("ValueError: I/O operation on closed epoll object")
    end
  end)
end)

describe("a selector", function()
  it("takes events through Python's &", function()
    local s = support.tcp()
    for name, modified in pairs { PollSelector = "TypeError: unsupported operand type(s) for &: 'NoneType' and 'int'",
      SelectSelector = "ValueError: Invalid events: None" } do
      local selector <close> = selectors[name]()
      expect(error_of(selector.register, selector, s, "1"))
        :equals("TypeError: unsupported operand type(s) for &: 'str' and 'int'")
      expect(error_of(selector.register, selector, s, nil)):equals("ValueError: Invalid events: None")
      expect(error_of(selector.register, selector, nil, READ)):equals("ValueError: Invalid file object: None")
      selector:register(s, READ)
      expect(error_of(selector.modify, selector, s, nil)):equals(modified)
    end
  end)

  it("of select() registers anew what is modified", function()
    local client, other = connected()
    local selector, by_poll = selectors.SelectSelector(), selectors.PollSelector()
    for _, one in ipairs { selector, by_poll } do one:register(client, READ) end
    expect(selector:modify(client:fileno(), WRITE).fileobj):equals(client:fileno())
    expect(by_poll:modify(client:fileno(), WRITE).fileobj == client):is_true()
    other:close()
  end)

  it("of select() asks for what was registered even when it is closed", function()
    local selector, s = selectors.SelectSelector(), support.tcp()
    selector:register(s, READ)
    selector:close()
    expect(#selector:select(0)):equals(0)
    s:close()
    expect(error_of(selector.select, selector, 0)):equals("OSError: [Errno 9] Bad file descriptor")
  end)
end)
