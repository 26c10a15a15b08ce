-- A link is one direction of a proxied TCP connection: one task reads from a socket, another one takes what was read
-- through the toxics and sends it to the other socket. Between them is a queue with a bound, so a reader that is slow
-- slows its writer. Neither task waits by time unless a toxic makes it, so that a deadlock shows as one.
local core, import = ...

local clock = import "fault_clock"
local random = import "fault_random"
local stages = import "fault_stages"
local socket = import "socket"

local most_held = 262144 -- bytes that are read and not yet sent
local chunk = 32768

local Link = {}
Link.__index = Link

Link.now = clock.now

-- The link of `connection` that carries what comes from the socket `from` to the socket `to`; direction: "up", "down".
local function new(connection, direction, from, to)
  local counts = connection.proxy.counts[direction]
  return setmetatable({
    connection = connection, proxy = connection.proxy, direction = direction, from = from, to = to, counts = counts,
    queue = {}, first = 1, last = 0, held = 0, states = {}, passed = 0, lost = 0, losses = {}, read_end = false, sent_end = false,
  }, Link)
end

-- Whether nothing goes on any more.
function Link:is_stopped() return self.connection.over or self.connection.closing end

function Link:generator(toxic, purpose)
  self.proxy:mention_seed()
  return random.new(self.proxy.seed, self.connection.number, self.direction, toxic.name, purpose)
end

-- What the link remembers of a toxic: whether it concerns this connection, its generator, since when.
function Link:state_of(toxic)
  local state = self.states[toxic]
  if state then return state end
  state = { since = self.now(), concerns = toxic.toxicity > 0 }
  if toxic.toxicity > 0 and toxic.toxicity < 1 then
    state.concerns = self:generator(toxic, "toxicity"):happens(toxic.toxicity)
  end
  setmetatable(state, { __index = function(_, key)
    if key ~= "random" then return nil end
    state.random = self:generator(toxic, "draws")
    return state.random
  end })
  self.states[toxic] = state
  return state
end

-- The toxics that concern the link now, in the order in which they were added.
function Link:chain()
  local chain = {}
  for _, toxic in ipairs(self.proxy.toxics) do
    local is_here = toxic.stream == nil or toxic.stream == self.direction
    if is_here and self:state_of(toxic).concerns then chain[#chain + 1] = toxic end
  end
  return chain
end

-- When a toxic "timeout" closes the connection; nil where none does.
function Link:time_out_due()
  local due
  for _, toxic in ipairs(self:chain()) do
    if toxic.type == "timeout" and toxic.timeout > 0 then
      local one = self:state_of(toxic).since + toxic.timeout
      due = due and math.min(due, one) or one
    end
  end
  return due
end

-- The sending task waits until somebody wakes it, or until `due` (nil: for as long as it takes).
function Link:rest(due)
  self.resting = core.current()
  clock.rest(due)
  self.resting = nil
end

-- Somebody switched something, or there is something to do.
function Link:wake()
  if self.resting then core.wake(self.resting) end
end

-- Waits until `due`, for `toxic`; without `due`, until that is switched. False where it was switched before, or nothing
-- is to go on any more.
function Link:wait(due, toxic)
  local version = toxic.version
  repeat
    local closes = self:time_out_due()
    if closes and closes <= self.now() then self.connection:finish() end
    if self:is_stopped() or toxic.version ~= version then return false end
    local until_when = closes and math.min(closes, due or closes) or due
    self:rest(until_when)
  until due and due <= self.now()
  return not self:is_stopped() and toxic.version == version
end

-- ---- The task that reads.

function Link:put(item)
  item.known = core.relay_known(self.from)
  self.last = self.last + 1
  self.queue[self.last] = item
  self:wake()
end

-- Up to the end of the stream. After the connection was closed what comes is dropped.
function Link:read()
  while true do
    local fine, data = pcall(self.from.recv, self.from, core.relay_run(self.from, chunk))
    if not fine then
      if not socket.isinstance(data, socket.OSError) then error(data, 0) end
      return self:read_reset()
    end
    if data == "" then break end
    self.counts.received = self.counts.received + #data
    if not self:is_stopped() then
      self.held = self.held + #data
      self:put { bytes = data, at = self.now() }
      while self.held >= most_held and not self:is_stopped() do
        self.reading = core.current()
        core.park("proxy:room")
      end
      self.reading = nil
    end
  end
  self.read_end = true
  self:put { ends = true }
  self.connection:look()
end

-- A reset passes in its turn, behind the bytes before it; where these cannot go on, at once.
function Link:read_reset()
  self.read_end = true
  if self.connection.over then return end
  if self.connection.closing or self.sending then return self.connection:reset(self.from) end
  self:put { resets = true }
end

-- ---- The task that sends.

-- The next item; nil where nothing is to go on any more.
function Link:take()
  while not self:is_stopped() do
    local closes = self:time_out_due()
    if closes and closes <= self.now() then
      self.connection:finish()
      return nil
    end
    local item = self.queue[self.first]
    if item then
      self.queue[self.first] = nil
      self.first = self.first + 1
      return item
    end
    self:rest(closes)
  end
end

function Link:send(bytes)
  if self:is_stopped() then return end
  self.sending = true
  local fine, problem = pcall(self.to.sendall, self.to, bytes)
  self.sending = false
  self.passed = self.passed + #bytes
  if fine then
    self.counts.sent = self.counts.sent + #bytes
  elseif not socket.isinstance(problem, socket.OSError) then
    error(problem, 0)
  else
    self.connection:reset(self.to)
  end
end

-- Takes bytes through the toxics from the `index`-th of the chain on.
function Link:pass(chain, index, item)
  local toxic = chain[index]
  if not toxic then return self:send(item.bytes) end
  local function emit(bytes)
    if not self:is_stopped() then self:pass(chain, index + 1, { bytes = bytes, at = item.at }) end
  end
  return stages[toxic.type](self, toxic, self:state_of(toxic), item, emit)
end

-- What is sent next to the server was sent by a client that had taken `units` of the other direction; so the transcript
-- can tell the one that the proxy began in the same order. What was lost on the way to the client counts, too.
function Link:tell_known(units)
  if self.direction ~= "up" then return end
  core.relay_knows(self.to, self.connection.down:source_of(units))
end

-- Bytes do not go on.
function Link:lose(bytes)
  self.lost = self.lost + #bytes
  self.losses[#self.losses + 1] = { behind = self.passed, lost = self.lost }
end

-- How many units had come when the first `units` of those that went on were sent.
function Link:source_of(units)
  local lost = 0
  for _, loss in ipairs(self.losses) do
    if loss.behind < units then lost = loss.lost end
  end
  return units + lost
end

-- The end of the stream waits for the toxics that hold it back. Those that were switched meanwhile are looked at again.
function Link:pass_end()
  local again = true
  while again and not self:is_stopped() do
    again = false
    for _, toxic in ipairs(self:chain()) do
      if toxic.type == "reset_peer" and self:wait(self.now() + toxic.timeout, toxic) then
        return self.connection:reset(nil, self)
      elseif toxic.type == "slow_close" and not self:wait(self.now() + toxic.delay, toxic) then
        again = true
      elseif toxic.type == "timeout" then
        self:wait(nil, toxic)
        again = true
      end
    end
  end
end

-- Until the stream has ended, in one way or another.
function Link:write()
  while not self.sent_end do
    local item = self:take()
    if not item then break end
    self:tell_known(item.known)
    if item.bytes then
      self:pass(self:chain(), 1, item)
      self.held = self.held - #item.bytes
      if self.reading then core.wake(self.reading) end
    elseif item.resets then
      return self.connection:reset(self.from, self)
    else
      self:pass_end()
      break
    end
  end
  self:end_sending()
end

-- The receiver is told that no more will come.
function Link:end_sending()
  if self.sent_end or self.connection.over then return end
  self.sent_end = true
  pcall(self.to.shutdown, self.to, socket.SHUT_WR)
  if self.reading then core.wake(self.reading) end
  self.connection:look()
end

return new
