-- require "select": its poll and epoll objects, to which descriptors are registered.
local select = require "select"
local socket = require "socket"
local support = require "support"
local time = require "time"

local error_of, connected = support.error_of, support.connected

local function events(list)
  local found = {}
  for fd, event in list do found[#found + 1] = { fd, event } end
  return found
end

describe("a poll object", function()
  it("gives descriptors and events in the order of their registration", function()
    local one, two = connected()
    local poll = select.poll()
    poll:register(two, select.POLLIN)
    poll:register(one, select.POLLIN | select.POLLOUT)
    one:send("x")
    expect(events(poll:poll())):equals { { two:fileno(), select.POLLIN }, { one:fileno(), select.POLLOUT } }
    poll:modify(one, select.POLLIN)
    poll:unregister(two)
    expect(events(poll:poll(10))):equals {}
  end)

  it("tells the end of a stream apart from data", { covers = { "pipe.poll_flags" } }, function()
    local client, peer = connected()
    peer:close()
    local poll = select.poll()
    poll:register(client, select.POLLIN | select.POLLOUT | select.POLLRDHUP)
    expect(poll:poll(0)[1]):equals { client:fileno(), select.POLLIN | select.POLLOUT | select.POLLRDHUP }
    expect(select.POLLIN | select.POLLOUT | select.POLLRDHUP):equals(8197)
  end)

  it("waits while the others run, and tells a descriptor that is not open", function(t)
    local client, peer = connected()
    local poll = select.poll()
    poll:register(client, select.POLLIN)
    t:run("polling", function()
      expect(events(poll:poll())):equals { { client:fileno(), select.POLLIN } }
    end, "sending", function() peer:send("x") end)
    poll = select.poll()
    poll:register(999)
    expect(events(poll:poll())):equals { { 999, select.POLLNVAL } }
  end)

  it("refuses in Python's words", function()
    local poll, s = select.poll(), support.tcp()
    local refused = {
      { "FileNotFoundError: [Errno 2] No such file or directory", "modify", s, 1 },
      { ("KeyError: %d"):format(s:fileno()), "unregister", s },
      { "ValueError: file descriptor cannot be a negative integer (-1)", "register", -1 },
      { "ValueError: value must be positive", "register", s, -1 },
      { "OverflowError: Python int too large for C unsigned short", "register", s, 70000 },
      { "TypeError: an integer is required", "register", s, "x" },
      { "TypeError: timeout must be an integer or None", "poll", "x" },
    }
    for _, row in ipairs(refused) do
      expect(error_of(poll[row[2]], poll, table.unpack(row, 3))):equals(row[1])
    end
  end)
end)

describe("an epoll object", function()
  it("waits while the others run", function(t)
    local client, peer = connected()
    local epoll <close> = select.epoll()
    epoll:register(client, select.EPOLLIN)
    t:run("polling", function()
      for _ = 1, 2 do
        expect(events(epoll:poll())):equals { { client:fileno(), select.EPOLLIN } }
        client:recv(9)
      end
      expect(events(epoll:poll(0.01))):equals {}
    end, "sending", function()
      peer:send("x")
      time.sleep(0) -- the other's turn
      peer:send("y")
    end)
  end)

  it("tells an edge once, and ONESHOT until it is armed again", function()
    for mask, armed_again in pairs { [select.EPOLLET] = 0, [select.EPOLLONESHOT] = 1 } do
      local client, peer = connected()
      local epoll <close> = select.epoll()
      epoll:register(client, select.EPOLLIN | mask)
      peer:send("x")
      expect({ #epoll:poll(1), #epoll:poll(0), #epoll:poll(0.01) }):equals { 1, 0, 0 }
      epoll:modify(client, select.EPOLLIN)
      expect(#epoll:poll(armed_again)):equals(1)
    end
  end)

  it("gives at most maxevents", function()
    local one, two = connected()
    local epoll <close> = select.epoll()
    for _, s in ipairs { one, two } do epoll:register(s, select.EPOLLOUT) end
    expect({ #epoll:poll(1, 1), #epoll:poll(1) }):equals { 1, 2 }
  end)

  it("sees what is registered while it waits, and forgets what is closed", function(t)
    local client, peer = connected()
    local epoll <close> = select.epoll()
    t:run("polling", function()
      expect(events(epoll:poll())):equals { { client:fileno(), select.EPOLLIN } }
      client:close()
      expect(#epoll:poll(0.01)):equals(0)
    end, "registering", function()
      epoll:register(client, select.EPOLLIN)
      peer:send("x")
    end)
  end)

  it("can be waited for itself", function(t)
    local client, peer = connected()
    local epoll <close> = select.epoll()
    epoll:register(client, select.EPOLLIN)
    t:run("selecting", function()
      expect(select.select({ epoll }, {}, {})[1] == epoll):is_true()
    end, "sending", function() peer:send("x") end)
  end)

  it("refuses in Python's words", function()
    local epoll, s = select.epoll(), support.tcp()
    epoll:register(s, select.EPOLLIN)
    local refused = {
      { "FileExistsError: [Errno 17] File exists", "register", s },
      { "OSError: [Errno 9] Bad file descriptor", "register", 999 },
      { "TypeError: timeout must be an integer or None", "poll", "x" },
      { "ValueError: maxevents must be greater than 0, got 0", "poll", 0, 0 },
    }
    for _, row in ipairs(refused) do
      expect(error_of(epoll[row[2]], epoll, table.unpack(row, 3))):equals(row[1])
    end
    epoll:unregister(s)
    expect(error_of(epoll.modify, epoll, s, 1)):equals("FileNotFoundError: [Errno 2] No such file or directory")
    epoll:close()
    epoll:close()
    expect(epoll.closed):is_true()
    for _, method in ipairs { "poll", "fileno" } do
      expect(error_of(epoll[method], epoll)):equals("ValueError: I/O operation on closed epoll object")
    end
    expect(error_of(select.epoll, 0)):equals("ValueError: negative sizehint")
  end)

  it("holds a descriptor only until it is closed", function()
    local first = select.epoll()
    local fd = first:fileno()
    first:close()
    local second <close> = socket.socket()
    expect(second:fileno()):equals(fd)
  end)
end)

describe("an epoll object of a scenario that is over", function()
  local left
  before_all(function() left = nil end)

  it("is left open by one scenario", function()
    left = select.epoll()
    expect(left:fileno()):at_least(0)
  end)

  it("is closed in the next one, whatever has its number now", function()
    local s <close> = socket.socket()
    expect(s:fileno()):equals(left.fd)
    expect(error_of(left.fileno, left)):equals("ValueError: I/O operation on closed epoll object")
    left:close()
    expect(s:getsockname().port):equals(0)
  end)
end)

describe("a closed epoll object", function()
  it("looks at what it is given first", function()
    local epoll, s = select.epoll(), support.tcp()
    epoll:close()
    s:close()
    expect(error_of(epoll.modify, epoll, s, 1)):equals("ValueError: file descriptor cannot be a negative integer (-1)")
    expect(error_of(epoll.modify, epoll, 0, 1)):equals("ValueError: I/O operation on closed epoll object")
  end)
end)
