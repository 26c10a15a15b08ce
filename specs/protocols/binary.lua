-- require "binary": types of fields, what they refuse, and lies.
local both = require "both"
local b = require "binary"
local socket = require "socket"

-- type, value, bytes
local samples = {
  ["numbers"] = { b.record { { "a", b.u16 }, { "b", b.u16_le }, { "c", b.i8 }, { "d", b.u24 }, { "e", b.f32 } },
    { a = 258, b = 258, c = -1, d = 65536, e = 1.5 }, "\1\2\2\1\xff\1\0\0\x3f\xc0\0\0" },
  ["string.pack's"] = { b.packed "<i3", -2, "\xfe\xff\xff" },
  ["a short varint"] = { b.varint(), 127, "\x7f" },
  ["a long varint"] = { b.varint(), 268435455, "\xff\xff\xff\x7f" },
  ["texts"] = { b.record { { "a", b.text(b.u8) }, { "b", b.cstring }, { "c", b.bytes(2) }, { "d", b.rest } },
    { a = "xyz", b = "", c = "c\0", d = "rest" }, "\3xyz\0c\0rest" },
  ["what has no value"] = { b.record { { "magic", b.literal "PK" }, { "gap", b.padding(2) }, { "n", b.u8 } },
    { n = 7 }, "PK\0\0\7" },
  ["a name"] = { b.enum(b.u16, { GET = 1, PUT = 2 }), "PUT", "\0\2" },
  ["a number without a name"] = { b.enum(b.u8, { GET = 1 }, { open = true }), 9, "\9" },
  ["bits"] = { b.bits { { "version", 4 }, { "kind", 2, { DATA = 2 } }, { "more", 1 }, { "last", 1 } },
    { version = 2, kind = "DATA", more = 0, last = 1 }, "\x29" },
  ["many bits"] = { b.bits { { "a", 3 }, { "b", 13 } }, { a = 5, b = 4097 }, "\xb0\x01" },
  ["a length that counts itself"] = { b.sized(b.u32, b.rest, { adds = 4 }), "ab", "\0\0\0\6ab" },
  ["a list to the end"] = { b.list(b.u16), { 1, 2 }, "\0\1\0\2" },
  ["a list with a count"] = { b.list(b.text(b.u8), { count = b.u8 }), { "a", "" }, "\2\1a\0" },
  ["a list of so many"] = { b.list(b.u8, { count = 2 }), { 1, 2 }, "\1\2" },
  ["a list up to an end"] = { b.list(b.cstring, { ends_with = "\0" }), { "a", "b" }, "a\0b\0\0" },
  ["a list whose count stands before"] = {
    b.record { { "head", b.record { { "n", b.u8 } } }, { "items", b.list(b.u8, { count = "head.n" }) } },
    { head = { n = 2 }, items = { 5, 6 } }, "\2\5\6" },
  ["what is there"] = { b.record { { "has", b.u8 }, { "x", b.optional("has", b.u8) } }, { has = 1, x = 5 }, "\1\5" },
  ["what is not there"] = { b.record { { "has", b.u8 }, { "x", b.optional("has", b.u8) } }, { has = 0 }, "\0" },
  ["a choice"] = {
    b.record { { "kind", b.u8 }, { "body", b.sized(b.u8, b.choice("kind", { b.u8, b.u16 }, b.rest)) } },
    { kind = 2, body = 258 }, "\2\2\1\2" },
  ["a choice by a function"] = {
    b.record { { "n", b.u8 }, { "x", b.choice(function(r) return r.n > 4 end, { [true] = b.u8, [false] = b.u16 }) } },
    { n = 5, x = 6 }, "\5\6" },
  ["BER"] = { b.ber_sequence { { "a", b.ber_integer }, { "b", b.ber_boolean }, { "c", b.ber_any } },
    { a = -129, b = false, c = { tag = 4, content = ("x"):rep(200) } },
    "\x30\x81\xd2\2\2\xff\x7f\1\1\0\4\x81\xc8" .. ("x"):rep(200) },
}

scenario("a value is written and read", { cases = samples }, function(t, sample)
  local kind, value, bytes = table.unpack(sample)
  expect(kind:encode(value)):equals(bytes)
  expect(kind:decode(bytes)):equals(value)
  both.play(t, 80, function(conn) kind:send(conn, value) end, function(s)
    -- What goes to the end of the stream has no value behind it.
    local frame = b.sized(b.u16, kind)
    local from_text = frame:decode(frame:encode(value))
    expect(from_text):equals(value)
    expect(kind:read(s)):equals(value)
  end)
end)

local letter = b.record {
  { "flags", b.bits { { "urgent", 1 }, { "size", 7 } } }, { "to", b.text(b.u8) },
  { "lines", b.list(b.record { { "text", b.text(b.u8) } }, { count = b.u8 }) },
}

scenario("errors of what is read name the field and its place", function()
  local wrong = {
    { letter, "\0\1a\1\1bc", "a frame: 1 bytes are left at byte 6: \"c\"", 6 },
    { b.sized(b.u8, letter), "\5\0\1a\1\2bc", "field 'lines[1].text': 2 bytes are needed at byte 6, 0 are left", 6 },
    { b.record { { "x", b.sized(b.u8, b.u8) } }, "\2ab", "field 'x': 1 bytes are left at byte 2: \"b\"", 2 },
    { b.record { { "n", b.sized(b.u8, b.rest, { adds = 4 }) } }, "\3", "field 'n': its length is below 4 at byte 1", 1 },
    { b.record { { "m", b.literal "PK" } }, "PX", "field 'm': it should be \"PK\" at byte 0: \"PX\"", 0 },
    { b.record { { "v", b.varint(2) } }, "\x80\x80\1", "field 'v': a varint of more than 2 bytes at byte 0: \"\\x80\\x80\"", 0 },
    { b.record { { "v", b.varint() } }, "\x80\0", "field 'v': a varint that could be shorter at byte 0: \"\\x80\\x00\"", 0 },
    { b.record { { "e", b.enum(b.u8, { A = 1 }) } }, "\9", "field 'e': 9 has no name at byte 0: \"\\t\"", 0 },
    { b.record { { "k", b.u8 }, { "x", b.choice("k", { b.u8 }) } }, "\9\1", "field 'x': there is no case for 9 at byte 1", 1 },
    { b.list(b.bytes(0)), "a", "a frame: its items have no bytes at byte 0", 0 },
    { b.ber_integer, "\4\1a", "a frame: its tag should be \"\\x02\" at byte 0: \"\\x04\"", 0 },
    { b.ber_string, "\4\x80", "field 'length': a length that is not said at byte 1: \"\\x80\"", 1 },
  }
  for _, row in ipairs(wrong) do
    local kind, bytes, message, offset = table.unpack(row)
    local e = expect(function() kind:decode(bytes) end):raises(b.ProtocolError, { message = message, offset = offset })
    expect(socket.isinstance(e, socket.ValueError)):is_true()
  end
end)

scenario("errors of what is written name the field", function()
  local wrong = {
    { letter, { to = "x", lines = {} }, "field 'flags': it takes a table, not 'NoneType'" },
    { letter, { flags = { size = 128 }, to = "x", lines = {} }, "field 'flags.size': 128 does not fit into 7 bits" },
    { letter, { flags = {}, to = ("x"):rep(256), lines = {} }, "field 'to.length': 256 does not fit into u8" },
    { letter, { flags = {}, to = "x", lines = { { text = 5 } } }, "field 'lines[1].text': it takes a string, not 'int'" },
    { letter, { flags = {}, to = "x", line = {} }, "a frame: there is no field 'line'; did you mean 'lines'?" },
    { b.record { { "n", b.u16 } }, { n = -1 }, "field 'n': -1 does not fit into u16" },
    { b.record { { "n", b.u16 } }, {}, "field 'n': it has no value" },
    { b.enum(b.u8, { GET = 1 }), "GTE", "a frame: there is no GTE; did you mean 'GET'?" },
    { b.varint(1), 128, "a frame: 128 does not fit into 1 bytes" },
    { b.cstring, "a\0b", "a frame: it has a NUL within" },
    { b.bytes(3), "ab", "a frame: 2 bytes do not make 3" },
    { b.list(b.u8, { count = 2 }), { 1 }, "a frame: it has 1 items, not 2" },
  }
  for _, row in ipairs(wrong) do
    expect(function() row[1]:encode(row[2]) end):raises(socket.ValueError, { message = row[3] })
  end
end)

scenario("one field can be a lie", function()
  local value = { flags = { size = 1 }, to = "ab", lines = { { text = "c" } } }
  expect(letter:encode(value)):equals("\1\2ab\1\1c")
  expect(letter:encode(value, { ["to.length"] = 200 })):equals("\1\200ab\1\1c")
  expect(letter:encode(value, { ["lines.count"] = 9, ["flags.urgent"] = 1 })):equals("\x81\2ab\9\1c")
  expect(letter:encode(value, { ["lines[1].text.length"] = b.raw "\xff\xff" })):equals("\1\2ab\1\xff\xffc")
  expect(letter:encode(value, { to = b.raw "?" })):equals("\1?\1\1c")
  expect(b.literal("PK"):encode(nil, { [""] = "XX" })):equals("XX")
  expect(b.ber_integer:encode(5, { tag = "\9" })):equals("\9\1\5")
  expect(function() letter:encode(value, { ["to.lenght"] = 1 }) end)
    :raises("there is no field 'to.lenght' to lie about; did you mean 'to.length'?")
end)

scenario("frames are read from a socket, and nothing behind them", function(t)
  both.play(t, 80, function(conn)
    letter:send(conn, { flags = {}, to = "you", lines = { { text = "hi" }, { text = "" } } })
    conn:sendall("\1more")
  end, function(s)
    expect(letter:read(s).lines):equals { { text = "hi" }, { text = "" } }
    expect(s:recv_exactly(1)):equals("\1")
    expect(s:recv_all()):equals("more")
    expect(letter:read(s)):is_nil()
  end)
  local e = both.raised(t, "\1\5ab", b.IncompleteRead, function(s) letter:read(s) end)
  expect(e.message):equals([[the stream ended in field 'to', after 4 bytes: "\x01\x05ab"]])
  expect(e.partial):equals("\1\5ab")
  expect(function() letter:decode "\1\5ab" end):raises(b.IncompleteRead, { partial = "\1\5ab" })
end)

scenario("a layout is checked where it is declared", function()
  expect(function() b.record { { "a", "u8" } } end):raises("record(): field 'a' takes a type of binary, not 'str'")
  expect(function() b.bits { { "a", 3 } } end):raises("bits() takes 8, 16, ... up to 64 bits, not 3")
  expect(function() b.packed "?" end):raises(socket.ValueError)
  expect(function() return b.u8.reed end):raises("a binary type has no attribute 'reed'; did you mean 'read'?")
  expect(function() return b.u17 end):raises(socket.AttributeError)
end)
