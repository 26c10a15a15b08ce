-- repr(value): what Python's print(repr(value)) shows of what a socket gives.
local socket = require "socket"

describe("repr", function()
  it("of a string is that of Python's bytes", function()
    local shown = {
      [""] = "b''",
      ["Hello World"] = "b'Hello World'",
      ["a\r\n\tb"] = "b'a\\r\\n\\tb'",
      ["\0\x1f \x7e\x7f\xff"] = "b'\\x00\\x1f ~\\x7f\\xff'",
      ["caf\xc3\xa9"] = "b'caf\\xc3\\xa9'",
      ["back\\slash"] = "b'back\\\\slash'",
      ["it's"] = "b\"it's\"",
      ['say "x"'] = "b'say \"x\"'",
      ["it's \"x\""] = "b'it\\'s \"x\"'",
    }
    for bytes, text in pairs(shown) do expect(repr(bytes)):equals(text) end
  end)

  it("of anything else is Python's too, where there is one", function()
    local buffer = socket.bytearray(2)
    expect(repr(buffer)):equals("bytearray(b'\\x00\\x00')")
    expect({ repr(nil), repr(true), repr(false), repr(12) }):equals { "None", "True", "False", "12" }
    local s <close> = socket.socket()
    expect(repr(s)):equals(tostring(s))
    s:bind { "127.0.0.1", 7000 }
    expect(repr(s:getsockname())):equals("('127.0.0.1', 7000)")
  end)
end)
