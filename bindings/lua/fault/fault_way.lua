-- A way is one direction of what passes between a client and a UDP proxy's server: what becomes of each datagram there.
-- What is to go later waits in a list, in the order of its time, for a task that sends it.
local core, import = ...

local random = import "fault_random"
local clock = import "fault_clock"
local socket = import "socket"
local toxics_of = import "fault_toxics"

local Way = {}
Way.__index = Way

-- The way of the `session`-th client of `proxy`; `send` passes a datagram on. direction: "up", "down".
local function new(proxy, session, direction, send)
  local self = setmetatable({
    proxy = proxy, session = session, direction = direction, send = send, counts = proxy.counts[direction],
    states = {}, held = {}, over = false,
  }, Way)
  proxy.ways[#proxy.ways + 1] = self
  core.spawn("background", proxy.name, function() self:send_late() end)
  return self
end

-- What the way remembers of a toxic: whether it concerns this client, and its generator.
function Way:state_of(toxic)
  local state = self.states[toxic]
  if state then return state end
  if toxics_of.draws(toxic) then self.proxy:mention_seed() end
  local draws = random.new(self.proxy.seed, self.session, self.direction, toxic.name, "draws")
  local share = random.new(self.proxy.seed, self.session, self.direction, toxic.name, "toxicity")
  state = { random = draws, concerns = share:happens(toxic.toxicity) }
  self.states[toxic] = state
  return state
end

local function flip_a_bit(bytes, draws)
  if bytes == "" then return bytes end
  local at = draws:below(#bytes) + 1
  local flipped = bytes:byte(at) ~ (1 << draws:below(8))
  return bytes:sub(1, at - 1) .. string.char(flipped) .. bytes:sub(at + 1)
end

-- What a toxic makes of one datagram: a list of datagrams, each { bytes, due, behind, versions }.
local fates = {}

function fates.loss(one, toxic, draws) return draws:happens(toxic.probability) and {} or { one } end

function fates.duplicate(one, toxic, draws)
  if not draws:happens(toxic.probability) then return { one } end
  local copy = {}
  for key, value in next, one do copy[key] = value end
  return { one, copy }
end

function fates.corrupt(one, toxic, draws)
  if draws:happens(toxic.probability) then one.bytes = flip_a_bit(one.bytes, draws) end
  return { one }
end

function fates.latency(one, toxic, draws)
  local delay = toxic.latency
  if toxic.jitter > 0 then delay = math.max(0, delay + draws:around(toxic.jitter)) end
  one.due = (one.due or clock.now()) + delay
  one.held_by = { toxic = toxic, version = toxic.version, before = one.held_by }
  return { one }
end

-- It waits for the next one to pass, at the most for the toxic's delay.
function fates.reorder(one, toxic, draws)
  if not draws:happens(toxic.probability) then return { one } end
  one.due, one.behind = (one.due or clock.now()) + toxic.delay, true
  one.held_by = { toxic = toxic, version = toxic.version, before = one.held_by }
  return { one }
end

function Way:fates_of(bytes)
  local all = { { bytes = bytes } }
  for _, toxic in ipairs(self.proxy.toxics) do
    local is_here = toxic.stream == nil or toxic.stream == self.direction
    if is_here and self:state_of(toxic).concerns then
      local next_all = {}
      for _, one in ipairs(all) do
        for _, made in ipairs(fates[toxic.type](one, toxic, self:state_of(toxic).random)) do
          next_all[#next_all + 1] = made
        end
      end
      all = next_all
    end
  end
  return all
end

local function is_switched(one)
  local by = one.held_by
  while by do
    if by.toxic.version ~= by.version then return true end
    by = by.before
  end
  return false
end

function Way:pass(one)
  if self.over then return end
  self.counts.sent = self.counts.sent + 1
  self.send(one.bytes)
  if one.behind then return end
  for i = #self.held, 1, -1 do
    if self.held[i].behind then self.held[i].due = -math.huge end
  end
  self:wake()
end

-- A datagram came.
function Way:take(bytes)
  self.counts.received = self.counts.received + 1
  for _, one in ipairs(self:fates_of(bytes)) do
    if one.due then
      self.held[#self.held + 1] = one
      self:wake()
    else
      self:pass(one)
    end
  end
end

function Way:wake()
  if self.resting then core.wake(self.resting) end
end

-- The one of those held back that goes first, and its place.
function Way:earliest()
  local first, at
  for i, one in ipairs(self.held) do
    if is_switched(one) then return one, i end
    if not first or one.due < first.due then first, at = one, i end
  end
  return first, at
end

function Way:send_late()
  while not self.over do
    local one, at = self:earliest()
    if one and (one.due <= clock.now() or is_switched(one)) then
      table.remove(self.held, at)
      self:pass(one)
      if #self.held == 0 then self.proxy:wake_waiting() end
    else
      self.resting = core.current()
      clock.rest(one and one.due)
      self.resting = nil
    end
  end
end

-- Nothing goes this way any more.
function Way:stop()
  self.over, self.held = true, {}
  self:wake()
end

-- Sends by a connected socket. What an ICMP message said of the datagram before is no matter of this one.
function Way.sender(connected)
  return function(bytes)
    for _ = 1, 2 do
      local fine, problem = pcall(connected.send, connected, bytes)
      if fine then return end
      if not socket.isinstance(problem, socket.OSError) then error(problem, 0) end
    end
  end
end

return { new = new, sender = Way.sender }
