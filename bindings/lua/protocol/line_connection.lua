-- Connections of lines: what smtp.lua and memcached.lua are made of, and what lines.lua gives a script as it is.
local core, import = ...

local connection = import "protocol_connection"
local errors = import "protocol_errors"
local new_reader = import("protocol_reader").new

local M = { IncompleteRead = errors.IncompleteRead }
M.ProtocolError = errors.class("lines.ProtocolError", errors.ProtocolError)

local known = connection.names { "ending", "lenient", "timeout" }

local Lines, make = connection.class("a connection of lines")
M.Lines = Lines

-- Sends bytes as they are.
Lines.send = Lines.send_raw

-- Sends the text and the ending.
function Lines:send_line(text) self.socket:sendall(connection.check_text(text, "send_line()") .. self.ending) end

-- The line of these bytes, which end with \n, without its ending.
function M.stripped(self, bytes)
  local ending = self.ending
  if bytes:sub(-#ending) == ending then
    local text = bytes:sub(1, -#ending - 1)
    if ending == "\r\n" and not self.is_lenient and text:find("\r", 1, true) then
      self.reader:fail("a CR within a line", bytes, text:find("\r", 1, true) - 1)
    end
    return text
  end
  if not self.is_lenient then
    self.reader:fail(("a line that does not end with %s"):format(core.quote(ending)), bytes)
  end
  return (bytes:gsub("\r?\n$", ""))
end

-- read_line() -> the next line without its ending; nil where the stream has ended.
function Lines:read_line()
  self.reader:begin("a line")
  local bytes = self.reader:line(true)
  return bytes and M.stripped(self, bytes)
end

-- A further line of the message that is being read, which may not end before it.
function M.next_line(self) return M.stripped(self, self.reader:line()) end

-- read_lines(n) -> a list of so many lines.
function Lines:read_lines(n)
  self.reader:begin(("%d lines"):format(n))
  local lines = {}
  for i = 1, n do lines[i] = M.next_line(self) end
  return lines
end

-- read_lines_until(last) -> the list of the lines before the one that is `last`: "END", ".".
function Lines:read_lines_until(last)
  connection.check_text(last, "read_lines_until()")
  self.reader:begin(("lines up to %s"):format(core.quote(last)))
  local lines = {}
  while true do
    local line = M.next_line(self)
    if line == last then return lines end
    lines[#lines + 1] = line
  end
end

-- command(text) -> the line that answers it.
function Lines:command(text)
  self:send_line(text)
  self.reader:begin("the answer to " .. errors.shown(text))
  return M.next_line(self)
end

-- The fields of an object of `make`.
function M.fields(socket, options, caller, class)
  local given = connection.check_names(options, known, caller)
  local ending = given.ending or "\r\n"
  if type(ending) ~= "string" or ending:sub(-1) ~= "\n" then
    core.raise("ValueError", caller .. ': ending takes a string that ends with \\n: "\\r\\n", "\\n"')
  end
  connection.check_socket(socket, caller)
  return { socket = socket, ending = ending, is_lenient = given.lenient == true, reader = new_reader(socket, class) }
end

-- connector(caller, make_client) -> connect(address, { ending, lenient, timeout }).
function M.connector(caller, make_client)
  return function(address, options)
    connection.check_names(options, known, caller)
    return make_client(connection.connect(address, (options or {}).timeout), options)
  end
end

-- maker(caller, class, make) -> client(socket, { ending = "\r\n", lenient = false }).
function M.maker(caller, class, make_object)
  return function(socket, options) return make_object(M.fields(socket, options, caller, class)) end
end

M.make = make

return M
