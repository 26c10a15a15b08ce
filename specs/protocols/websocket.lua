-- require "websocket": handshakes, messages and the end, between a client and a server of its own.
local both = require "both"
local http = require "http"
local socket = require "socket"
local websocket = require "websocket"

-- Plays two ends of a WebSocket.
local function play(t, server, client)
  both.play(t, 80, function(conn) server(websocket.accept(conn)) end, function(s) client(websocket.client(s)) end)
end

describe("websocket", function()
  it("greets, talks and takes leave", function(t)
    play(t, function(ws)
      expect(ws:read()):equals("Hello")
      ws:send("Hello")
      expect(ws:read()):is_nil()
      expect({ ws.close_code, ws.close_reason }):equals { 1000, "bye" }
    end, function(ws)
      ws:send("Hello")
      expect(ws:read()):equals("Hello")
      expect(ws:finish(1000, "bye")):equals(1000)
    end)
    -- The masked and the unmasked "Hello" are those of RFC 6455, 5.7.
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:80
        > "GET / HTTP/1.1\r\n"
        > "Host: 127.0.0.1\r\n"
        > "Connection: Upgrade\r\n"
        > "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        > "Sec-WebSocket-Version: 13\r\n"
        > "Upgrade: websocket\r\n"
        > "\r\n"
        < "HTTP/1.1 101 Switching Protocols\r\n"
        < "Connection: Upgrade\r\n"
        < "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
        < "Upgrade: websocket\r\n"
        < "\r\n"
        > 81 85 37 fa 21 3d 7f 9f 4d 51 58
        < 81 05 48 65 6c 6c 6f
        > 88 85 37 fa 21 3d 34 12 43 44 52
        < 88 02 03 e8
        > EOF
        < EOF
    ]]
  end)

  local function echoed(t, lengths)
    play(t, function(ws)
      local message = ws:read_message()
      while message do
        if message.type == "text" then ws:send(message.data) else ws:send_binary(message.data) end
        message = ws:read_message()
      end
    end, function(ws)
      for _, length in ipairs(lengths) do
        ws:send_binary(("\xff"):rep(length))
        expect(ws:read_message()):equals { type = "binary", data = ("\xff"):rep(length), frames = 1 }
      end
      ws:send("\u{20ac}")
      expect(ws:read_message()):equals { type = "text", data = "\u{20ac}", frames = 1 }
      ws:finish()
    end)
  end

  it("takes messages of both types", function(t) echoed(t, { 0, 1, 3, 125, 126 }) end)

  -- Byte by byte these would take seconds, and show nothing else.
  it("takes long messages", { segment = false }, function(t) echoed(t, { 65535, 65536 }) end)

  it("joins fragments, with control frames between them", function(t)
    play(t, function(ws)
      expect(ws:read_message()):equals { type = "text", data = "one \u{20ac}", frames = 3 }
      expect(ws:read()):equals("two")
    end, function(ws)
      ws:send_frame { payload = "one ", fin = false }
      ws:ping("are you there")
      ws:send_frame { opcode = "continuation", payload = "\xe2", fin = false }
      ws:pong("nobody asked")
      ws:send_frame { opcode = "continuation", payload = "\x82\xac" }
      ws:send { "t", "wo" }
      local pong = ws:read_frame()
      expect({ pong.opcode, pong.payload, pong.fin, pong.rsv, pong.mask }):equals { "pong", "are you there", true, 0, nil }
    end)
  end)

  it("answers nothing by itself where it is told so", function(t)
    both.play(t, 80, function(conn)
      local ws = websocket.accept(conn, { auto_reply = false })
      expect(ws:read()):is_nil()
      expect(ws.close_code):equals(1005)
    end, function(s)
      local ws = websocket.client(s)
      ws:ping("x")
      ws:send_close()
      expect(ws:read_frame()):is_nil()
    end)
  end)

  it("agrees on a protocol, and on no extension", function(t)
    both.play(t, 80, function(conn)
      local ws = websocket.accept(conn, { protocols = { "b", "c" } })
      expect({ ws.protocol, ws.request.target }):equals { "b", "/chat" }
    end, function(s)
      local ws = websocket.client(s, {
        target = "/chat", protocols = { "a", "b" }, headers = { ["Sec-WebSocket-Extensions"] = "permessage-deflate" },
      })
      expect(ws.protocol):equals("b")
      expect(ws.response.headers["sec-websocket-extensions"]):is_nil()
    end)
  end)

  it("is one answer of a server of HTTP", function(t)
    both.play(t, 80, function(conn)
      local s = http.serve(conn, function(request)
        if request.target ~= "/ws" then return { body = "no WebSocket" } end
        return websocket.answer(request)
      end)
      expect(s.upgraded):is_true()
      websocket.over(conn, { role = "server" }):send("hi")
    end, function(s)
      expect(http.client(s):get("/").body):equals("no WebSocket")
      expect(websocket.client(s, { target = "/ws" }):read()):equals("hi")
    end)
  end)

  it("connects by an address, which the Host names", function()
    local listener <close> = socket.create_server { "127.0.0.1", 8080 }
    local a, b = socket.socketpair()
    expect(function() websocket.over(a, { role = "x" }) end):raises('role is "client" or "server"')
    local client <close> = websocket.over(a, { role = "client" })
    client:send("x")
    expect(websocket.over(b, { role = "server" }):read()):equals("x")
    expect(function() return client.raed end):raises("a WebSocket has no attribute 'raed'; did you mean 'read'?")
    expect(function() websocket.connect({ "127.0.0.1", 8080 }, { protocol = "x" }) end)
      :raises("unknown option 'protocol'; did you mean 'protocols'?")
  end)
end)

describe("a handshake", function()
  -- What a client raises where a server answers so.
  local function refused(t, answer)
    local e
    both.play(t, 80, function(conn)
      http.server(conn):read_request()
      conn:sendall(http.encode_response(answer))
    end, function(s)
      e = expect(function() websocket.client(s, { protocols = { "a" } }) end):raises(websocket.HandshakeError)
    end)
    return e.message:gsub("^the handshake failed: ", ""), e.response.status
  end

  local function switching(headers)
    local all = {
      Connection = "keep-alive, Upgrade", Upgrade = "WebSocket",
      ["Sec-WebSocket-Accept"] = websocket.accept_key "dGhlIHNhbXBsZSBub25jZQ==",
    }
    for name, value in pairs(headers) do all[name] = value end
    return { status = 101, headers = all }
  end

  it("is refused by a client for what the server answers", function(t)
    local wrong = {
      ["status 404 (RFC 6455, 4.1)"] = { status = 404 },
      ["no Upgrade: websocket (RFC 6455, 4.1)"] = switching { Upgrade = false },
      ["no Connection: Upgrade (RFC 6455, 4.1)"] = switching { Connection = "keep-alive" },
      ["another Sec-WebSocket-Accept than the key wants (RFC 6455, 4.1)"] = switching { ["Sec-WebSocket-Accept"] = "x" },
      ["an extension that was not asked for (RFC 6455, 4.1)"] =
        switching { ["Sec-WebSocket-Extensions"] = "permessage-deflate" },
      ["a protocol that was not asked for (RFC 6455, 4.1)"] = switching { ["Sec-WebSocket-Protocol"] = "b" },
    }
    for message, answer in pairs(wrong) do
      expect({ refused(t, answer) }):equals { message, answer.status }
    end
  end)

  it("is refused by a server for what the client asks", function(t)
    local wrong = {
      ["a method that is not GET"] = { 405, { method = "POST" } },
      ["no Upgrade: websocket"] = { 426, { Upgrade = false } },
      ["no Connection: Upgrade"] = { 400, { Connection = false } },
      ["no key of 16 bytes"] = { 400, { ["Sec-WebSocket-Key"] = "short==" } },
      ["another version than 13"] = { 426, { ["Sec-WebSocket-Version"] = 8 } },
    }
    for message, row in pairs(wrong) do
      both.play(t, 80, function(conn)
        local e = expect(function() websocket.accept(conn) end):raises(websocket.HandshakeError)
        expect(e.message):equals("the handshake failed: " .. message .. " (RFC 6455, 4.2.1)")
      end, function(s)
        local headers = {
          Connection = "Upgrade", Upgrade = "websocket", ["Sec-WebSocket-Key"] = ("A"):rep(22) .. "==",
          ["Sec-WebSocket-Version"] = 13,
        }
        for name, value in pairs(row[2]) do
          if name ~= "method" then headers[name] = value end
        end
        local r = http.client(s):request { method = row[2].method, headers = headers }
        expect({ r.status, r.headers["sec-websocket-version"] }):equals { row[1], "13" }
      end)
    end
  end)

  it("can be malformed on either side", function(t)
    both.play(t, 80, function(conn)
      local ws = websocket.accept(conn, { lenient = true, headers = { ["Sec-WebSocket-Accept"] = "lie" } })
      expect(ws.request.headers.upgrade):is_nil()
    end, function(s)
      local ws = websocket.client(s, { lenient = true, headers = { { "Host", "a" }, { "X", "1" } } })
      expect(ws.response.headers["sec-websocket-accept"]):equals("lie")
    end)
  end)
end)
