-- Frames of WebSocket that break RFC 6455: refused, taken by who is lenient, and sent on purpose.
local both = require "both"
local websocket = require "websocket"

-- bytes that a server reads, code to close with, words, offset
local to_server = {
  ["without a mask"] = { "\x81\1a", 1002, "a frame of a client without a mask (RFC 6455, 5.1)", 0 },
  ["with a reserved bit"] = { "\xc1\x80\0\0\0\0", 1002, "reserved bits that no extension has (RFC 6455, 5.2)", 0 },
  ["with an opcode of none"] = { "\x83\x80\0\0\0\0", 1002, "an opcode of none (RFC 6455, 5.2)", 0 },
  ["a ping in fragments"] = { "\x09\x80\0\0\0\0", 1002, "a control frame in fragments (RFC 6455, 5.4)", 0 },
  ["a long ping"] = { "\x89\xfe\0\x7e", 1002, "a control frame of more than 125 bytes (RFC 6455, 5.5)", 0 },
  ["a length that could be shorter"] = { "\x81\xfe\0\x7d", 1002, "a length that could be shorter (RFC 6455, 5.2)", 2 },
  ["a length with its highest bit"] = { "\x81\xff\x80" .. ("\0"):rep(7), 1002,
    "a length whose highest bit is set (RFC 6455, 5.2)", 2 },
  ["more than the limit"] = { "\x81\xff\0\0\0\1\0\0\0\0", 1009, "a frame of more than 200 bytes", 2 },
  ["fragments beyond the limit"] = { "\x01\xfe\0\x96\0\0\0\0" .. ("a"):rep(150) .. "\x80\xfe\0\x96\0\0\0\0" .. ("a"):rep(150),
    1009, "a message of more than 200 bytes", 8 },
  ["a continuation of nothing"] = { "\x80\x81\0\0\0\0a", 1002, "a continuation of nothing (RFC 6455, 5.4)", 6 },
  ["a message within another"] = { "\x01\x80\0\0\0\0\x81\x81\0\0\0\0a", 1002,
    "a message within another one (RFC 6455, 5.4)", 6 },
  ["a text that is no UTF-8"] = { "\x81\x82\0\0\0\0\xc0\x80", 1007, "a text that is no UTF-8 (RFC 6455, 8.1)", 6 },
  ["a surrogate"] = { "\x81\x83\0\0\0\0\xed\xa0\x80", 1007, "a text that is no UTF-8 (RFC 6455, 8.1)", 6 },
  ["half a code"] = { "\x88\x81\0\0\0\0a", 1002, "half a code (RFC 6455, 5.5.1)", 6 },
  ["a code of none"] = { "\x88\x82\0\0\0\0\3\xed", 1002, "a code that no frame has: 1005 (RFC 6455, 7.4)", 6 },
  ["a reason that is no UTF-8"] = { "\x88\x83\0\0\0\0\3\xe8\xff", 1007, "a reason that is no UTF-8", 6 },
}

scenario("a server refuses a frame", { cases = to_server }, function(t, sample)
  local bytes, code, words, offset = table.unpack(sample)
  local e = both.raised(t, bytes, websocket.ProtocolError, function(s)
    websocket.over(s, { role = "server", limit = 200 }):read()
  end)
  expect({ e.code, e.offset, e.message:match("^(.-) at byte") }):equals { code, offset, words }
end)

scenario("a client refuses a masked frame", function(t)
  local e = both.raised(t, "\x81\x81\0\0\0\0a", websocket.ProtocolError, function(s)
    websocket.over(s, { role = "client" }):read()
  end)
  expect(e.message):equals([[a masked frame of a server (RFC 6455, 5.1) at byte 0 of a frame: "\x81\x81"]])
end)

scenario("a stream that ends within a frame or a message is told", function(t)
  for _, bytes in ipairs { "\x81", "\x81\xfe\0", "\x81\x85\0\0\0\0abc", "\x01\x81\0\0\0\0a" } do
    both.raised(t, bytes, websocket.IncompleteRead, function(s) websocket.over(s, { role = "server" }):read() end)
  end
  both.play(t, 81, function() end, function(s)
    expect(websocket.over(s, { role = "server" }):read()):is_nil()
  end)
end)

scenario("a lenient one takes what is there", function(t)
  both.play(t, 80, function(conn) conn:sendall("\xf3\x81\0\0\0\0\xff\x81\x7e\0\1b\x88\1c") end, function(s)
    local ws = websocket.over(s, { role = "client", lenient = true, auto_reply = false })
    expect(ws:read_frame()):equals { opcode = 3, payload = "\xff", fin = true, rsv = 7, mask = "\0\0\0\0" }
    expect(ws:read()):equals("b")
    expect(ws:read()):is_nil()
  end)
end)

scenario("any frame can be made", function()
  local frame = websocket.encode_frame
  expect(frame { payload = "Hello" }):equals("\x81\5Hello")
  expect(frame { payload = "Hello", mask = true }):equals("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58")
  expect(frame { opcode = "ping", fin = false, payload = ("x"):rep(126) }):equals("\x09\x7e\0\x7e" .. ("x"):rep(126))
  expect(frame { opcode = 3, rsv = 4, mask = "abcd" }):equals("\xc3\x80abcd")
  expect(frame { payload = "x", length = 5 }):equals("\x81\5x")
  expect(frame { payload = "x", length_size = 2 }):equals("\x81\x7e\0\1x")
  expect(frame { payload = "x", length_size = 8, length = -1 }):equals("\x81\x7f" .. ("\xff"):rep(8) .. "x")
  expect(function() frame { opcode = "pign" } end):raises("there is no opcode 'pign'")
  expect(function() frame { paylaod = "" } end):raises("unknown option 'paylaod'; did you mean 'payload'?")
end)
