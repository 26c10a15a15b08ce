---@meta _
-- `lines.smtp` of require "lines": SMTP, and what speaks like it (FTP has the replies, POP3 and NNTP the dots). A
-- connection has the methods of lines, too.

---@class parley.Reply
---@field code integer 250
---@field lines string[] What stands behind the codes.
---@field enhanced? string "2.1.0", which stays in the first line, too.

---@class parley.SmtpCommand
---@field verb string "MAIL", in capital letters.
---@field argument? string "FROM:<a@b>"
---@field line string As it came, without its ending.

---@class parley.smtplib
---@field ProtocolError parley.ExceptionClass A lines.ProtocolError.
---@field IncompleteRead parley.ExceptionClass An IncompleteReadError, with `partial`.
local smtp = {}

---A connection over this socket. The greeting is read by read_reply().
---Raises TypeError for what is no socket or no option, ValueError for an ending without \n.
---@param socket parley.Socket
---@param options? parley.LineOptions
---@return parley.Smtp
---@see RFC 5321
function smtp.client(socket, options) end

---What client gives, by the name that reads better in a server.
---Raises what client does.
---@param socket parley.Socket
---@param options? parley.LineOptions
---@return parley.Smtp
---@see RFC 5321
function smtp.server(socket, options) end

---A connection over a new socket.
---Raises what socket.create_connection and client do.
---@param address parley.Address
---@param options? parley.LineOptions
---@return parley.Smtp
---@see RFC 5321
function smtp.connect(address, options) end

---The bytes of a reply. Nothing is looked at: any code, any text.
---Raises nothing.
---@param code integer|string
---@param lines string|string[]
---@param ending? string "\r\n" unless told.
---@return string
---@see RFC 5321, 4.2
function smtp.encode_reply(code, lines, ending) end

---The message with a dot before each line that begins with one, and \r\n at its end.
---Raises TypeError for what is no string.
---@param message string
---@return string
---@see RFC 5321, 4.5.2
function smtp.stuff(message) end

---What stuff was given.
---Raises TypeError for what is no string.
---@param text string
---@return string
---@see RFC 5321, 4.5.2
function smtp.unstuff(text) end

---@class parley.Smtp : parley.Lines
local c = {}

---The next reply, all its lines.
---Raises ProtocolError for what is no reply, such as one whose code changes; IncompleteRead.
---@return parley.Reply
---@see RFC 5321, 4.2
function c:read_reply() end

---Sends the line as it is given, and reads the reply.
---Raises what sendall and read_reply do.
---@param text string
---@return parley.Reply
---@see RFC 5321, 4.1
function c:command(text) end

---DATA, the message with its dots stuffed, and the dot. Where DATA is not answered with 354, that reply.
---Raises what command does.
---@param message string
---@return parley.Reply
---@see RFC 5321, 4.1.1.4
function c:data(message) end

---Sends the message with its dots stuffed, and the line with the dot.
---Raises what sendall does.
---@param message string
---@see RFC 5321, 4.5.2
function c:send_data(message) end

---A server's: the next command; nil where the stream has ended.
---Raises ProtocolError for a line that begins with no word; IncompleteRead.
---@return parley.SmtpCommand?
---@see RFC 5321, 4.1
function c:read_command() end

---A server's: the message behind DATA, without the dots of stuffing. A line that ends with a bare LF is none, unless
---the connection is lenient.
---Raises ProtocolError, IncompleteRead.
---@return string
---@see RFC 5321, 4.5.2
function c:read_data() end

---A server's: sends a reply.
---Raises what sendall does; TypeError for no code.
---@param code integer|string
---@param lines string|string[]
---@see RFC 5321, 4.2
function c:reply(code, lines) end
