-- sendfile: a file's bytes over a stream, read and sent by blocks. socket.py's _sendfile_use_send; what has a descriptor
-- is sent as by _sendfile_use_sendfile, in which the kernel takes as much as there is room for.
local core = ...

local methods = core.socket.methods
local native = core.select
local SOCK_STREAM = core.socket.constants.SOCK_STREAM
local send_now = core.socket.files.send_now
local block, pipe, page = 8192, 1 << 16, 4096 -- sendfile(2) moves at once what a pipe holds, by pages (pipe(7))

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

local function attribute(file, name)
  local ok, value = pcall(function() return file[name] end)
  return ok and value or nil
end

-- How many bytes a file with a descriptor has; nil for what has none.
local function size_of(file)
  if not attribute(file, "fileno") then return nil end
  local position = file:tell()
  local size = file:seek(0, 2)
  file:seek(position)
  return size
end

local function wait_for_room(s, timeout)
  local limit = timeout and math.ceil(timeout * 1000) * 1000000 or -1
  if native.poll({ s:fileno() }, { native.constants.POLLOUT }, limit, "sendfile")[1] == 0 then
    core.raise("TimeoutError", "timed out")
  end
end

-- Each of these reads from the file's position on and sends; progress.sent says how much it was.

local function send_by_blocks(s, file, count, progress)
  while true do
    local bytes = file:read(count and math.min(count - progress.sent, block) or block)
    if bytes == "" then return end
    while bytes ~= "" do
      local sent = s:send(bytes)
      progress.sent = progress.sent + sent
      bytes = bytes:sub(sent + 1)
    end
  end
end

-- With a timeout CPython waits for room before each sendfile(2), which then takes what goes without another wait.
local function send_as_the_kernel(s, file, count, progress)
  local timeout, bytes = s:gettimeout(), ""
  while true do
    if timeout then wait_for_room(s, timeout) end
    local before = progress.sent
    repeat
      local most = pipe - (progress.from + progress.sent) % page
      if bytes == "" then bytes = file:read(count and math.min(count - progress.sent, most) or most) end
      local sent = bytes ~= "" and send_now(s, bytes)
      progress.sent = progress.sent + (sent or 0)
      bytes = bytes:sub((sent or 0) + 1)
    until not sent
    if progress.sent == before and bytes == "" then return end
    if progress.sent == before and not timeout then wait_for_room(s) end
  end
end

local function check_mode(s, file, count)
  if not is_binary(file) then core.raise("ValueError", "file should be opened in binary mode") end
  if s.type & SOCK_STREAM == 0 then core.raise("ValueError", "only SOCK_STREAM type sockets are supported") end
  check_count(count)
end

local function check_socket(s, size)
  if s:gettimeout() == 0 then core.raise("ValueError", "non-blocking sockets are not supported") end
  if size and s:fileno() < 0 then core.raise("ValueError", "Invalid file descriptor: -1") end
end

-- s:sendfile(file[, offset[, count]]) -> how many bytes were sent; offset and count also in a table of keywords. `file`
-- is what t:open gives, or anything with read(n), and seek(offset) where it has a position: that stands behind what was
-- sent in the end, also after an error. Of an empty file nothing is asked of the socket.
function methods.sendfile(s, file, offset, count)
  if type(offset) == "table" then offset, count = offset.offset, offset.count end
  check_mode(s, file, count)
  local progress = { sent = 0, from = offset or 0, size = size_of(file) }
  if progress.size == 0 then return 0 end
  check_socket(s, progress.size)
  local seek, position = attribute(file, "seek"), progress.size and file:tell()
  -- What has no descriptor is read from where it is, unless told.
  if offset and offset ~= 0 or progress.size then file:seek(offset or 0) end
  local ok, e = pcall(progress.size and send_as_the_kernel or send_by_blocks, s, file, count, progress)
  -- An error that came before any byte is CPython's reason to send as for any other file.
  if not ok and position and progress.sent == 0 and e.errno then
    file:seek(offset and offset ~= 0 and offset or position)
    ok, e = pcall(send_by_blocks, s, file, count, progress)
  end
  if progress.sent > 0 and seek then
    file:seek((offset or 0) + progress.sent)
  elseif position then
    file:seek(position)
  end
  if not ok then error(e, 0) end
  return progress.sent
end

return methods
