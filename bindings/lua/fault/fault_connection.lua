-- A connection through a TCP proxy: the client's, which was accepted, the server's, which is made for it, and a link
-- each way. Its tasks are background tasks of the proxy's role, and end with the connection.
local core, import = ...

local plays = import "fault_play"
local new_link = import "fault_link"
local socket = import "socket"

local Connection = {}
Connection.__index = Connection

local reset_on_close = string.pack("i4i4", 1, 0) -- struct linger (socket(7)): on, no time

local function prepare(one)
  one:settimeout(nil) -- whatever the script's default is
  if one.family ~= socket.AF_UNIX then one:setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1) end
end

local function connect(to)
  if type(to) == "table" then return socket.create_connection(to, nil) end
  local made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
  made:settimeout(nil)
  made:connect(to)
  return made
end

-- -> the connection of `proxy` that begins with the accepted socket `client`; it is the `number`-th of the proxy.
local function new(proxy, client, number)
  local self = setmetatable({
    proxy = proxy, client = client, number = number, over = false, closing = false,
  }, Connection)
  proxy.connections[self] = true
  core.spawn("background", proxy.name, function() self:run() end)
  return self
end

-- The connection's own task: connects to the server. Where that fails the client is reset.
function Connection:run()
  prepare(self.client)
  local fine, server = pcall(connect, self.proxy.to)
  if not fine then
    if not socket.isinstance(server, socket.OSError) then error(server, 0) end
    return self:reset()
  end
  if self.over then
    server:close()
    return
  end
  prepare(server)
  core.relay_passes(core.relay_heard(self.client), server)
  self.server = server
  self.up = new_link(self, "up", self.client, server)
  self.down = new_link(self, "down", server, self.client)
  plays.stands(self)
  for _, link in ipairs { self.up, self.down } do
    core.spawn("background", self.proxy.name, function() link:read() end)
    core.spawn("background", self.proxy.name, function() link:write() end)
  end
end

-- Somebody switched a toxic, or the connection ends: whoever waits looks again.
function Connection:wake()
  for _, link in ipairs { self.up, self.down } do
    link:wake()
    if link.reading then core.wake(link.reading) end
  end
end

function Connection:leave()
  self.over = true
  self.proxy.connections[self] = nil
  if self.up then self:wake() end
  self.proxy:wake_waiting()
end

-- UNIX sockets know no reset: theirs is a close.
local function reset_one(one)
  if not one then return end
  if one.family ~= socket.AF_UNIX then pcall(one.setsockopt, one, socket.SOL_SOCKET, socket.SO_LINGER, reset_on_close) end
  pcall(one.close, one)
end

-- What ends the connection passed by `link`, after all that passed there: so the transcript can tell it behind that.
function Connection:tell_cause(link, further)
  if link ~= self.down or not link then return end
  core.relay_knows(self.server, link:source_of(link.passed) + (further or 0))
end

-- Resets both ends, but for the one where the reset came from; `link` is the one that made it so, if one did.
function Connection:reset(from, link)
  if self.over then return end
  self:tell_cause(link, from and 1)
  self:leave()
  for _, one in ipairs { self.client, self.server } do
    if one == from then pcall(one.close, one) else reset_one(one) end
  end
end

-- Both ends are told that no more comes; what they still send is dropped. `link` is as for reset().
function Connection:finish(link)
  if self.over or self.closing then return end
  self:tell_cause(link)
  self.closing = true
  self.up:end_sending()
  self.down:end_sending()
  self:wake()
end

-- Closes the sockets once nothing can come or go any more.
function Connection:look()
  if self.over or not (self.up and self.up.sent_end and self.down.sent_end) then return end
  if not (self.up.read_end and self.down.read_end) then return end
  self:leave()
  pcall(self.server.close, self.server)
  pcall(self.client.close, self.client)
end

return new
