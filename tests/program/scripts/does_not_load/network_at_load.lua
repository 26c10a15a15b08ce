local socket = require "socket"
local s = socket.socket()
s:close()
