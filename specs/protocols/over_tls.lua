-- The protocols over TLS: what they need of a socket, one of ssl has, too.
local b = require "binary"
local http = require "http"
local lines = require "lines"
local resp = require "resp"
local socket = require "socket"
local ssl = require "ssl"
local websocket = require "websocket"

-- Plays server(connection) and client(connection) together, over TLS.
local function play(t, server, client)
  local authority = ssl.authority()
  local listener = socket.create_server { "127.0.0.1", 443 }
  t:run("server", function()
    local conn = listener:accept()
    local s <close> = authority:server_context():wrap_socket(conn, { server_side = true })
    server(s)
  end, "client", function()
    local conn = socket.create_connection { "127.0.0.1", 443 }
    local s <close> = authority:client_context():wrap_socket(conn, { server_hostname = "localhost" })
    client(s)
  end)
  listener:close()
end

describe("over TLS", function()
  it("HTTP is spoken", function(t)
    play(t, function(s)
      http.serve(s, function(request) return { body = request.headers.host .. request.target, chunked = true } end)
    end, function(s)
      local c = http.client(s, { host = "localhost" })
      expect({ c:get("/1").body, c:post("/2", "data").body }):equals { "localhost/1", "localhost/2" }
    end)
  end)

  it("a WebSocket is one", function(t)
    play(t, function(s)
      local ws = websocket.accept(s)
      ws:send(ws:read() .. "?")
      expect(ws:read()):is_nil()
    end, function(s)
      local ws = websocket.client(s, { host = "localhost" })
      ws:send("hello")
      expect(ws:read()):equals("hello?")
      ws:finish()
    end)
  end)

  it("lines, RESP and binary frames are read", function(t)
    local frame = b.record { { "n", b.u16 }, { "text", b.text(b.u8) } }
    play(t, function(s)
      local c = lines.server(s)
      c:send_line(c:read_line())
      expect(resp.server(s):read_command()):equals { "GET", "k" }
      resp.server(s):reply("v")
      frame:send(s, frame:read(s))
    end, function(s)
      expect(lines.client(s):command("one")):equals("one")
      expect(resp.client(s):call("GET", "k")):equals("v")
      frame:send(s, { n = 258, text = "x" })
      expect(frame:read(s)):equals { n = 258, text = "x" }
      expect(frame:read(s)):is_nil()
    end)
  end)
end)
