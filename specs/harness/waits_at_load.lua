-- For waiting.lua: a module that waits while require loads it. As a script of its own it does nothing.
local name = ...
local socket = require "socket"

return name and socket.socketpair():recv(1)
