-- Declared reads: they say where a message ends, so the transcript cuts there, however the bytes came. Nothing is
-- kept back between two reads: what follows the message stays in the kernel.
local core, import = ...

local native = core.socket
local steps, methods = native.reads, native.methods
local classes = import "exceptions"

local MSG_PEEK = native.constants.MSG_PEEK
local chunk = 65536

local function incomplete(what, parts)
  local partial = table.concat(parts)
  local e = classes.IncompleteReadError(("%s: the stream ended after %d bytes"):format(what, #partial))
  e.partial = partial
  error(e, 0)
end

local function check_size(n)
  if math.type(n) ~= "integer" then
    core.raise("TypeError", ("'%s' object cannot be interpreted as an integer"):format(core.type_name(n)))
  end
  if n < 0 then core.raise("ValueError", "negative buffersize in recv_exactly") end
end

-- Receives `n` bytes, however many receives that takes: most often one. Where the stream ends before, `what` ends, of
-- which `before` had come already; recv_exactly(n) unless told.
local function take(self, n, deadline, what, before)
  if n == 0 then return "" end
  local data = steps.recv_by(self, n, 0, deadline)
  if #data == n then return data end
  local parts, got = {}, 0
  while data ~= "" do
    parts[#parts + 1] = data
    got = got + #data
    if got == n then return table.concat(parts) end
    data = steps.recv_by(self, n - got, 0, deadline)
  end
  table.insert(parts, 1, table.concat(before or {}))
  incomplete(what or ("recv_exactly(%d)"):format(n), parts)
end

-- recv_exactly(n) -> n bytes. Raises IncompleteReadError (partial = what came) where the stream ends before.
function methods:recv_exactly(n)
  local deadline = steps.begin_read(self, "recv_exactly")
  check_size(n)
  local data = take(self, n, deadline)
  steps.end_read(self)
  return data
end

-- How many of the peeked bytes belong to the message: up to the end of the delimiter, which may have begun in `tail`.
local function share(tail, peeked, delimiter)
  local _, last = (tail .. peeked):find(delimiter, 1, true)
  return last and last - #tail
end

local function read_until(self, delimiter, deadline, what)
  local parts, tail = {}, ""
  while true do
    local peeked = steps.recv_by(self, chunk, MSG_PEEK, deadline)
    if peeked == "" then incomplete(what, parts) end
    local wanted = share(tail, peeked, delimiter)
    parts[#parts + 1] = take(self, wanted or #peeked, deadline, what, parts)
    if wanted then break end
    tail = #delimiter > 1 and (tail .. peeked):sub(-(#delimiter - 1)) or ""
  end
  steps.end_read(self)
  return #parts == 1 and parts[1] or table.concat(parts)
end

-- recv_until(delimiter) -> the bytes up to and with the delimiter.
function methods:recv_until(delimiter)
  local deadline = steps.begin_read(self, "recv_until")
  if type(delimiter) ~= "string" then
    core.raise("TypeError", ("a bytes-like object is required, not '%s'"):format(core.type_name(delimiter)))
  end
  if delimiter == "" then core.raise("ValueError", "recv_until(): the delimiter is empty") end
  return read_until(self, delimiter, deadline, ("recv_until(%s)"):format(core.quote(delimiter)))
end

-- recv_line() -> the bytes up to and with \n.
function methods:recv_line() return read_until(self, "\n", steps.begin_read(self, "recv_line"), "recv_line()") end

-- For protocols: take_judged(socket, judge) -> bytes. Waits for some, and shows judge(bytes) what there is, which says
-- how many of them are a message; nil, and nothing is taken, where it gives none, or the stream has ended.
function steps.take_judged(self, judge)
  local deadline = steps.begin_read(self, "recv_until")
  local peeked = steps.recv_by(self, chunk, MSG_PEEK, deadline)
  local wanted = peeked ~= "" and judge(peeked) or nil
  if not wanted then return nil end
  local bytes = take(self, wanted, deadline, "recv_until()")
  steps.end_read(self)
  return bytes
end

-- recv_all() -> what is left up to the end of the stream; "" where nothing is.
function methods:recv_all()
  local deadline, parts = steps.begin_read(self, "recv_all"), {}
  while true do
    local data = steps.recv_by(self, chunk, 0, deadline)
    if data == "" then break end
    parts[#parts + 1] = data
  end
  steps.end_read(self)
  return table.concat(parts)
end
