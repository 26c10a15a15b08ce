-- BufferedReader, BufferedWriter and BufferedRWPair: files of bytes over a SocketIO. Modules/_io/bufferedio.c of CPython
-- 3.11. A reader receives as much as its buffer holds, so what follows a line is no longer in the kernel; a writer sends
-- when its buffer is full, at flush() and at close().
local import = select(2, ...)

local base = import "file_base"
local new_reader = import "file_reader"
local new_writer = import "file_writer"

local Pair, pair_meta = base.class("_io.BufferedRWPair", {
  closed = function(self) return self.writer.closed end,
})

-- Each direction's own.
for _, name in ipairs { "read", "read1", "readinto", "readinto1", "peek", "readable" } do
  Pair[name] = function(self, ...) return self.reader[name](self.reader, ...) end
end
for _, name in ipairs { "write", "flush", "writable" } do
  Pair[name] = function(self, ...) return self.writer[name](self.writer, ...) end
end

-- readline([limit]): as that of a file without a buffer.
function Pair:readline(limit) return base.line_by_read(self, limit, self.peek) end

function Pair:isatty() return self.writer:isatty() or self.reader:isatty() end

function Pair:close()
  base.call_both(function() self.writer:close() end, function() self.reader:close() end)
end

Pair.fileno, Pair.detach, Pair.seek = base.unsupported "fileno", base.unsupported "detach", base.unsupported "seek"

local M = { reader = new_reader, writer = new_writer }

-- pair(raw, size) -> a file that reads and writes, with a buffer for each.
function M.pair(raw, size)
  return setmetatable({ reader = new_reader(raw, size), writer = new_writer(raw, size) }, pair_meta)
end

return M
