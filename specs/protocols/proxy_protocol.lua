-- require "proxy_protocol": headers both ways, and what is none.
local both = require "both"
local proxy = require "proxy_protocol"
local process = require "process"
local socket = require "socket"

local SIGNATURE = "\r\n\r\n\0\r\nQUIT\n"

-- What is sent, its bytes, and the fields that are read where these are others.
local headers = {
  ["version 1, TCP4"] = {
    { version = 1, source = { "192.0.2.1", 4000 }, destination = { "192.0.2.2", 80 } },
    "PROXY TCP4 192.0.2.1 192.0.2.2 4000 80\r\n", { command = "PROXY", family = "TCP4" },
  },
  ["version 1, TCP6"] = {
    { version = 1, source = { "2001:db8::1", 0 }, destination = { "::1", 65535 } },
    "PROXY TCP6 2001:db8::1 ::1 0 65535\r\n", { command = "PROXY", family = "TCP6" },
  },
  ["version 1, unknown"] = { { version = 1 }, "PROXY UNKNOWN\r\n", { command = "PROXY", family = "UNKNOWN" } },
  ["version 2, TCP4"] = {
    { source = { "192.0.2.1", 4000 }, destination = { "192.0.2.2", 80 } },
    SIGNATURE .. "\x21\x11\0\12\xc0\0\2\1\xc0\0\2\2\x0f\xa0\0\x50", { version = 2, command = "PROXY", family = "TCP4" },
  },
  ["version 2, UDP6"] = {
    { family = "UDP6", source = { "::1", 1 }, destination = { "::2", 2 } },
    SIGNATURE .. "\x21\x22\0\x24" .. ("\0"):rep(15) .. "\1" .. ("\0"):rep(15) .. "\2\0\1\0\2",
    { version = 2, command = "PROXY" },
  },
  ["version 2, UNIX"] = {
    { source = "/a", destination = "/b" },
    SIGNATURE .. "\x21\x31\0\xd8/a" .. ("\0"):rep(106) .. "/b" .. ("\0"):rep(106),
    { version = 2, command = "PROXY", family = "UNIX_STREAM" },
  },
  ["version 2, local"] = {
    { command = "LOCAL" }, SIGNATURE .. "\x20\0\0\0", { version = 2, family = "UNSPEC", payload = "" },
  },
  ["version 2, unspecified"] = {
    { family = "UNSPEC", tlvs = { alpn = "h2" } }, SIGNATURE .. "\x21\0\0\5\1\0\2h2",
    { version = 2, command = "PROXY", tlvs = { { type = 1, value = "h2" }, alpn = "h2" } },
  },
}

scenario("a header is written and read", { cases = headers }, function(t, sample)
  local options, bytes, more = table.unpack(sample)
  expect(proxy.encode(options)):equals(bytes)
  local wanted = { tlvs = {} }
  for _, fields in ipairs { options, more } do
    for name, value in pairs(fields) do wanted[name] = value end
  end
  local header, at = proxy.decode(bytes .. "more")
  expect({ header, at }):equals { wanted, #bytes + 1 }
  both.play(t, 80, function(conn)
    expect(proxy.read(conn)):equals(wanted)
    expect(conn:recv_all()):equals("more")
  end, function(s)
    proxy.send(s, options)
    s:sendall("more")
  end)
end)

scenario("TLVs go both ways", function()
  local tlvs = {
    alpn = "h2", authority = "example.test", crc32c = true, unique_id = "id", netns = "blue",
    ssl = { client = 7, verify = 1, version = "TLSv1.3", cn = "me", cipher = "AES", sig_alg = "SHA256", key_alg = "RSA2048" },
  }
  local bytes = proxy.encode { source = { "1.2.3.4", 5 }, destination = { "6.7.8.9", 10 }, tlvs = tlvs }
  local header = proxy.decode(bytes)
  expect({ header.tlvs.alpn, header.tlvs.authority, header.tlvs.unique_id, header.tlvs.netns })
    :equals { "h2", "example.test", "id", "blue" }
  expect(header.tlvs.ssl):equals(tlvs.ssl)
  expect(#header.tlvs):equals(6)
  expect(header.tlvs[3]):equals { type = 3, value = string.pack(">I4", header.tlvs.crc32c) }
  expect(proxy.decode_tlvs("\xe0\0\1x\4\0\0")):equals { { type = 0xe0, value = "x" }, { type = 4, value = "" } }
end)

scenario("CRC32c is that of RFC 3720", function()
  expect(proxy.crc32c("123456789")):equals(0xe3069283)
  expect(proxy.crc32c(("\0"):rep(32))):equals(0x8a9136aa)
end)

local function v2(rest) return SIGNATURE .. rest end

local wrong = {
  ["no header"] = { "GET / HTTP/1.1\r\n", 0, "no header of the PROXY protocol" },
  ["a line of others"] = { "PROXY TCP5 a b c d\r\n", 0, "no header of the PROXY protocol" },
  ["a bare LF"] = { "PROXY UNKNOWN\n", 0, "a line that does not end with \\r\\n" },
  ["a long line"] = { "PROXY UNKNOWN " .. ("x"):rep(92) .. "\r\n", 0, "a line of more than 107 bytes" },
  ["an address of another family"] = { "PROXY TCP4 ::1 192.0.2.2 1 2\r\n", 11, "no address of TCP4" },
  ["an address with zeroes"] = { "PROXY TCP4 192.0.2.1 192.0.02.2 1 2\r\n", 21, "no address of TCP4" },
  ["a port that is none"] = { "PROXY TCP4 192.0.2.1 192.0.2.2 1 65536\r\n", 33, "no port" },
  ["a port with a zero"] = { "PROXY TCP4 192.0.2.1 192.0.2.2 01 2\r\n", 31, "no port" },
  ["another signature"] = { "\r\n\r\n\0\r\nQUIX\n\x21\x11\0\0", 0, "no signature of version 2" },
  ["version 3"] = { v2 "\x31\x11\0\0", 12, "no version 2" },
  ["another command"] = { v2 "\x22\x11\0\0", 12, "neither LOCAL nor PROXY" },
  ["another family"] = { v2 "\x21\x41\0\1x", 13, "no family and protocol" },
  ["short addresses"] = { v2 "\x21\x11\0\3abc", 14, "addresses of TCP4 take 12 bytes" },
  ["a TLV cut short"] = { v2 "\x21\0\0\2\1\0", 16, "a TLV that is cut short" },
  ["a TLV that claims more"] = { v2 "\x21\0\0\4\1\0\2x", 16, "a TLV of type 0x01 that claims 2 bytes, with 1 left" },
  ["a wrong checksum"] = { v2 "\x21\0\0\7\3\0\4abcd", 19, "a checksum that should be 0x" },
}

scenario("what is no header is told, with its place", { cases = wrong }, function(_, sample)
  local e = expect(function() proxy.decode(sample[1]) end):raises(proxy.ProtocolError, { offset = sample[2] })
  expect(e.message):contains(sample[3])
end)

scenario("a header that is not whole is told", function(t)
  for _, bytes in ipairs { "", "PROXY TCP4 192.0.2.1", SIGNATURE, v2 "\x21\x11\0\12abc" } do
    local e = both.raised(t, bytes, proxy.IncompleteRead, function(s) proxy.read(s) end)
    expect(e.partial):equals(bytes)
  end
end)

scenario("malformed headers are sent as they are told", function()
  local from, to = { "192.0.2.1", 1 }, { "192.0.2.2", 2 }
  expect(proxy.encode { version = 1, source = { "x", -1 }, destination = { "", 99999 }, family = "TCP9", ending = "\n" })
    :equals("PROXY TCP9 x  -1 99999\n")
  expect(proxy.encode { version = 1, line = "PROXY" }):equals("PROXY")
  local bytes = proxy.encode {
    source = from, destination = to, length = 9, command = 0x3f, family = 0x19, signature = "?", payload = "abc",
    tlvs = { { type = 0xe0, value = "x", length = 100 }, { type = "crc32c", value = 5 } },
  }
  expect(bytes):equals("?\x3f\x19\0\9abc\xe0\0\x64x\3\0\4\0\0\0\5")
end)

scenario("what is no header at all is told", function()
  expect(function() proxy.encode { soruce = {} } end):raises("encode(): unknown option 'soruce'; did you mean 'source'?")
  expect(function() proxy.encode { source = { "a", 1 } } end):raises("destination takes an address")
  expect(function() proxy.encode { family = "TCP5" } end):raises("no family is called 'TCP5'")
  expect(function() proxy.encode { family = "UNSPEC", tlvs = { alnp = "" } } end)
    :raises("no type of TLV is called 'alnp'; did you mean 'alpn'?")
  expect(function() proxy.read "x" end):raises(socket.TypeError)
end)

local haproxy_cfg = [[
defaults
  mode tcp
  timeout connect 2s
  timeout client 2s
  timeout server 2s
frontend in
  bind 127.0.0.1:81 accept-proxy
  default_backend out
backend out
  server parley 127.0.0.1:82 send-proxy-v2 proxy-v2-options crc32c,unique-id
]]

-- It takes a header in one piece only, as the specification lets it.
describe("HAProxy", { tags = { "servers" }, requires = { "command:haproxy" }, segment = false }, function()
  it("takes a header and passes it on in the other version", function(t)
    local listener = socket.create_server { "127.0.0.1", 82 }
    local haproxy <close> = process.start {
      command = { "haproxy", "-db", "-f", t:write("haproxy.cfg", haproxy_cfg) }, ready = { tcp = { "127.0.0.1", 81 } },
      stop = "SIGUSR1",
    }
    t:run("server", function()
      local conn <close> = listener:accept()
      local header = proxy.read(conn)
      expect({ header.version, header.family, header.source, header.destination })
        :equals { 2, "TCP4", { "192.0.2.1", 4000 }, { "192.0.2.2", 80 } }
      expect(math.type(header.tlvs.crc32c)):equals("integer")
      conn:sendall(conn:recv_line())
    end, "client", function()
      local s <close> = socket.create_connection { "127.0.0.1", 81 }
      proxy.send(s, { version = 1, source = { "192.0.2.1", 4000 }, destination = { "192.0.2.2", 80 } })
      s:sendall("hello\n")
      expect(s:recv_line()):equals("hello\n")
    end)
    listener:close()
    expect(haproxy:is_running()):is_true()
  end)
end)
