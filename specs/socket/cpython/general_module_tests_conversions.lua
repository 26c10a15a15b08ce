-- After GeneralModuleTests of CPython's test_socket: between addresses as text and as bytes.
local socket = require "socket"
local support = require "support"

local error_of, tests = support.error_of, support.tests_of "GeneralModuleTests"

local function bytes_of(...) return string.char(...) end

-- fn(arguments...) is an OSError or a ValueError for each of the values.
local function refuses(values, fn)
  for _, value in ipairs(values) do
    expect(error_of(fn, value)):matches("^%a+Error: ")
    local ok, e = pcall(fn, value)
    expect({ value, ok, socket.isinstance(e, { socket.OSError, socket.ValueError }) }):equals { value, false, true }
  end
end

local function to_v4(text) return socket.inet_pton(socket.AF_INET, text) end
local function to_v6(text) return socket.inet_pton(socket.AF_INET6, text) end
local function from_v4(bytes) return socket.inet_ntop(socket.AF_INET, bytes) end
local function from_v6(bytes) return socket.inet_ntop(socket.AF_INET6, bytes) end

describe("an IPv4 address", function()
  local addresses = {
    ["0.0.0.0"] = bytes_of(0, 0, 0, 0), ["255.255.255.255"] = bytes_of(255, 255, 255, 255),
    ["255.0.255.0"] = bytes_of(255, 0, 255, 0), ["172.16.254.1"] = bytes_of(172, 16, 254, 1),
    ["1.2.3.4"] = bytes_of(1, 2, 3, 4), ["170.85.170.85"] = bytes_of(170, 85, 170, 85),
  }

  it("becomes four bytes, by either function", {
    covers = tests("testIPv4_inet_aton_fourbytes", "testIPv4toString"),
  }, function()
    for text, bytes in pairs(addresses) do
      expect({ text, socket.inet_aton(text), to_v4(text) }):equals { text, bytes, bytes }
    end
  end)

  it("is refused where a part is missing, too large, no number or one too many", {
    covers = tests "testIPv4toString",
  }, function()
    local wrong = { "10.0.0.", "300.0.0.0", "10.0.0.256", "a.0.0.0", "1.2.3.4.5", "::1", "" }
    refuses(wrong, socket.inet_aton)
    refuses(wrong, to_v4)
  end)

  it("comes back from four bytes, no less and no more", { covers = tests "testStringToIPv4" }, function()
    for text, bytes in pairs(addresses) do
      for _, packed in ipairs { bytes, socket.bytearray(bytes) } do
        expect({ socket.inet_ntoa(packed), from_v4(packed) }):equals { text, text }
      end
    end
    local lengths = { ("\0"):rep(3), ("\0"):rep(5), ("\0"):rep(16), "" }
    refuses(lengths, socket.inet_ntoa)
    refuses(lengths, from_v4)
  end)
end)

describe("an IPv6 address", function()
  local zeros = ("\0"):rep(16)

  it("becomes sixteen bytes, from any of its forms", { covers = tests "testIPv6toString" }, function()
    local forms = {
      ["::"] = zeros, ["0::0"] = zeros,
      ["7::"] = "\0\7" .. zeros:sub(3),
      ["2001:db8:1a:56ef:afeb:bac:1924:aeae"] = "\x20\x01\x0d\xb8\0\x1a\x56\xef\xaf\xeb\x0b\xac\x19\x24\xae\xae",
      ["2001:db8::127:0:254:2"] = "\x20\x01\x0d\xb8\0\0\0\0\x01\x27\0\0\x02\x54\0\2",
      ["::192.0.2.64"] = zeros:sub(5) .. bytes_of(192, 0, 2, 64),
      ["42::a29b:192.0.2.64"] = "\0\x42" .. zeros:sub(9) .. "\xa2\x9b" .. bytes_of(192, 0, 2, 64),
      ["42:a8b9:0:2:ffff:a29b:192.0.2.64"] = "\0\x42\xa8\xb9\0\0\0\2\xff\xff\xa2\x9b" .. bytes_of(192, 0, 2, 64),
    }
    for text, bytes in pairs(forms) do expect({ text, to_v6(text) }):equals { text, bytes } end
  end)

  it("is refused where it has too few or too many parts, two gaps, or IPv4 where it does not belong", {
    covers = tests "testIPv6toString",
  }, function()
    refuses({
      "0x20::", ":::", "::0::", "1::abc::", "1::abc::def", "1:2:3:4:5:6", "1:2:3:4:5:6:", "1:2:3:4:5:6:7:8:",
      "1:2:3:4:5:6:7:8:0", "12345::", "192.0.2.1", "1::260.2.3.0", "1::0.be.e.0", "1:2:3:4:5:6:7:1.2.3.4",
      "::1.2.3.4:0", "192.0.2.0:3:4:5:6:7:8", "",
    }, to_v6)
  end)

  it("comes back in its shortest form", { covers = tests "testStringToIPv6" }, function()
    local texts = {
      ["::"] = zeros, ["::1"] = zeros:sub(2) .. "\1",
      ["aef:b01:506:1001:ffff:9997:55:170"] = "\x0a\xef\x0b\x01\x05\x06\x10\x01\xff\xff\x99\x97\0\x55\x01\x70",
      ["2001:db8::2:0:0:1"] = "\x20\x01\x0d\xb8\0\0\0\0\0\2\0\0\0\0\0\1",
    }
    for text, bytes in pairs(texts) do
      expect({ from_v6(bytes), from_v6(socket.bytearray(bytes)) }):equals { text, text }
    end
    refuses({ ("\1"):rep(15), ("\1"):rep(17), ("\1"):rep(4) }, from_v6)
  end)
end)
