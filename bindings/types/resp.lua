---@meta resp
-- require "resp": the protocol of Redis, RESP 2 and 3, as client and server. A null is nil where it is a whole reply,
-- and `resp.null` within one; a map is a table, a set and a push are lists; simple and bulk strings are strings. What
-- breaks the rules raises `ProtocolError`, a stream that ends within a message `IncompleteRead`; both say where.

---A value of a type that Lua has none for, or that is to be written in a way of its own. resp.type_of() names it.
---@class parley.RespValue

---@class parley.RespLies
---@field length? integer|string The length that it claims; its own unless told.
---@field ending? string What stands in the place of each "\r\n".
---@field streamed? boolean Of an array, a set, a push, a map: without a length, up to an end.

---@class parley.RespOptions
---@field version? 2|3 Which version reply() writes: 2 unless told.
---@field timeout? number Of connect(), in seconds: the socket's.

---@class parley.resplib
---@field ProtocolError parley.ExceptionClass A ValueError, with `offset` (from 0) and `bytes`.
---@field IncompleteRead parley.ExceptionClass An IncompleteReadError, with `partial`.
---@field ReplyError parley.ExceptionClass A RuntimeError: a no of the other side; `code` is its first word.
---@field null table
local resp = {}

---A connection over this socket. Both versions are read; `HELLO 3` has the server write the third.
---Raises TypeError for what is no socket or no option.
---@param socket parley.Socket
---@param options? parley.RespOptions
---@return parley.Resp
---@see docs/protocols.md, RESP
function resp.client(socket, options) end

---What client gives, by the name that reads better in a server.
---Raises what client does; ValueError for another version.
---@param socket parley.Socket
---@param options? parley.RespOptions
---@return parley.Resp
---@see docs/protocols.md, RESP
function resp.server(socket, options) end

---A connection over a new socket.
---Raises what socket.create_connection and client do.
---@param address parley.Address
---@param options? parley.RespOptions
---@return parley.Resp
---@see docs/protocols.md, RESP
function resp.connect(address, options) end

---The bytes of a value.
---Raises TypeError for a function, or a table that is no list; ValueError for another version.
---@param value any
---@param version? 2|3 3 unless told.
---@return string
---@see docs/protocols.md, RESP
function resp.encode(value, version) end

---The bytes of a command: an array of bulk strings.
---Raises TypeError for a word that is neither string nor number, and for no word.
---@param ... string|number
---@return string
---@see docs/protocols.md, RESP
function resp.encode_command(...) end

---The value that stands there, and the position behind it.
---Raises ProtocolError; IncompleteRead where it is not whole.
---@param bytes string
---@param at? integer From 1, which it is unless told.
---@return any value
---@return integer behind
---@see docs/protocols.md, RESP
function resp.decode(bytes, at) end

---"status", "map", "set", "big_number", ..., "null"; nil of what has no such type.
---Raises nothing.
---@param value any
---@return string?
---@see docs/protocols.md, RESP
function resp.type_of(value) end

---The entries of a map as they came, a list of { key, value }: in their order, and one that stands there twice.
---Raises nothing.
---@param map table
---@return any[][]?
---@see docs/protocols.md, RESP
function resp.entries(map) end

---A simple string: "+OK".
---Raises nothing.
---@param text string
---@return parley.RespValue
---@see docs/protocols.md, RESP
function resp.status(text) end

---A simple error: "-ERR no".
---Raises nothing.
---@param text string
---@return parley.RespValue
---@see docs/protocols.md, RESP
function resp.error(text) end

---A bulk error of RESP 3.
---Raises nothing.
---@param text string
---@param options? parley.RespLies
---@return parley.RespValue
---@see docs/protocols.md, RESP
function resp.blob_error(text, options) end

---A bulk string, of which a list of texts makes a streamed one.
---Raises nothing.
---@param text string|string[]
---@param options? parley.RespLies
---@return parley.RespValue
---@see docs/protocols.md, RESP
function resp.bulk(text, options) end

---A verbatim string. One that was read has `format` and `text`.
---Raises nothing.
---@param format string "txt", "mkd"
---@param text string
---@param options? parley.RespLies
---@return parley.RespValue
---@see docs/protocols.md, RESP
function resp.verbatim(format, text, options) end

---A big number. One that was read has `digits`, which tostring() gives.
---Raises nothing.
---@param digits string
---@return parley.RespValue
---@see docs/protocols.md, RESP
function resp.big_number(digits) end

---An array.
---Raises TypeError for what is no list.
---@param items any[]
---@param options? parley.RespLies
---@return parley.RespValue
---@see docs/protocols.md, RESP
function resp.array(items, options) end

---A set.
---Raises TypeError for what is no list.
---@param items any[]
---@param options? parley.RespLies
---@return parley.RespValue
---@see docs/protocols.md, RESP
function resp.set(items, options) end

---A push.
---Raises TypeError for what is no list.
---@param items any[]
---@param options? parley.RespLies
---@return parley.RespValue
---@see docs/protocols.md, RESP
function resp.push(items, options) end

---A map, of a table or a list of { key, value }, whose order is kept.
---Raises TypeError for what is no table.
---@param entries table
---@param options? parley.RespLies
---@return parley.RespValue
---@see docs/protocols.md, RESP
function resp.map(entries, options) end

---Attributes, which stand before the value that they are about.
---Raises TypeError for what is no table.
---@param entries table
---@param options? parley.RespLies
---@return parley.RespValue
---@see docs/protocols.md, RESP
function resp.attribute(entries, options) end

---These bytes in the place of a value.
---Raises nothing.
---@param bytes string
---@return parley.RespValue
---@see docs/protocols.md, RESP
function resp.raw(bytes) end

---@class parley.Resp
---@field socket parley.Socket
---@field version 2|3 Which one reply() writes.
---@field attributes? table Of the last reply, where it had any.
local c = {}

---Sends a command and gives its reply.
---Raises ReplyError; what sendall does; ProtocolError, IncompleteRead.
---@param ... string|number
---@return any
---@see docs/protocols.md, RESP
function c:call(...) end

---The same, but an error is a result, behind nil.
---Raises what sendall does; ProtocolError, IncompleteRead.
---@param ... string|number
---@return any
---@return parley.Exception?
---@see docs/protocols.md, RESP
function c:try(...) end

---Sends a command, whose reply is to be read: several of them make a pipeline.
---Raises what sendall does; TypeError for a word that is neither string nor number.
---@param ... string|number
---@see docs/protocols.md, RESP
function c:send(...) end

---Sends a command as a line.
---Raises what sendall does.
---@param line string
---@see docs/protocols.md, RESP
function c:send_inline(line) end

---Sends bytes as they are.
---Raises what sendall does.
---@param bytes string
---@see docs/protocols.md, RESP
function c:send_raw(bytes) end

---The next reply. Pushes that come before it are kept for read_push().
---Raises ReplyError, ProtocolError, IncompleteRead.
---@return any
---@see docs/protocols.md, RESP
function c:read() end

---The same, but an error is a result, behind nil.
---Raises ProtocolError, IncompleteRead.
---@return any
---@return parley.Exception?
---@see docs/protocols.md, RESP
function c:try_read() end

---The next push.
---Raises ProtocolError where a reply comes, IncompleteRead.
---@return any[]
---@see docs/protocols.md, RESP
function c:read_push() end

---Sends the commands at once and gives their replies; null is resp.null, an error stands in its place.
---Raises what sendall does; ProtocolError, IncompleteRead.
---@param commands (string|number)[][]
---@return any[]
---@see docs/protocols.md, RESP
function c:pipeline(commands) end

---A server's: the words of the next command, an inline one too; nil where the stream has ended.
---Raises ProtocolError, IncompleteRead.
---@return string[]?
---@see docs/protocols.md, RESP
function c:read_command() end

---A server's: sends a value; nil is null.
---Raises what sendall and encode do.
---@param value any
---@see docs/protocols.md, RESP
function c:reply(value) end

---Closes the socket, as `<close>` does.
---Raises nothing.
---@see docs/protocols.md, RESP
function c:close() end

return resp
