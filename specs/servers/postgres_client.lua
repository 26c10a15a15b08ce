-- A client of PostgreSQL's wire protocol 3.0 for scenarios: messages as they are, and the exchanges that are made of them
-- (PostgreSQL 15 documentation, chapter 55). Values come as text; NULL is false, so that a row stays a list.
local socket = require "socket"

local M = { address = { "127.0.0.1", 5432 } }
local Client = {}
Client.__index = Client
Client.__close = function(self) self.socket:close() end

-- The bytes of a message: its type (one letter, or "" at the beginning of a connection) and what it holds. `length` is
-- what it claims in the place of its own.
function M.message(kind, body, length) return kind .. string.pack(">I4", length or #body + 4) .. body end

-- Of the extended protocol. Parameters are texts, false for NULL.
function M.parse(name, sql) return M.message("P", string.pack(">zzI2", name, sql, 0)) end

function M.bind(portal, statement, parameters)
  local parts = { string.pack(">zzI2I2", portal, statement, 0, #parameters) }
  for _, value in ipairs(parameters) do
    parts[#parts + 1] = value and string.pack(">s4", value) or string.pack(">i4", -1)
  end
  return M.message("B", table.concat(parts) .. string.pack(">I2", 0))
end

function M.describe(what, name) return M.message("D", what .. name .. "\0") end
function M.execute(portal, rows) return M.message("E", string.pack(">zI4", portal, rows or 0)) end
function M.query(sql) return M.message("Q", sql .. "\0") end
M.sync = M.message("S", "")
M.ssl_request = M.message("", string.pack(">I4", 80877103)) -- asks for TLS; S or N is the answer

-- The first message of a connection; parameters as { user = "ada", ... }.
function M.startup(parameters, version)
  local parts = {}
  for name, value in pairs(parameters) do parts[#parts + 1] = string.pack("zz", name, value) end
  return M.message("", string.pack(">I4", version or 0x30000) .. table.concat(parts) .. "\0")
end

local function fields_of(body)
  local fields = {}
  for letter, text in body:gmatch("(%a)([^\0]*)\0") do fields[letter] = text end
  return { code = fields.C, message = fields.M, severity = fields.V, position = fields.P, where = fields.W }
end

local function row_of(body)
  local row, at = {}, 3
  for n = 1, (string.unpack(">I2", body)) do
    local length = string.unpack(">i4", body, at)
    row[n] = length >= 0 and body:sub(at + 4, at + 3 + length)
    at = at + 4 + math.max(length, 0)
  end
  return row
end

local function columns_of(body)
  local names, at = {}, 3
  for n = 1, (string.unpack(">I2", body)) do
    names[n] = string.unpack("z", body, at)
    at = at + #names[n] + 1 + 18 -- the table, the type and how it is written
  end
  return names
end

-- What a message adds to the result of an exchange.
local take = {
  T = function(r, body) r.columns = columns_of(body) end,
  D = function(r, body) r.rows[#r.rows + 1] = row_of(body) end,
  C = function(r, body) r.tags[#r.tags + 1] = body:sub(1, -2) end,
  E = function(r, body) r.error = fields_of(body) end,
  N = function(r, body) r.notices[#r.notices + 1] = fields_of(body) end,
  A = function(r, body)
    local channel, text = string.unpack("zz", body, 5)
    r.notifications[#r.notifications + 1] = { channel, text }
  end,
  S = function(r, body) r.parameters[body:match("^[^\0]*")] = body:match("\0(.-)\0$") end,
  K = function(r, body) r.pid, r.key = string.unpack(">I4I4", body) end,
  R = function(r, body)
    r.authentication, r.mechanisms = string.unpack(">I4", body), {}
    for name in body:sub(5):gmatch("[%u%d-]+") do r.mechanisms[#r.mechanisms + 1] = name end -- where it is 10, SASL
  end,
  Z = function(r, body) r.status = body end,
  d = function(r, body) r.copied[#r.copied + 1] = body end,
}

-- A client over this socket, which has said nothing yet.
function M.over(s) return setmetatable({ socket = s }, Client) end

-- A connection, before its first message.
function M.dial(address)
  local s = socket.create_connection(address or M.address)
  s:settimeout(4)
  return M.over(s)
end

-- A session. Raises where the server refuses it; `e.message` has the SQLSTATE. `parameters` as of startup().
function M.connect(parameters, address)
  local c = M.dial(address)
  c.started = c:start(parameters)
  if c.started.error then error(("%s: %s"):format(c.started.error.code, c.started.error.message), 2) end
  return c
end

-- Says who it is, and gives the result up to ReadyForQuery or an error.
function Client:start(parameters, version)
  local all = { user = "postgres", database = "postgres" }
  for name, value in pairs(parameters or {}) do all[name] = value end
  self:send(M.startup(all, version))
  return self:read_result()
end

function Client:send(bytes) self.socket:sendall(bytes) end

-- The next message: its type and what it holds; nil where the stream ends or is reset.
function Client:read()
  local read, kind = pcall(self.socket.recv_exactly, self.socket, 1)
  if not read then
    if socket.isinstance(kind, { socket.IncompleteReadError, socket.ConnectionResetError }) then return nil end
    error(kind, 0)
  end
  local length = string.unpack(">I4", self.socket:recv_exactly(4))
  return kind, self.socket:recv_exactly(length - 4)
end

-- All messages up to ReadyForQuery, to the end of the stream, or to a request for something else of the client (a copy, a
-- password, `stop`): `kinds` has their letters in their order.
function Client:read_result(stop)
  local r = { rows = {}, tags = {}, notices = {}, notifications = {}, parameters = {}, copied = {}, kinds = "" }
  repeat
    local kind, body = self:read()
    if kind and take[kind] then take[kind](r, body) end
    r.kinds = r.kinds .. (kind or "")
    r.ended = not kind
  until not kind or kind == "Z" or kind == "G" or kind == stop or (kind == "R" and r.authentication ~= 0)
  r.tag = r.tags[#r.tags]
  return r
end

-- The result of one Query message.
function Client:query(sql)
  self:send(M.query(sql))
  return self:read_result()
end

-- The first value of the first row; raises where there is an error.
function Client:value(sql)
  local r = self:query(sql)
  if r.error then error(("%s: %s"):format(r.error.code, r.error.message), 2) end
  return r.rows[1][1]
end

-- The SQLSTATE of a Query, nil where it succeeds.
function Client:sqlstate(sql)
  local r = self:query(sql)
  return r.error and r.error.code
end

-- Asks for the end of what the session `other` does, over a connection of its own; returns when the server has done it.
function M.cancel(other, key)
  local c <close> = M.dial()
  c:send(M.message("", string.pack(">I4I4I4", 80877102, other.started.pid, key or other.started.key)))
  return c.socket:recv_all()
end

function Client:close() self.socket:close() end

return M
