-- lines.smtp: commands, replies of several lines, and dot-stuffing, as RFC 5321 (4.2 replies, 4.5.2 transparency) and
-- RFC 2034 (enhanced status codes) have them. NNTP and POP3 share the dots, FTP the replies.
local core, import = ...

local connection = import "protocol_connection"
local errors = import "protocol_errors"
local line_connection = import "line_connection"
local nearest = import "nearest"

local M = { IncompleteRead = errors.IncompleteRead }
M.ProtocolError = errors.class("smtp.ProtocolError", line_connection.ProtocolError)

local Smtp, make = connection.class("a connection of SMTP", line_connection.Lines)

-- One line of a reply: code, whether more follow, text.
local function reply_line(self, expected)
  local line = line_connection.next_line(self)
  local code, mark, text = line:match("^([1-5][0-5]%d)([ -]?)(.*)$")
  if not code or mark == "" and text ~= "" then self.reader:fail("no line of a reply", line) end
  if expected and code ~= expected then
    self.reader:fail(("the code changes from %s to %s within a reply"):format(expected, code), line)
  end
  return code, mark == "-", text
end

-- read_reply() -> { code = 250, lines = { "..." }, enhanced = "2.1.0" or nil }. `enhanced` stays in the lines, too.
function Smtp:read_reply()
  self.reader:begin("a reply")
  local lines, code, more = {}, nil, true
  while more do code, more, lines[#lines + 1] = reply_line(self, code) end
  local enhanced = lines[1]:match("^([245]%.%d%d?%d?%.%d%d?%d?)%f[^%d.]")
  if enhanced and enhanced:sub(1, 1) ~= code:sub(1, 1) and not self.is_lenient then
    self.reader:fail(("the enhanced status %s is of another class than %s"):format(enhanced, code), lines[1])
  end
  return { code = math.tointeger(code), lines = lines, enhanced = enhanced }
end

-- command(text) -> the reply. Sends the line as it is given.
function Smtp:command(text)
  self:send_line(text)
  return self:read_reply()
end

-- stuff(message) -> the message with a dot before each line that begins with one, and \r\n at its end; RFC 5321, 4.5.2.
function M.stuff(message)
  local text = ("\n" .. connection.check_text(message, "stuff()")):gsub("\n%.", "\n.."):sub(2)
  if text ~= "" and text:sub(-2) ~= "\r\n" then text = text .. "\r\n" end
  return text
end

-- unstuff(text) -> what stuff was given.
function M.unstuff(text) return (("\n" .. connection.check_text(text, "unstuff()")):gsub("\n%.", "\n"):sub(2)) end

-- send_data(message): stuffed, and the line with the dot behind it. The reply is read by read_reply().
function Smtp:send_data(message) self.socket:sendall(M.stuff(message) .. ".\r\n") end

-- data(message) -> the reply to it: DATA, the message, and the dot. Where DATA is not answered with 354, that reply.
function Smtp:data(message)
  local reply = self:command("DATA")
  if reply.code ~= 354 then return reply end
  self:send_data(message)
  return self:read_reply()
end

-- read_command() -> { verb = "MAIL", argument = "FROM:<a@b>" or nil, line = ... }; nil where the stream has ended. The
-- verb is in capital letters.
function Smtp:read_command()
  self.reader:begin("a command")
  local bytes = self.reader:line(true)
  if not bytes then return nil end
  local line = line_connection.stripped(self, bytes)
  local verb, argument = line:match("^(%a+) (.*)$")
  if not verb then verb = line:match("^%a+$") end
  if not verb then self.reader:fail("no command", line) end
  return { verb = verb:upper(), argument = argument, line = line }
end

-- read_data() -> the message behind DATA, without the dots of stuffing.
function Smtp:read_data()
  self.reader:begin("a message")
  local lines = {}
  repeat
    local line = self.reader:line()
    if not self.is_lenient and line:sub(-2) ~= "\r\n" then self.reader:fail("a line that ends with a bare LF", line) end
    lines[#lines + 1] = line
  until line == ".\r\n" or self.is_lenient and line == ".\n"
  lines[#lines] = nil
  return M.unstuff(table.concat(lines))
end

-- encode_reply(code, lines[, ending]) -> bytes. `lines` is a text or a list of them; nothing is looked at.
function M.encode_reply(code, lines, ending)
  if type(lines) ~= "table" then lines = { lines or "" } end
  local parts = {}
  for i, text in ipairs(lines) do
    parts[i] = ("%s%s%s%s"):format(code, i < #lines and "-" or " ", text, ending or "\r\n")
  end
  return table.concat(parts)
end

-- reply(code, lines): sends it.
function Smtp:reply(code, lines)
  if math.type(code) ~= "integer" and type(code) ~= "string" then
    core.raise("TypeError", "reply() takes a code, then a text or a list of texts")
  end
  self.socket:sendall(M.encode_reply(code, lines, self.ending))
end

-- client(socket, options) -> a connection of SMTP; options as in lines.client.
M.client = line_connection.maker("smtp.client()", M.ProtocolError, make)

-- server(socket, options): what client gives, by the name that reads better in a server.
M.server = line_connection.maker("smtp.server()", M.ProtocolError, make)

-- connect(address, options) -> a connection of SMTP. The greeting is read by read_reply().
M.connect = line_connection.connector("smtp.connect()", M.client)

return setmetatable(M, { __index = nearest.strict("module 'lines.smtp'", M) })
