-- HAProxy's reg-test converter/mqtt: mqtt_is_valid lets valid packets of MQTT 3.1, 3.1.1 and 5.0 pass and no other ones,
-- mqtt_field_value takes their fields apart.
local b = require "binary"
local regtest = require "regtest_support"
local socket = require "socket"

-- The fields of CONNECT and CONNACK that fe2 logs, as HAProxy names them: those of a number are properties.
local asked = { "protocol_name", "protocol_version", "flags", "client_identifier", "will_topic", "will_payload", "username",
  "password", 39, 23, 3, 8 }
local answered = { "protocol_version", "flags", "reason_code", 17, 33, 36, 37, 39, 34 }

-- Lines that keep fields in variables, and what logs them, divided by bars.
local function fields(direction, packet, names)
  local lines, format = {}, {}
  for n, name in ipairs(names) do
    lines[n] = ("tcp-%s content set-var(sess.%s%d) %s.payload(0,0),mqtt_field_value(%s,%s)"):format(
      direction, packet, n, direction:sub(1, 3), packet, name)
    format[n] = ("%%[var(sess.%s%d)]"):format(packet, n)
  end
  return table.concat(lines, "\n  "), table.concat(format, "|")
end

local connect_lines, connect_format = fields("request", "connect", asked)
local connack_lines, connack_format = fields("response", "connack", answered)

local configuration = [[
frontend fe1
  bind {{fe1}}
  log 127.0.0.1:5140 local0
  log-format "%ts %s"
  tcp-request inspect-delay 5s
  tcp-request content reject unless { req.payload(0,0),mqtt_is_valid }
  default_backend be1
frontend fe2
  bind {{fe2}}
  log 127.0.0.1:5140 local0
  log-format "%ts|]] .. connect_format .. " -> " .. connack_format .. [["
  tcp-request inspect-delay 5s
  tcp-request content reject unless { req.payload(0,0),mqtt_is_valid }
  ]] .. connect_lines .. "\n" .. [[
  default_backend be2
backend be1
  server s1 127.0.0.1:9001
  tcp-response inspect-delay 5s
  tcp-response content reject unless { res.payload(0,0),mqtt_is_valid }
backend be2
  server s2 127.0.0.1:9001
  tcp-response inspect-delay 5s
  tcp-response content reject unless { res.payload(0,0),mqtt_is_valid }
  ]] .. connack_lines .. "\n"

-- A packet of these first byte and body; `length` is a lie about it.
local function packet(first, body, length) return string.char(first) .. b.varint(4):encode(length or #body) .. body end

-- The head of CONNECT's body, then strings, of which nil is none.
local function connect(name, version, flags, ...)
  local properties_and_strings = table.pack(...)
  local body = string.pack(">s2 B B I2", name, version, flags, 60)
  for n = 1, properties_and_strings.n do
    local part = properties_and_strings[n]
    body = body .. (type(part) == "table" and string.pack("s1", part[1]) or string.pack(">s2", part))
  end
  return body
end

-- A pair of user properties.
local function users(a, c) return string.pack(">B s2 s2 B s2 s2", 38, a, a:upper(), 38, c, c:upper()) end

local receive_maximum = { string.pack(">B I2", 33, 20) }
local rich = packet(0x10, connect("MQTT", 5, 0xee,
  { string.pack(">B I4 B B", 39, 20, 23, 1) .. users("a", "c") .. receive_maximum[1] }, "test_sub",
  { string.pack(">B s2 B s2", 3, "text/plain", 8, "willrsptopic") .. users("e", "g") }, "willtopic", "willpayload",
  "test", "passwd"))
local ack, ack5 = packet(0x20, "\0\0"), packet(0x20, "\0\0\3\x22\0\x0a")
local rich_ack = packet(0x20, "\0\0" .. string.pack("s1", string.pack(">B I4 B I2 B B B B B I4 B I2", 17, 120, 33, 32767, 36, 1,
  37, 1, 39, 65535, 34, 10) .. users("a", "c")))

local plain = connect("MQTT", 4, 2, "test_sub")

-- What the server answers to each valid CONNECT, and takes as it was sent.
local valid = {
  { packet(0x10, connect("MQTT", 4, 2, "test_sub" .. ("a"):rep(192))), ack }, -- a length of two bytes
  { packet(0x10, connect("MQTT", 4, 0xc2, "", "test", "passwd")), ack },
  { packet(0x10, connect("MQTT", 4, 0xee, "test_sub", "willtopic", "willpayload", "test", "passwd")), ack },
  { packet(0x10, connect("MQTT", 5, 2, receive_maximum, "test_sub")), ack5 },
  { packet(0x10, connect("MQTT", 5, 0xc2, receive_maximum, "test_sub", "test", "passwd")), ack5 },
  { rich, rich_ack },
  { packet(0x10, connect("MQIsdp", 3, 0xc2, "test_sub", "test", "passwd")), ack },
}

local invalid = {
  packet(0xd0, ""),                                   -- PINGREQ comes before CONNECT
  packet(0x11, plain),                                -- flags that CONNECT has not
  "\x10\xff\xff\xff\xff" .. "\x14" .. plain,              -- a length of more than four bytes
  packet(0x10, plain, #plain - 1),                    -- one that is too short
  packet(0x10, plain .. "\xff\xff\xff\xff"),          -- fields that do not fill it
}

describe("reg-tests > converter/mqtt", regtest.options, function()
  -- HAProxy before a server, whose listener is returned with the addresses in front and the log.
  local function start(t)
    local listener, log = socket.create_server { "127.0.0.1", 9001 }, regtest.syslog(5140)
    local _, at = regtest.start(t, configuration, { "fe1", "fe2" })
    return listener, at, log
  end

  -- The server's side of one connection.
  local function serve(listener, request, answer)
    local conn <close> = listener:accept()
    expect(conn:recv_exactly(#request)):equals(request)
    conn:sendall(answer)
    pcall(conn.shutdown, conn, socket.SHUT_WR) -- HAProxy may have ended it already
  end

  -- What a client is answered, up to the end, that sends this.
  local function ask(address, request)
    local s <close> = socket.create_connection(address)
    s:sendall(request)
    return s:recv_all()
  end

  scenario("valid packets pass both ways, as they came", function(t)
    local listener, at, log = start(t)
    t:run("s1", function()
      for _, case in ipairs(valid) do serve(listener, table.unpack(case)) end
    end, "client", function()
      for _, case in ipairs(valid) do
        expect(ask(at.fe1, case[1])):equals(case[2])
        expect((regtest.parse(log:recv(1000)))):equals("-- s1")
      end
    end)
  end)

  scenario("invalid packets of a client never reach the server", function(t)
    local listener, at, log = start(t)
    for _, request in ipairs(invalid) do
      expect(ask(at.fe1, request)):equals("")
      expect((regtest.parse(log:recv(1000)))):equals("PR <NOSRV>")
    end
    listener:settimeout(0)
    expect(function() listener:accept() end):raises(socket.BlockingIOError)
  end)

  scenario("an invalid packet of the server never reaches the client", function(t)
    local listener, at, log = start(t)
    t:run("s1", function() serve(listener, packet(0x10, plain), packet(0x21, "\0\0")) end, "client", function()
      expect(ask(at.fe1, packet(0x10, plain))):equals("")
    end)
    expect((regtest.parse(log:recv(1000)))):equals("PD s1")
  end)

  scenario("every field of CONNECT and CONNACK is found", function(t)
    local listener, at, log = start(t)
    t:run("s2", function() serve(listener, rich, rich_ack) end, "client", function()
      expect(ask(at.fe2, rich)):equals(rich_ack)
    end)
    expect((regtest.parse(log:recv(1000)))):equals("--|MQTT|5|238|test_sub|willtopic|willpayload|test|passwd|20|1|text/plain|"
      .. "willrsptopic -> 5|0|0|120|32767|1|1|65535|10")
  end)
end)
