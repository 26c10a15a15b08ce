-- Frames of MQTT, PostgreSQL and LDAP, each declared in a few lines.
local both = require "both"
local b = require "binary"

-- MQTT 3.1.1, clause 2 and 3.
local mqtt_text = b.text(b.u16)
local mqtt = b.record {
  { "header", b.bits {
    { "type", 4, { CONNECT = 1, CONNACK = 2, PUBLISH = 3, PINGREQ = 12 } }, { "dup", 1 }, { "qos", 2 }, { "retain", 1 },
  } },
  { "body", b.sized(b.varint(4), b.choice("header.type", {
    CONNECT = b.record {
      { "protocol", mqtt_text }, { "level", b.u8 },
      { "flags", b.bits {
        { "username", 1 }, { "password", 1 }, { "will_retain", 1 }, { "will_qos", 2 }, { "will", 1 }, { "clean", 1 },
        { "reserved", 1 },
      } },
      { "keep_alive", b.u16 }, { "client", mqtt_text }, { "username", b.optional("flags.username", mqtt_text) },
    },
    CONNACK = b.record { { "session_present", b.u8 }, { "code", b.u8 } },
    PUBLISH = b.record {
      { "topic", mqtt_text }, { "id", b.optional(function(r) return rawget(r, "id") ~= nil end, b.u16) }, { "payload", b.rest },
    },
  }, b.rest)) },
}

describe("MQTT", function()
  it("connects and publishes", function(t)
    both.play(t, 1883, function(conn)
      local connect = mqtt:read(conn)
      expect({ connect.header.type, connect.body.client, connect.body.username }):equals { "CONNECT", "me", "ada" }
      mqtt:send(conn, { header = { type = "CONNACK" }, body = { session_present = 0, code = 0 } })
      expect(mqtt:read(conn).body):equals { topic = "a/b", payload = ("x"):rep(200) }
      expect(mqtt:read(conn)):is_nil()
    end, function(s)
      mqtt:send(s, {
        header = { type = "CONNECT" },
        body = {
          protocol = "MQTT", level = 4, flags = { clean = 1, username = 1 }, keep_alive = 60, client = "me", username = "ada",
        },
      })
      expect(mqtt:read(s).body.code):equals(0)
      mqtt:send(s, { header = { type = "PUBLISH" }, body = { topic = "a/b", payload = ("x"):rep(200) } })
    end)
    expect(t:conversation("client")):contains("< 20 02 00 00\n")
  end)

  it("is lied in", function()
    local ping = { header = { type = "PINGREQ" }, body = "" }
    expect(mqtt:encode(ping)):equals("\xc0\0")
    expect(mqtt:encode(ping, { ["header.type"] = 15 })):equals("\xf0\0")
    expect(mqtt:encode(ping, { ["body.length"] = 268435455 })):equals("\xc0\xff\xff\xff\x7f")
    expect(mqtt:encode(ping, { ["body.length"] = b.raw "\xff\xff\xff\xff\1" })):equals("\xc0\xff\xff\xff\xff\1")
    expect(function() mqtt:decode "\x10\4\0\9MQ" end)
      :raises("field 'body.protocol': 9 bytes are needed at byte 4, 2 are left")
  end)
end)

-- PostgreSQL, "Message Formats": lengths count themselves.
local startup = b.sized(b.u32, b.record {
  { "version", b.u32 },
  { "parameters", b.list(b.record { { "name", b.cstring }, { "value", b.cstring } }, { ends_with = "\0" }) },
}, { adds = 4 })
local postgres = b.record {
  { "type", b.bytes(1) },
  { "body", b.sized(b.u32, b.choice("type", {
    Q = b.cstring, Z = b.bytes(1), R = b.u32,
    E = b.list(b.record { { "code", b.bytes(1) }, { "text", b.cstring } }, { ends_with = "\0" }),
  }, b.rest), { adds = 4 }) },
}

describe("PostgreSQL", function()
  it("starts up and refuses a query", function(t)
    both.play(t, 5432, function(conn)
      expect(startup:read(conn)):equals { version = 196608, parameters = { { name = "user", value = "ada" } } }
      postgres:send(conn, { type = "R", body = 0 })
      postgres:send(conn, { type = "Z", body = "I" })
      expect(postgres:read(conn)):equals { type = "Q", body = "select" }
      postgres:send(conn, { type = "E", body = { { code = "S", text = "ERROR" }, { code = "C", text = "42601" } } })
    end, function(s)
      startup:send(s, { version = 196608, parameters = { { name = "user", value = "ada" } } })
      expect({ postgres:read(s), postgres:read(s) }):equals { { type = "R", body = 0 }, { type = "Z", body = "I" } }
      postgres:send(s, { type = "Q", body = "select" })
      expect(postgres:read(s).body[2].text):equals("42601")
    end)
    -- A frame is a record.
    expect(t:conversation("client")):contains("  < 52 00 00 00 08 00 00 00 00\n  < 5a 00 00 00 05 49\n")
    expect(postgres:encode({ type = "Q", body = "x" }, { ["body.length"] = 3 })):equals("Q\0\0\0\3x\0")
  end)
end)

-- LDAP, RFC 4511: 4.1.1, 4.2, 4.1.9.
local bind = b.record { { "version", b.ber_integer }, { "name", b.ber_string }, { "password", b.ber(0x80, b.rest) } }
local result = b.record { { "code", b.ber_enumerated }, { "matched", b.ber_string }, { "message", b.ber_string } }
local ldap = b.ber_sequence {
  { "id", b.ber_integer }, { "op", b.u8 },
  { "body", b.sized(b.ber_length, b.choice("op", { [0x60] = bind, [0x61] = result }, b.rest)) },
}

describe("LDAP", function()
  it("binds", function(t)
    both.play(t, 389, function(conn)
      local request = ldap:read(conn)
      expect(request):equals { id = 1, op = 0x60, body = { version = 3, name = "cn=me", password = "secret" } }
      ldap:send(conn, { id = request.id, op = 0x61, body = { code = 49, matched = "", message = "no" } })
    end, function(s)
      ldap:send(s, { id = 1, op = 0x60, body = { version = 3, name = "cn=me", password = "secret" } })
      expect(ldap:read(s).body.code):equals(49)
    end)
    -- Made by hand after RFC 4511.
    expect(ldap:encode { id = 2, op = 0x42, body = "" }):equals("\x30\5\2\1\2\x42\0")
    expect(ldap:encode({ id = 2, op = 0x42, body = "" }, { length = 0x7f })):equals("\x30\x7f\2\1\2\x42\0")
  end)
end)
