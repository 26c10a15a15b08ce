-- socket.makefile(): which file object a mode and a buffering give. socket.py and io of CPython 3.11.
local core, import = ...

local SocketIO = import "file_raw"
local buffered = import "file_buffered"
local nearest = import "nearest"
local text_wrapper = import "file_text"

local DEFAULT_BUFFER_SIZE = 8192
local raw_modes = { r = true, w = true, rw = true, rb = true, wb = true, rwb = true }
local known = { mode = true, buffering = true, encoding = true, errors = true, newline = true }

local function check_mode(mode)
  if type(mode) ~= "string" then
    core.raise("TypeError", ("'%s' object is not iterable"):format(core.type_name(mode)))
  end
  if mode:find("[^rwb]") then
    local quote = mode:find("'", 1, true) and '"' or "'"
    core.raise("ValueError", ("invalid mode %s%s%s (only r, w, b allowed)"):format(quote, mode, quote))
  end
end

-- The arguments by name: two may stand by position, the last one may be a table of keywords.
local function arguments(...)
  local count = select("#", ...)
  local values = { ... }
  local last = values[count]
  local given = type(last) == "table" and last or {}
  if type(last) == "table" then count = count - 1 end
  if count > 2 then
    core.raise("TypeError",
      ("socket.makefile() takes from 1 to 3 positional arguments but %d were given"):format(count + 1))
  end
  for name in next, given do
    if not known[name] then
      local hint = nearest.hint(name, known)
      core.raise("TypeError", ("socket.makefile() got an unexpected keyword argument '%s'%s"):format(
        tostring(name), hint and "; " .. hint or ""))
    end
  end
  local mode, buffering = given.mode, given.buffering
  if count >= 1 then mode = values[1] end
  if count >= 2 then buffering = values[2] end
  return mode == nil and "r" or mode, buffering, given
end

local function size_of(buffering, is_binary)
  if buffering == nil then return DEFAULT_BUFFER_SIZE end
  if type(buffering) ~= "number" then
    core.raise("TypeError",
      ("'<' not supported between instances of '%s' and 'int'"):format(core.type_name(buffering)))
  end
  if buffering == 0 and not is_binary then core.raise("ValueError", "unbuffered streams must be binary") end
  if buffering < 0 then return DEFAULT_BUFFER_SIZE end
  if buffering ~= 0 and math.type(buffering) ~= "integer" then
    core.raise("TypeError", "'float' object cannot be interpreted as an integer")
  end
  return buffering
end

local M = {}

-- open(socket[, mode[, buffering]][, {encoding, errors, newline}]) -> SocketIO, BufferedReader, BufferedWriter,
-- BufferedRWPair or TextIOWrapper. The socket stays open until all its files are closed.
function M.open(socket, ...)
  local mode, buffering, given = arguments(...)
  check_mode(mode)
  local is_binary, writes = mode:find("b", 1, true) ~= nil, mode:find("w", 1, true) ~= nil
  local reads = mode:find("r", 1, true) ~= nil or not writes
  local size = size_of(buffering, is_binary)
  local options = not is_binary and text_wrapper.options(given.encoding, given.errors, given.newline)
  local raw = SocketIO(socket, reads, writes)
  if size == 0 then return raw end
  local buffer
  if reads and writes then
    buffer = buffered.pair(raw, size)
  else
    buffer = reads and buffered.reader(raw, size) or buffered.writer(raw, size)
  end
  return is_binary and buffer or text_wrapper.wrap(buffer, options, mode)
end

-- raw(socket, mode) -> SocketIO.
function M.raw(socket, mode)
  if not raw_modes[mode] then core.raise("ValueError", ("invalid mode: '%s'"):format(tostring(mode))) end
  return SocketIO(socket, mode:find("r", 1, true) ~= nil, mode:find("w", 1, true) ~= nil)
end

return M
