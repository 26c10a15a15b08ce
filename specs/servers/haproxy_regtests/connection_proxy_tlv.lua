-- HAProxy's reg-test connection/proxy_protocol_tlv_validation: what the TLVs of a PROXY header claim of their length is
-- held against the length of the header.
local http = require "http"
local proxy_protocol = require "proxy_protocol"
local regtest = require "regtest_support"
local socket = require "socket"

local configuration = [[
frontend a
  mode http
  log 127.0.0.1:5140 local0
  log-format "%ST %ts %ci:%cp"
  bind {{front}} accept-proxy
  http-after-response set-header echo %[fc_pp_authority,hex]
  http-after-response set-header source %[src]:%[src_port]
  http-request return status 200
]]

-- A header of version 2 from 192.0.2.1:42, with TLVs as these bytes, and the length that it claims to have.
local function header(tlvs, length)
  return proxy_protocol.encode {
    source = { "192.0.2.1", 42 }, destination = { "192.0.2.2", 1337 }, length = length,
    payload = "\192\0\2\1\192\0\2\2\0\x2a\x05\x39" .. tlvs,
  }
end

-- An authority, which claims to be so long.
local function authority(text, length) return string.pack(">B I2", 2, length or #text) .. text end

-- What a client is answered that sends the header and a request.
local function ask(at, bytes)
  local c <close> = http.connect(at.front)
  c:send(bytes .. http.encode_request { target = "/" })
  return c:read_response()
end

local function expect_logged(log, text) expect((regtest.parse(log:recv(1000)))):equals(text) end

describe("reg-tests > connection/proxy_protocol_tlv_validation", regtest.options, function()
  scenario("a TLV within its header is taken, one behind it is no HTTP, one that does not fit is refused", {
    segment = false, -- HAProxy wants the header in one piece
  }, function(t)
    local log = regtest.syslog(5140)
    local _, at = regtest.start(t, configuration, { "front" })
    expect(header(authority "12345")):equals("\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x14\192\0\2\1\192\0\2\2\0\x2a\x05\x39\2\0\00512345")

    local answer = ask(at, header(authority "12345"))
    expect({ answer.status, answer.headers.echo, answer.headers.source }):equals { 200, "3132333435", "192.0.2.1:42" }
    expect_logged(log, "200 LR 192.0.2.1:42")

    answer = ask(at, header(authority "12345") .. authority "54321")
    expect({ answer.status, answer.headers.echo }):equals { 400 }
    expect_logged(log, "400 PR 192.0.2.1:42")

    for _, bytes in ipairs {
      header(authority("1234512345"), 20), -- the TLV is longer than the header
      header(authority("1234"), 20),       -- and shorter: the header ends within the next one
      header(authority("12345", 4)),       -- as whole TLVs, of which the last one has no length
      header(authority("12345", 0xffff)),
    } do
      expect(function() ask(at, bytes) end):raises { socket.ConnectionResetError, http.RemoteDisconnected }
      expect((regtest.parse(log:recv(1000)))):matches("^192.0.2.1:42 .* a/1: Received an invalid PROXY protocol header$")
    end
    expect(ask(at, header(authority "12345")).status):equals(200) -- the next one is none the worse for it
  end)
end)
