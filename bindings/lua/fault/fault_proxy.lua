-- t:proxy: stands between a client and a server and does what a bad network does. The object that a script holds; what
-- passes is in fault_connection.lua (TCP) and fault_datagrams.lua (UDP).
local core, import = ...

local datagrams = import "fault_datagrams"
local nearest = import "nearest"
local plays = import "fault_play"
local options_of = import "fault_options"
local socket = import "socket"
local toxics_of = import "fault_toxics"
local new_connection = import "fault_connection"

local Proxy = {}

local function own(self, method)
  local fine = type(self) == "table" and rawget(self, "toxics") ~= nil
  if not fine then error(("a method is called with a colon: proxy:%s(...)"):format(method), 3) end
  return self
end

-- ---- What the links and connections ask for.

-- The failure of a run that depended on chance has to say how to have it again: the proxy's output does.
local function mention_seed(self)
  if self.mentioned then return end
  self.mentioned = true
  core.write_output(("seed %d: t:proxy{ seed = %d } draws the same again\n"):format(self.seed, self.seed))
end

local function wake_waiting(self)
  for _, task in ipairs(self.waiting) do core.wake(task) end
  self.waiting = {}
end

-- What the proxy does is done by its role, whoever asks for it; what a proxy of before_all begins lives as long as that.
-- In a task that was cancelled nothing can be waited for.
local function as_proxy(self, fn)
  if not coroutine.isyieldable() then return fn(self) end
  local is_later = self.is_fixture and not core.begins_fixture()
  if is_later then core.fixtures(true) end
  local task = core.spawn("background", self.name, pcall, fn, self)
  if is_later then core.fixtures(false) end
  local fine, result = core.join(task)
  if not fine then error(result, 0) end
  return result
end

-- ---- Listening.

local function listen_on(address, kind)
  if kind == "udp" then return datagrams.listen(address) end
  if type(address) == "string" then
    local listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener:settimeout(nil)
    listener:bind(address)
    listener:listen()
    return listener
  end
  local family = address[1]:find(":", 1, true) and socket.AF_INET6 or socket.AF_INET
  local listener = socket.create_server(address, { family = family })
  listener:settimeout(nil)
  return listener
end

local function accept_all(self, listener)
  while true do
    local fine, client = pcall(listener.accept, listener)
    if not fine then
      if listener:fileno() == -1 then return end
      error(client, 0)
    end
    self.counts.connections = self.counts.connections + 1
    new_connection(self, client, self.counts.connections)
  end
end

local function start(self)
  local listener = listen_on(self.address, self.kind)
  self.listener = listener
  if type(self.address) == "table" then
    self.kernel_chose = self.kernel_chose or self.address[2] == 0
    self.address = listener:getsockname()
    if self.kernel_chose then core.relay_port(listener) end
  end
  core.spawn("background", self.name, self.kind == "udp" and datagrams.serve or accept_all, self, listener)
end

local function stop(self)
  if self.listener then self.listener:close() end
  self.listener = false
  datagrams.stop(self)
  local standing = {}
  for connection in next, self.connections do standing[#standing + 1] = connection end
  table.sort(standing, function(a, b) return a.number < b.number end)
  for _, connection in ipairs(standing) do connection:reset() end
end

-- ---- Switching.

-- What holds stands at the head of the conversations that begin now.
local function tell_standing(self)
  local lines = {}
  for i, toxic in ipairs(self.toxics) do lines[i] = ("%s: %s"):format(self.name, toxics_of.words(toxic)) end
  core.relay(self.name, lines)
end

-- A note in the conversations through the proxy: who switched what; and whoever waits looks again.
local function switched(self, what)
  tell_standing(self)
  core.relay_set(self.name, ("%s: %s, by %s"):format(self.name, what, core.role()))
  for connection in next, self.connections do
    if connection.up then connection:wake() end
  end
  for _, way in ipairs(self.ways) do way:wake() end
end

local function find(self, name, method)
  for i, toxic in ipairs(self.toxics) do
    if toxic.name == name then return toxic, i end
  end
  local names = {}
  for _, toxic in ipairs(self.toxics) do names[toxic.name] = true end
  local hint = nearest.hint(name, names)
  error(("proxy:%s(): %s has no toxic '%s'%s"):format(method, self.name, tostring(name), hint and "; " .. hint or ""), 3)
end

local function check_open(self, method)
  if self.closed then error(("proxy:%s(): %s is closed"):format(method, self.name), 3) end
end

-- proxy:add(type[, attributes]): a toxic more, from now on, for the connections that stand and for those to come.
function Proxy:add(name, attributes)
  own(self, "add")
  check_open(self, "add")
  local toxic = toxics_of.new(self.kind, name, attributes, "proxy:add()")
  for _, other in ipairs(self.toxics) do
    if other.name == toxic.name then
      error(("proxy:add(): %s has a toxic '%s' already; proxy:update() changes it, name = \"...\" tells two apart"):format(
        self.name, toxic.name), 2)
    end
  end
  toxic.version = 1
  self.toxics[#self.toxics + 1] = toxic
  switched(self, toxics_of.words(toxic))
end

-- proxy:update(name, attributes): other attributes for a toxic; what is not named stays.
function Proxy:update(name, attributes)
  own(self, "update")
  check_open(self, "update")
  local toxic = find(self, name, "update")
  toxics_of.update(toxic, attributes, "proxy:update()")
  toxic.version = toxic.version + 1
  switched(self, toxics_of.words(toxic))
end

-- proxy:remove(name): the toxic is gone; what it held goes on at once.
function Proxy:remove(name)
  own(self, "remove")
  check_open(self, "remove")
  local toxic, at = find(self, name, "remove")
  table.remove(self.toxics, at)
  toxic.version = toxic.version + 1
  switched(self, toxic.name .. " removed")
end

-- proxy:disable(): down. Connections are reset, and whoever connects is refused.
function Proxy:disable()
  own(self, "disable")
  check_open(self, "disable")
  if not self.listener then return end
  switched(self, "disabled")
  as_proxy(self, stop)
end

-- proxy:enable(): up again, at the same address.
function Proxy:enable()
  own(self, "enable")
  check_open(self, "enable")
  if self.listener then return end
  as_proxy(self, start)
  switched(self, "enabled")
end

-- proxy:reset_all(): enabled, without any toxic.
function Proxy:reset_all()
  own(self, "reset_all")
  check_open(self, "reset_all")
  for i = #self.toxics, 1, -1 do self:remove(self.toxics[i].name) end
  self:enable()
end

-- proxy:drain(): waits until everything has been passed on: no connection through it is left, no datagram held back.
function Proxy:drain()
  own(self, "drain")
  while next(self.connections) do
    self.waiting[#self.waiting + 1] = core.current()
    core.park("proxy:drain")
  end
  while self.kind == "udp" and datagrams.is_busy(self) do core.sleep(0.001) end
end

-- proxy:stats() -> { connections, open, up = { received, sent }, down = { received, sent } }: bytes of a TCP proxy,
-- datagrams of a UDP one, whose connections are its clients.
function Proxy:stats()
  own(self, "stats")
  local counts, open = self.counts, 0
  for _ in next, self.connections do open = open + 1 end
  for _ in next, self.sessions do open = open + 1 end
  return {
    connections = counts.connections, open = open,
    up = { received = counts.up.received, sent = counts.up.sent },
    down = { received = counts.down.received, sent = counts.down.sent },
  }
end

-- proxy:close(): as disable(), for good. Twice is no error.
function Proxy:close()
  own(self, "close")
  if self.closed then return end
  as_proxy(self, stop)
  self.closed = true
end

-- For t:cut alone: a play begins, or has ended. -> the bytes that passed each way.
local function begin_play(self, cut) plays.begin(self, cut) end

local function end_play(self, patience)
  return as_proxy(self, function() return plays.finish(self, patience) end)
end

local fields = { name = true, address = true, kind = true, seed = true }
for name in next, Proxy do fields[name] = true end

local meta = {
  __name = "proxy",
  __index = setmetatable(Proxy, { __index = nearest.strict("a proxy", fields) }),
  __tostring = function(self) return ("<proxy %s>"):format(self.name) end,
  __close = function(self) self:close() end,
}

local absent = { listener = true, closed = true, mentioned = true, kernel_chose = true }

-- The proxies of the scenario, and of fixtures, by name: two of one name would be one role in the transcript.
local named = {}

local function take_name(self, t, caller)
  local other = named[self.name]
  if other and not other.closed then
    error(("%s: there is a proxy '%s' already; name = \"...\" tells two apart"):format(caller, self.name), 0)
  end
  named[self.name] = self
  if not self.is_fixture then t:defer(function() named[self.name] = nil end) end
end

-- t:proxy{...} -> a proxy that listens. `caller` is what errors call it.
return function(t, given, caller)
  local self = options_of.checked(given, caller)
  for _, toxic in ipairs(self.toxics) do toxic.version = 1 end
  self.address = self.listen
  self.connections, self.waiting, self.ways, self.sessions = {}, {}, {}, {}
  self.counts = {
    connections = 0, up = { received = 0, sent = 0 }, down = { received = 0, sent = 0 },
  }
  self.mention_seed, self.wake_waiting = mention_seed, wake_waiting
  self.begin_play, self.end_play = begin_play, end_play
  for name in next, absent do self[name] = false end
  self.is_fixture = core.begins_fixture()
  take_name(self, t, caller)
  setmetatable(self, meta)
  tell_standing(self)
  as_proxy(self, start)
  return self
end
