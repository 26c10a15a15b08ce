-- What docs/looking.md shows. `./dev pictures` plays it; one of its scenarios fails, to show what that looks like.
local process = require "process"
local socket = require "socket"
local ssl = require "ssl"

local address = { "127.0.0.1", 7000 }

-- An echo server that takes `clients` of them, one after the other.
local function echo(clients)
  return function()
    local listener <close> = socket.create_server(address)
    for _ = 1, clients do
      local conn <close> = listener:accept()
      for bytes in function() return conn:recv(4096) end do
        if #bytes == 0 then break end
        conn:sendall(bytes)
      end
    end
  end
end

local function customer(words)
  return function()
    local s <close> = socket.create_connection(address)
    s:sendall(words)
    expect(s:recv_exactly(#words)):equals(words)
  end
end

describe("a shop", function()
  scenario("serves two customers", { tags = { "shop" } }, function(t)
    t:run("shop", echo(2), "alice", customer "one coffee", "bob", customer "two teas")
  end)

  scenario("serves seven customers", { tags = { "shop" } }, function(t)
    local roles = { "shop", echo(7) }
    for _, name in ipairs { "ann", "ben", "cleo", "dan", "eve", "finn", "gus" } do
      roles[#roles + 1] = name
      roles[#roles + 1] = customer("a table for " .. name)
    end
    t:run(table.unpack(roles))
  end)

  scenario("reads an order to its end", { tags = { "shop", "long" } }, function(t)
    t:run("shop", echo(1), "clerk", function()
      local s <close> = socket.create_connection(address)
      for i = 1, 150 do
        local line = ("item %d\n"):format(i)
        s:sendall(line)
        expect(s:recv_exactly(#line)):equals(line)
      end
    end)
  end)

  scenario("answers what it was asked", { tags = { "shop" } }, function(t)
    local listener <close> = socket.create_server(address)
    t:run("shop", function()
      local conn <close> = listener:accept()
      print("an order of " .. #conn:recv(4096) .. " bytes")
      conn:sendall "one tea, 2.50"
    end, "alice", function()
      local s <close> = socket.create_connection(address)
      s:sendall "one coffee, please"
      expect(s:recv_exactly(13)):equals "a coffee, 2.5"
    end)
  end)

  scenario("hangs up on whoever pays too late", { tags = { "shop", "errors" } }, function(t)
    local listener <close> = socket.create_server(address)
    t:run("shop", function()
      local conn = listener:accept()
      conn:setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, string.pack("i4i4", 1, 0))
      conn:close()
    end, "late", function()
      local s <close> = socket.create_connection(address)
      expect(function() return s:recv(100) end):raises(socket.ConnectionResetError)
    end)
    listener:close()
    expect(function() return socket.create_connection(address) end):raises(socket.ConnectionRefusedError)
  end)

  scenario("keeps the number of a card to itself", { tags = { "shop", "tls" } }, function(t)
    local authority = ssl.authority()
    local secure = { "127.0.0.1", 443 }
    local listener <close> = socket.create_server(secure)
    t:run("shop", function()
      local plain = listener:accept()
      plain:setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
      local conn <close> = authority:server_context():wrap_socket(plain, { server_side = true })
      conn:sendall("paid: " .. conn:recv(100))
    end, "alice", function()
      local plain = socket.create_connection(secure)
      plain:setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
      local s <close> = authority:client_context():wrap_socket(plain, { server_hostname = "localhost" })
      s:sendall "card 4000 1234"
      expect(s:recv(100)):equals "paid: card 4000 1234"
    end)
  end)
end)

describe("redis", function()
  scenario("counts", { tags = { "redis" } }, function()
    local server <close> = process.start {
      command = { "redis-server", "--port", "7001", "--save", "", "--daemonize", "no" },
      name = "redis", ready = { tcp = { "127.0.0.1", 7001 } },
    }
    local s <close> = socket.create_connection { "127.0.0.1", 7001 }
    for n = 1, 3 do
      s:sendall "INCR visits\r\n"
      expect(s:recv_until "\r\n"):equals((":%d\r\n"):format(n))
    end
    s:close()
    server:stop()
    expect(server:wait().signal):equals(nil)
  end)
end)
