-- Conversions that ask nobody: inet_aton and its kin, htons and its kin.
local socket = require "socket"
local support = require "support"

local error_of = support.error_of

-- What each function says to each argument.
local function check(cases)
  for _, case in ipairs(cases) do
    local name, wanted = case[1], case[2]
    expect({ name, error_of(socket[name], table.unpack(case, 3)) }):equals { name, wanted }
  end
end

local loopback = "\127\0\0\1"

describe("inet_aton() and inet_ntoa()", function()
  it("know every old form of an address", {
    covers = { "aton.short_forms", "aton.broadcast", "aton.trailing_space_text" },
  }, function()
    local forms = { "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f.0x1", "0177.1", "127.0.0.1 and more" }
    for _, text in ipairs(forms) do
      expect({ text, socket.inet_aton(text) }):equals { text, loopback }
    end
    expect(socket.inet_aton("255.255.255.255")):equals("\255\255\255\255")
    expect(socket.inet_ntoa(loopback)):equals("127.0.0.1")
    expect(socket.inet_ntoa(socket.bytearray(loopback))):equals("127.0.0.1")
  end)

  it("refuse the rest", { covers = { "aton.empty", "aton.nul" } }, function()
    local illegal = "OSError: illegal IP address string passed to inet_aton"
    check {
      { "inet_aton", illegal, "" },
      { "inet_aton", illegal, "256.0.0.1" },
      { "inet_aton", illegal, "localhost" },
      { "inet_aton", "ValueError: embedded null character", "127.0.0.1\0" },
      { "inet_aton", "TypeError: inet_aton() argument 1 must be str, not int", 5 },
      { "inet_ntoa", "OSError: packed IP wrong length for inet_ntoa", "abc" },
      { "inet_ntoa", "TypeError: a bytes-like object is required, not 'int'", 5 },
    }
  end)
end)

describe("inet_pton() and inet_ntop()", function()
  it("know the addresses of both families", { covers = { "pton.v6", "ntop.v4" } }, function()
    local addresses = {
      { "::", ("\0"):rep(16) }, { "::1", ("\0"):rep(15) .. "\1" },
      { "2001:db8::1", "\x20\1\r\xb8" .. ("\0"):rep(11) .. "\1" },
      { "::ffff:1.2.3.4", ("\0"):rep(10) .. "\xff\xff\1\2\3\4" },
    }
    for _, address in ipairs(addresses) do
      expect(socket.inet_pton(socket.AF_INET6, address[1])):equals(address[2])
      expect(socket.inet_ntop(socket.AF_INET6, address[2])):equals(address[1])
    end
    expect(socket.inet_pton(socket.AF_INET, "1.2.3.4")):equals("\1\2\3\4")
    expect(socket.inet_ntop(socket.AF_INET, "\1\2\3\4")):equals("1.2.3.4")
  end)

  it("refuse the rest, more strictly than inet_aton", {
    covers = { "pton.v4_short", "pton.v4_leading_zero", "ntop.bad_len", "ntop.family" },
  }, function()
    local illegal = "OSError: illegal IP address string passed to inet_pton"
    local no_length = "ValueError: invalid length of packed IP address string"
    check {
      { "inet_pton", illegal, socket.AF_INET, "127.1" },
      { "inet_pton", illegal, socket.AF_INET, "127.0.0.01" },
      { "inet_pton", illegal, socket.AF_INET6, "::1%lo" },
      { "inet_pton", "OSError: [Errno 97] Address family not supported by protocol", socket.AF_UNIX, "x" },
      { "inet_pton", "TypeError: inet_pton() argument 2 must be str, not int", socket.AF_INET, 5 },
      { "inet_ntop", no_length, socket.AF_INET, "abc" },
      { "inet_ntop", no_length, socket.AF_INET6, "abcd" },
      { "inet_ntop", "ValueError: unknown address family 1", socket.AF_UNIX, "abcd" },
    }
  end)
end)

describe("htons() and its kin", function()
  it("swap the bytes of a little-endian machine, and swap them back", {
    covers = { "hton.values", "hton.roundtrip", "cpython:GeneralModuleTests.testNtoH" },
  }, function()
    local function swapped(format, value) return (string.unpack(">" .. format, string.pack("=" .. format, value))) end
    for _, value in ipairs { 80, 0x1234, 0, 0xffff } do
      expect(socket.htons(value)):equals(swapped("I2", value))
      expect(socket.ntohs(socket.htons(value))):equals(value)
    end
    for _, value in ipairs { 1, 0xdeadbeef, 0xffffffff } do
      expect(socket.htonl(value)):equals(swapped("I4", value))
      expect(socket.ntohl(socket.htonl(value))):equals(value)
    end
  end)

  it("refuse what does not fit", { covers = {
    "htons.negative", "ntohs.negative", "htons.c_overflow", "htonl.negative", "htonl.too_big", "ntohl.too_big",
    "cpython:GeneralModuleTests.testNtoH", "cpython:GeneralModuleTests.testNtoHErrors",
  } }, function()
    for _, name in ipairs { "htons", "ntohs" } do
      local words = ("OverflowError: %s: %%s to C 16-bit unsigned integer"):format(name)
      check {
        { name, words:format("can't convert negative Python int"), -1 },
        { name, words:format("Python int too large to convert"), 65536 },
        { name, "OverflowError: signed integer is greater than maximum", 1 << 40 },
        { name, "TypeError: 'str' object cannot be interpreted as an integer", "80" },
      }
    end
    for _, name in ipairs { "htonl", "ntohl" } do
      check {
        { name, ("TypeError: _socket.%s() takes exactly one argument (0 given)"):format(name) },
        { name, "OverflowError: can't convert negative value to unsigned int", -1 },
        { name, "OverflowError: int larger than 32 bits", 1 << 32 },
        { name, "TypeError: expected int, str found", "1" },
        { name, "TypeError: expected int, float found", 1.5 },
      }
    end
  end)
end)
