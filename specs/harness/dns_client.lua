-- A client of the name server, for what the C library's functions do not show: it asks one question and reads the
-- records of the answer. RFC 1035, section 4.
local socket = require "socket"

local M = { server = { "127.0.0.53", 53 } }

local numbers = { A = 1, NS = 2, CNAME = 5, PTR = 12, MX = 15, TXT = 16, AAAA = 28, SRV = 33, ANY = 255 }
local names = {}
for name, number in pairs(numbers) do names[number] = name end

local function packed_name(name)
  return (name:gsub("([^.]+)%.?", function(label) return string.pack("s1", label) end)) .. "\0"
end

-- A query for `name`; `rest` stands after the question, for an OPT record.
function M.query(name, kind, rest)
  return string.pack(">I2I2I2I2I2I2", 77, 0x0100, 1, 0, 0, rest and 1 or 0) .. packed_name(name)
    .. string.pack(">I2I2", numbers[kind], 1) .. (rest or "")
end

-- An OPT record that says how long a message the client takes (RFC 6891).
function M.option(size) return "\0" .. string.pack(">I2I2I4I2", 41, size, 0, 0) end

-- The name at `at`, and where it ends; pointers lead backwards, so that this ends too.
local function read_name(message, at)
  local labels = {}
  while true do
    local length = message:byte(at)
    if length == 0 then return table.concat(labels, "."), at + 1 end
    if length >= 0xc0 then
      local target = string.unpack(">I2", message, at) - 0xc000 + 1
      assert(target < at, "a pointer forwards")
      labels[#labels + 1] = read_name(message, target)
      return table.concat(labels, "."), at + 2
    end
    labels[#labels + 1] = message:sub(at + 1, at + length)
    at = at + 1 + length
  end
end

local function read_texts(data)
  local texts, at = {}, 1
  while at <= #data do
    local text
    text, at = string.unpack("s1", data, at)
    texts[#texts + 1] = text
  end
  return table.concat(texts, "|")
end

-- The data of one record as text.
local function read_data(kind, message, at, length)
  local data = message:sub(at, at + length - 1)
  if kind == "A" then return socket.inet_ntop(socket.AF_INET, data) end
  if kind == "AAAA" then return socket.inet_ntop(socket.AF_INET6, data) end
  if kind == "TXT" then return read_texts(data) end
  if kind == "MX" then return ("%d %s"):format(string.unpack(">I2", data), (read_name(message, at + 2))) end
  if kind == "SRV" then
    local priority, weight, port = string.unpack(">I2I2I2", data)
    return ("%d %d %d %s"):format(priority, weight, port, (read_name(message, at + 6)))
  end
  return (read_name(message, at))
end

-- What a response says: id, code, whether it is cut short, and its records as "name ttl TYPE data".
function M.read(message)
  local id, flags, questions, answers = string.unpack(">I2I2I2I2", message)
  local at = 13
  for _ = 1, questions do
    local _, behind = read_name(message, at)
    at = behind + 4
  end
  local records = {}
  for _ = 1, answers do
    local name, behind = read_name(message, at)
    local number, _, ttl, length, data = string.unpack(">I2I2I4I2", message, behind)
    records[#records + 1] = ("%s %d %s %s"):format(name, ttl, names[number], read_data(names[number], message, data, length))
    at = data + length
  end
  return { id = id, code = flags & 15, truncated = flags & 0x200 ~= 0, authoritative = flags & 0x400 ~= 0, records = records }
end

-- Asks over UDP.
function M.ask(name, kind, rest)
  local s <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
  s:sendto(M.query(name, kind, rest), M.server)
  return M.read((s:recvfrom(65535)))
end

-- Asks over a TCP connection.
function M.ask_on(stream, name, kind)
  stream:sendall(string.pack(">s2", M.query(name, kind)))
  return M.read(stream:recv_exactly((string.unpack(">I2", stream:recv_exactly(2)))))
end

return M
