-- Document 004, lines 61-66: shutdown(SHUT_RDWR) says that the conversation is over; close() lets go of the socket.
local socket = require "socket"

local ADDRESS = { "127.0.0.1", 80 }

-- Both ends of a connection: the client's and the server's.
local function connected()
  local listener <close> = socket.create_server(ADDRESS)
  local sock = socket.create_connection(ADDRESS)
  return sock, (listener:accept())
end

describe("shutdown(SHUT_RDWR) of document 004", function()
  it("tells the server before the socket is closed", function(t)
    local sock, conn = connected()
    sock:shutdown(socket.SHUT_RDWR)
    expect(conn:recv(1024)):equals("")
    expect(sock:fileno()):at_least(0)
    sock:close()
    expect(sock:fileno()):equals(-1)
    expect(t):exchanged [[
      main > main  tcp 127.0.0.1:80
        > EOF
    ]]
  end)

  it("is SHUT_RD and SHUT_WR together: nothing more is read, nothing more is written", function(t)
    expect({ socket.SHUT_RD, socket.SHUT_WR, socket.SHUT_RDWR }):equals { 0, 1, 2 }
    for _, how in ipairs { { socket.SHUT_RDWR }, { socket.SHUT_RD, socket.SHUT_WR } } do
      local sock, conn = connected()
      for _, part in ipairs(how) do sock:shutdown(part) end
      expect(sock:recv(1024)):equals("")
      expect(function() sock:send("more") end):raises(socket.BrokenPipeError)
      expect(conn:recv(1024)):equals("")
      conn:close()
      sock:close()
    end
    expect(t):exchanged [[
      main > main  tcp 127.0.0.1:80
        > EOF
        ! send EPIPE
        < EOF
      main#2 > main  tcp 127.0.0.1:80
        > EOF
        ! send EPIPE
        < EOF
    ]]
  end)

  it("7: works once after the server has closed, and not a second time", function(t)
    local sock, conn = connected()
    conn:close()
    expect(sock:recv(1024)):equals("")
    expect(sock:shutdown(socket.SHUT_RDWR)):is_nil()
    local e = expect(function() sock:shutdown(socket.SHUT_RDWR) end):raises(socket.OSError, { errno = socket.ENOTCONN })
    expect(tostring(e)):equals("[Errno 107] Transport endpoint is not connected")
    expect(t):exchanged [[
      main > main  tcp 127.0.0.1:80
        < EOF
        > EOF
    ]]
  end)

  it("7: does not work at all after the server has reset the connection", function(t)
    local sock, conn = connected()
    conn:setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, string.pack("=i4i4", 1, 0))
    conn:close()
    expect(function() sock:recv(1024) end):raises(socket.ConnectionResetError)
    expect(function() sock:shutdown(socket.SHUT_RDWR) end):raises(socket.OSError, { errno = socket.ENOTCONN })
    expect(t):exchanged [[
      main > main  tcp 127.0.0.1:80
        < RST
        ! recv ECONNRESET
    ]]
  end)
end)
