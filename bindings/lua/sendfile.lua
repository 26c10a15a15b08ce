-- sendfile: a file's bytes over a stream, read and sent by blocks (socket.py's _sendfile_use_send; what os.sendfile would
-- do for a file with a descriptor looks the same from both ends).
local core = ...

local methods = core.socket.methods
local SOCK_STREAM = core.socket.constants.SOCK_STREAM
local block = 8192

local function is_binary(file)
  local ok, mode = pcall(function() return file.mode end)
  return not (ok and type(mode) == "string") or mode:find("b", 1, true) ~= nil
end

local function check_count(count)
  if count == nil then return end
  local text = ("count must be a positive integer (got %s)"):format(
    type(count) == "string" and ("'%s'"):format(count) or tostring(count))
  if math.type(count) ~= "integer" then core.raise("TypeError", text) end
  if count <= 0 then core.raise("ValueError", text) end
end

local function check(s, file, count)
  if not is_binary(file) then core.raise("ValueError", "file should be opened in binary mode") end
  if s.type ~= SOCK_STREAM then core.raise("ValueError", "only SOCK_STREAM type sockets are supported") end
  check_count(count)
  if s:gettimeout() == 0 then core.raise("ValueError", "non-blocking sockets are not supported") end
end

local function attribute(file, name)
  local ok, value = pcall(function() return file[name] end)
  return ok and value or nil
end

-- s:sendfile(file[, offset[, count]]) -> how many bytes were sent; offset and count also in a table of keywords. `file`
-- is what t:open gives, or anything with read(n), and seek(offset) where it has a position: that stands behind what was
-- sent in the end, also after an error.
function methods.sendfile(s, file, offset, count)
  if type(offset) == "table" then offset, count = offset.offset, offset.count end
  check(s, file, count)
  local seek = attribute(file, "seek")
  -- As os.sendfile, which is told where to begin; what has no descriptor is read from where it is.
  if offset and offset ~= 0 or attribute(file, "fileno") then file:seek(offset or 0) end
  local sent = 0
  local function send_all()
    while not count or sent < count do
      local bytes = file:read(count and math.min(count - sent, block) or block)
      if bytes == "" then return end
      while bytes ~= "" do
        local n = s:send(bytes)
        sent = sent + n
        bytes = bytes:sub(n + 1)
      end
    end
  end
  local ok, e = pcall(send_all)
  if sent > 0 and seek then file:seek((offset or 0) + sent) end
  if not ok then error(e, 0) end
  return sent
end

return methods
