---@meta _
-- `lines.memcached` of require "lines": memcached's text protocol. A connection has the methods of lines, too.

---@class parley.StorageOptions
---@field flags? integer
---@field exptime? integer In seconds.
---@field cas? integer What gets() has given.
---@field noreply? boolean The server is asked for no answer, and none is read.
---@field bytes? integer|string The length that it claims; that of the value unless told.
---@field ending? string What stands behind the value: "\r\n" unless told.

---@class parley.StoredItem
---@field key string
---@field value string
---@field flags? integer
---@field cas? integer
---@field bytes? integer|string Of send_values: the length that it claims.

---@class parley.MemcachedCommand
---@field verb string "set"
---@field arguments string[] The other words, without noreply.
---@field noreply boolean
---@field value? string Of a storage command.
---@field line string As it came, without its ending.

---@class parley.memcachedlib
---@field ProtocolError parley.ExceptionClass A lines.ProtocolError.
---@field IncompleteRead parley.ExceptionClass An IncompleteReadError, with `partial`.
---@field Error parley.ExceptionClass A RuntimeError: a no of the server; `code` is "CLIENT_ERROR", ...; `text`.
local memcached = {}

---A connection over this socket.
---Raises TypeError for what is no socket or no option, ValueError for an ending without \n.
---@param socket parley.Socket
---@param options? parley.LineOptions
---@return parley.Memcached
---@see docs/protocols.md, Lines
function memcached.client(socket, options) end

---What client gives, by the name that reads better in a server.
---Raises what client does.
---@param socket parley.Socket
---@param options? parley.LineOptions
---@return parley.Memcached
---@see docs/protocols.md, Lines
function memcached.server(socket, options) end

---A connection over a new socket.
---Raises what socket.create_connection and client do.
---@param address parley.Address
---@param options? parley.LineOptions
---@return parley.Memcached
---@see docs/protocols.md, Lines
function memcached.connect(address, options) end

---The bytes of a storage command. Nothing is looked at but the names of the options.
---Raises TypeError for an option that is none, or a value that is no string.
---@param verb string "set", "cas", ...
---@param key string
---@param value string
---@param options? parley.StorageOptions
---@return string
---@see docs/protocols.md, Lines
function memcached.encode_storage(verb, key, value, options) end

---@class parley.Memcached : parley.Lines
local c = {}

---Sends a line and gives the line that answers it.
---Raises memcached.Error where the server says no; ProtocolError, IncompleteRead.
---@param text string
---@return string
---@see docs/protocols.md, Lines
function c:command(text) end

---Stores a value.
---Raises memcached.Error, ProtocolError, IncompleteRead.
---@param key string
---@param value string
---@param options? parley.StorageOptions
---@return string? answer "STORED", "NOT_STORED"; nil with noreply.
---@see docs/protocols.md, Lines
function c:set(key, value, options) end

---Stores a value where there is none.
---Raises what set does.
---@param key string
---@param value string
---@param options? parley.StorageOptions
---@return string? answer As of set.
---@see docs/protocols.md, Lines
function c:add(key, value, options) end

---Stores a value where there is one.
---Raises what set does.
---@param key string
---@param value string
---@param options? parley.StorageOptions
---@return string? answer As of set.
---@see docs/protocols.md, Lines
function c:replace(key, value, options) end

---Puts a value behind the one that is there.
---Raises what set does.
---@param key string
---@param value string
---@param options? parley.StorageOptions
---@return string? answer As of set.
---@see docs/protocols.md, Lines
function c:append(key, value, options) end

---Puts a value before the one that is there.
---Raises what set does.
---@param key string
---@param value string
---@param options? parley.StorageOptions
---@return string? answer As of set.
---@see docs/protocols.md, Lines
function c:prepend(key, value, options) end

---Stores a value where nobody has stored one since gets().
---Raises what set does.
---@param key string
---@param value string
---@param unique integer The `cas` of gets().
---@param options? parley.StorageOptions
---@return string? answer "STORED", "EXISTS", "NOT_FOUND".
---@see docs/protocols.md, Lines
function c:cas(key, value, unique, options) end

---The value; nil where there is none.
---Raises memcached.Error, ProtocolError, IncompleteRead.
---@param key string
---@return string?
---@see docs/protocols.md, Lines
function c:get(key) end

---The value with its flags and its number; nil where there is none.
---Raises memcached.Error, ProtocolError, IncompleteRead.
---@param key string
---@return parley.StoredItem?
---@see docs/protocols.md, Lines
function c:gets(key) end

---The values that there are, by key.
---Raises memcached.Error, ProtocolError, IncompleteRead.
---@param keys string[]
---@return table<string, string>
---@see docs/protocols.md, Lines
function c:get_many(keys) end

---The items of an answer, up to END, in their order.
---Raises memcached.Error, ProtocolError, IncompleteRead.
---@return parley.StoredItem[]
---@see docs/protocols.md, Lines
function c:read_values() end

---The number, with `by` added; nil where there is none.
---Raises memcached.Error, ProtocolError, IncompleteRead.
---@param key string
---@param by? integer 1 unless told.
---@return integer?
---@see docs/protocols.md, Lines
function c:incr(key, by) end

---The number, with `by` taken away, but not below 0; nil where there is none.
---Raises memcached.Error, ProtocolError, IncompleteRead.
---@param key string
---@param by? integer 1 unless told.
---@return integer?
---@see docs/protocols.md, Lines
function c:decr(key, by) end

---Takes the value away.
---Raises memcached.Error, ProtocolError, IncompleteRead.
---@param key string
---@return string answer "DELETED", "NOT_FOUND".
---@see docs/protocols.md, Lines
function c:delete(key) end

---Gives the value another time to live.
---Raises memcached.Error, ProtocolError, IncompleteRead.
---@param key string
---@param exptime integer In seconds.
---@return string answer "TOUCHED", "NOT_FOUND".
---@see docs/protocols.md, Lines
function c:touch(key, exptime) end

---The server's figures, by name.
---Raises memcached.Error, ProtocolError, IncompleteRead.
---@param what? string "items", "slabs", ...
---@return table<string, string>
---@see docs/protocols.md, Lines
function c:stats(what) end

---A server's: the next command, with the value of a storage command; nil where the stream has ended.
---Raises ProtocolError, IncompleteRead.
---@return parley.MemcachedCommand?
---@see docs/protocols.md, Lines
function c:read_command() end

---A server's: sends the items and END.
---Raises what sendall does.
---@param values parley.StoredItem[]
---@see docs/protocols.md, Lines
function c:send_values(values) end
