-- require "lines": protocols of lines, as client and as server; with lines.smtp and lines.memcached.
local _, import = ...

local line_connection = import "line_connection"
local nearest = import "nearest"

local class = line_connection.ProtocolError
local M = {
  ProtocolError = class, IncompleteRead = line_connection.IncompleteRead,
  smtp = import "smtp", memcached = import "memcached",
}

-- client(socket, { ending = "\r\n", lenient = false }) -> a connection of lines. A lenient one takes \n for \r\n.
M.client = line_connection.maker("lines.client()", class, line_connection.make)

-- server(socket, options): what client gives, by the name that reads better in a server.
M.server = line_connection.maker("lines.server()", class, line_connection.make)

-- connect(address, { ending, lenient, timeout }) -> a connection of lines.
M.connect = line_connection.connector("lines.connect()", M.client)

return setmetatable(M, { __index = nearest.strict("module 'lines'", M) })
