-- RAW sockets: whole packets in, and a protocol's number where others have a port.
local socket = require "socket"
local support = require "support"

local error_of = support.error_of

local function raw(protocol) return socket.socket(socket.AF_INET, socket.SOCK_RAW, protocol) end

local function checksum(packet)
  local sum = 0
  for i = 1, #packet, 2 do sum = sum + string.unpack(">I2", packet, i) end
  while sum >> 16 ~= 0 do sum = (sum & 0xffff) + (sum >> 16) end
  return ~sum & 0xffff
end

local function echo_request(identifier)
  local function packed(sum) return string.pack(">BBI2I2I2", 8, 0, sum, identifier, 1) .. "ping" end
  return packed(checksum(packed(0)))
end

describe("a RAW socket", { requires = { "private" } }, function()
  it("is named by its protocol", { covers = { "raw.getsockname" } }, function()
    local s = raw(socket.IPPROTO_UDP)
    expect({ s.type, s.proto }):equals { socket.SOCK_RAW, socket.IPPROTO_UDP }
    expect(s:getsockname()):equals { "0.0.0.0", socket.IPPROTO_UDP }
  end)

  it("has no peer to send to", { covers = { "raw.send_unconnected" } }, function()
    local s = raw(socket.IPPROTO_ICMP)
    expect(error_of(s.send, s, echo_request(7))):equals("OSError: [Errno 89] Destination address required")
  end)

  it("receives the IP header too, from an address without a port", function()
    local s = raw(socket.IPPROTO_ICMP)
    s:sendto(echo_request(7), { support.host, 1 })
    local request, from = s:recvfrom(100)
    local reply = s:recv(100)
    expect(from):equals { support.host, 0 }
    expect(request:byte(1)):equals(0x45) -- version 4, a header of 5 words
    expect({ request:byte(21), reply:byte(21) }):equals { 8, 0 } -- echo request, echo reply
    expect((string.unpack(">I2", reply, 25))):equals(7)
    expect(reply:sub(29)):equals("ping")
  end)

  it("of IPPROTO_RAW only sends", { covers = { "raw.ipproto_raw_recv_nothing" } }, function()
    local s = raw(socket.IPPROTO_RAW)
    s:settimeout(0.02)
    support.udp():sendto("x", { support.host, support.refusing_udp_port() })
    expect(error_of(s.recvfrom, s, 100)):equals("TimeoutError: timed out")
  end)
end)
