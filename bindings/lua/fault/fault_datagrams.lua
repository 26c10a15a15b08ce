-- What passes a UDP proxy: each client that writes to it gets a socket of its own to the server, and a way each
-- direction (fault_way.lua).
local core, import = ...

local ways = import "fault_way"
local select = import "select"
local socket = import "socket"

local largest = 65535

local M = {}

local function family_of(address) return address[1]:find(":", 1, true) and socket.AF_INET6 or socket.AF_INET end

local function open(address)
  local made = socket.socket(family_of(address), socket.SOCK_DGRAM)
  made:settimeout(nil)
  return made
end

-- A socket that is bound to `address`, for serve().
function M.listen(address)
  local listener = open(address)
  listener:bind(address)
  return listener
end

-- Answers of the server, until the socket is closed. That the server is not there (ICMP) is no answer.
local function hear_server(session)
  while session.server:fileno() ~= -1 do
    local fine, data = pcall(session.server.recv, session.server, largest)
    if fine then
      session.down:take(data)
    elseif not socket.isinstance(data, socket.OSError) then
      error(data, 0)
    end
  end
end

local function new_session(proxy, listener, client)
  proxy.counts.connections = proxy.counts.connections + 1
  local number = proxy.counts.connections
  local session = { server = open(proxy.to) }
  session.server:connect(proxy.to)
  local send_up = ways.sender(session.server)
  session.up = ways.new(proxy, number, "up", function(bytes)
    send_up(bytes)
    if not session.is_noted then core.relay_passes(session.heard, session.server) end
    session.is_noted = true
  end)
  session.down = ways.new(proxy, number, "down", function(bytes) pcall(listener.sendto, listener, bytes, client) end)
  core.spawn("background", proxy.name, hear_server, session)
  return session
end

-- Datagrams of clients, until the listener is closed.
function M.serve(proxy, listener)
  local sessions = {}
  proxy.sessions = sessions
  while listener:fileno() ~= -1 do
    local fine, data, client = pcall(listener.recvfrom, listener, largest)
    if fine then
      local name = tostring(client)
      sessions[name] = sessions[name] or new_session(proxy, listener, client)
      sessions[name].heard = sessions[name].heard or core.relay_heard(listener)
      sessions[name].up:take(data)
    elseif not socket.isinstance(data, socket.OSError) then
      error(data, 0)
    end
  end
end

-- Ends all sessions: what they hold is lost.
function M.stop(proxy)
  for _, way in ipairs(proxy.ways) do way:stop() end
  proxy.ways = {}
  for _, session in next, proxy.sessions do session.server:close() end
  proxy.sessions = {}
end

-- Whether a datagram is held back, or has come and was not looked at yet.
function M.is_busy(proxy)
  for _, way in ipairs(proxy.ways) do
    if #way.held > 0 then return true end
  end
  local all = { proxy.listener or nil }
  for _, session in next, proxy.sessions do all[#all + 1] = session.server end
  return #all > 0 and #select.select(all, {}, {}, 0) > 0
end

return M
