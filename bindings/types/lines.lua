---@meta lines
-- require "lines": protocols of lines, as client and as server. A connection stands over a socket and takes from it not
-- a byte more than a message has. What breaks the rules raises `ProtocolError`, a stream that ends within a message
-- `IncompleteRead`; both say where. `lines.smtp` and `lines.memcached` are two such protocols.

---@class parley.LineOptions
---@field ending? string What send_line() puts behind a line and a line has to end with: "\r\n" unless told.
---@field lenient? boolean Lines that end otherwise are taken, too.
---@field timeout? number Of connect(), in seconds: the socket's.

---@class parley.lineslib
---@field ProtocolError parley.ExceptionClass A ValueError, with `offset` (from 0) and `bytes`.
---@field IncompleteRead parley.ExceptionClass An IncompleteReadError, with `partial`.
---@field smtp parley.smtplib
---@field memcached parley.memcachedlib
local lines = {}

---A connection over this socket.
---Raises TypeError for what is no socket or no option, ValueError for an ending without \n.
---@param socket parley.Socket
---@param options? parley.LineOptions
---@return parley.Lines
---@see docs/protocols.md, Lines
function lines.client(socket, options) end

---What client gives, by the name that reads better in a server.
---Raises what client does.
---@param socket parley.Socket
---@param options? parley.LineOptions
---@return parley.Lines
---@see docs/protocols.md, Lines
function lines.server(socket, options) end

---A connection over a new socket.
---Raises what socket.create_connection and client do.
---@param address parley.Address
---@param options? parley.LineOptions
---@return parley.Lines
---@see docs/protocols.md, Lines
function lines.connect(address, options) end

---@class parley.Lines
---@field socket parley.Socket
local c = {}

---Sends bytes as they are.
---Raises what sendall does.
---@param bytes string
---@see docs/protocols.md, Lines
function c:send(bytes) end

---The same: every connection of a protocol has it.
---Raises what sendall does.
---@param bytes string
---@see docs/protocols.md, Lines
function c:send_raw(bytes) end

---Sends a line: the text and the ending.
---Raises what sendall does; TypeError for what is no string.
---@param text string
---@see docs/protocols.md, Lines
function c:send_line(text) end

---The next line without its ending; nil where the stream has ended.
---Raises ProtocolError for another ending or a CR within; IncompleteRead where the stream ends within.
---@return string?
---@see docs/protocols.md, Lines
function c:read_line() end

---So many lines.
---Raises ProtocolError, IncompleteRead.
---@param n integer
---@return string[]
---@see docs/protocols.md, Lines
function c:read_lines(n) end

---The lines before the one that is `last`, which is taken, too.
---Raises ProtocolError, IncompleteRead.
---@param last string "END", "."
---@return string[]
---@see docs/protocols.md, Lines
function c:read_lines_until(last) end

---Sends a line and gives the line that answers it.
---Raises what sendall does; ProtocolError, IncompleteRead.
---@param text string
---@return string
---@see docs/protocols.md, Lines
function c:command(text) end

---Closes the socket, as `<close>` does.
---Raises nothing.
---@see docs/protocols.md, Lines
function c:close() end

return lines
