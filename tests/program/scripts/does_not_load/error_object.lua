local socket = require "socket"
error(socket.ValueError("of our own"))
