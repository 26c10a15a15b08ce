-- What files of makefile() refuse: modes, directions, timeouts, sockets that do not block, and bytes that are no text.
local socket = require "socket"
local support = require "support"
local time = require "time"

local error_of, connected = support.error_of, support.connected

describe("makefile()", function()
  it("refuses modes and options in Python's words", {
    covers = {
      "makefile.bad_mode", "makefile.bad_mode_plus", "makefile.unbuffered_text",
      "cpython:GeneralModuleTests.test_makefile_invalid_mode",
    },
  }, function()
    local client = connected()
    local refused = {
      ["ValueError: invalid mode 'a' (only r, w, b allowed)"] = { "a" },
      ["ValueError: invalid mode 'r+' (only r, w, b allowed)"] = { "r+" },
      ["ValueError: invalid mode 'rt' (only r, w, b allowed)"] = { "rt" },
      ["ValueError: invalid mode 'x' (only r, w, b allowed)"] = { "x" },
      ["ValueError: unbuffered streams must be binary"] = { "r", 0 },
      ["ValueError: illegal newline value: x"] = { "r", { newline = "x" } },
      ["LookupError: unknown encoding: nope"] = { "r", { encoding = "nope" } },
      ["TypeError: '<' not supported between instances of 'str' and 'int'"] = { "r", "x" },
      ["TypeError: socket.makefile() takes from 1 to 3 positional arguments but 4 were given"] = { "r", 5, "utf-8" },
      ["TypeError: socket.makefile() got an unexpected keyword argument 'newlin'; did you mean 'newline'?"] =
        { "r", { newlin = "" } },
    }
    for said, arguments in pairs(refused) do
      expect(error_of(client.makefile, client, table.unpack(arguments))):equals(said)
    end
    client:close()
    expect(client:fileno()):equals(-1) -- nothing holds it
  end)
end)

describe("a direction that is missing", function()
  it("is UnsupportedOperation, an OSError and a ValueError", function()
    local client = connected()
    local missing = {
      { "r", nil, "write", "not writable" }, { "w", nil, "read", "not readable" },
      { "w", nil, "seek", "underlying stream is not seekable" }, { "rb", nil, "write", "write" },
      { "wb", nil, "readline", "read" }, { "rb", 0, "write", "File or stream is not writable." },
      { "rwb", nil, "fileno", "fileno" }, { "rb", nil, "tell", "seek" },
    }
    for _, row in ipairs(missing) do
      local mode, buffering, method, said = table.unpack(row, 1, 4)
      local file = client:makefile(mode, buffering)
      local e = expect(function() file[method](file, method == "write" and "x" or nil) end):raises(socket.OSError)
      expect({ mode, tostring(e), getmetatable(e) == socket.UnsupportedOperation }):equals { mode, said, true }
      expect(socket.isinstance(e, socket.ValueError)):is_true()
    end
  end)
end)

describe("a timeout", function()
  it("makes a file unreadable, and what it held is lost", function()
    for _, mode in ipairs { "rb", "r" } do
      local client, peer = connected()
      client:settimeout(0.01)
      local file <close> = client:makefile(mode)
      peer:send("ab")
      expect(error_of(file.readline, file)):equals("TimeoutError: timed out")
      client:settimeout(nil)
      peer:send("c\n")
      for _, method in ipairs { "readline", "read" } do
        expect(error_of(file[method], file, 1)):equals("OSError: cannot read from timed out object")
      end
      expect(client:recv_exactly(2)):equals("c\n")
    end
  end)
end)

describe("a socket that does not block", function()
  local function non_blocking(mode, buffering)
    local client, peer = connected()
    client:setblocking(false)
    return client:makefile(mode, buffering), peer
  end

  it("gives nil where there is nothing to read", { covers = { "makefile.nonblocking_none" } }, function()
    expect(non_blocking("rb", 0):read(5)):is_nil()
    local file, peer = non_blocking("rb")
    expect({ file:read(1) == nil, file:read() == nil, file:readline(), file:read1() }):equals { true, true, "", "" }
    peer:send("ab")
    expect({ file:read(5) }):equals { "ab" }
  end)

  it("keeps what does not fit, as far as its buffer goes", { segment = false }, function()
    local file = non_blocking("wb", 100)
    local many = ("z"):rep(20000000)
    local e = expect(function() file:write(many) end):raises(socket.BlockingIOError, { errno = 11 })
    expect(tostring(e)):equals("[Errno 11] write could not complete without blocking")
    expect(e.characters_written):at_least(100)
    expect(e.characters_written):at_most(#many - 1)
    expect(non_blocking("wb", 0):write(many)):at_most(#many - 1)
  end)
end)

describe("bytes that are no text", function()
  local function read(bytes, encoding, errors)
    local client, peer = connected()
    peer:sendall(bytes)
    peer:close()
    local file <close> = client:makefile("r", { encoding = encoding, errors = errors })
    local ok, result = pcall(file.read, file)
    return ok and result or ("%s: %s"):format(getmetatable(result).__name, result)
  end

  it("are an error that names them, unless `errors` says otherwise", function()
    local utf8_error = "UnicodeDecodeError: 'utf-8' codec can't decode "
    expect(read("a\xffb")):equals(utf8_error .. "byte 0xff in position 1: invalid start byte")
    expect(read("caf\xc3")):equals(utf8_error .. "byte 0xc3 in position 3: unexpected end of data")
    expect(read("\xe2\x82x")):equals(utf8_error .. "bytes in position 0-1: invalid continuation byte")
    expect(read("\xed\xa0\x80")):equals(utf8_error .. "byte 0xed in position 0: invalid continuation byte")
    expect(read("\xe2\x82x\xff", nil, "replace")):equals("\u{FFFD}x\u{FFFD}")
    expect(read("\xe2\x82x\xff", nil, "ignore")):equals("x")
    expect(read("\xe2\x82x\xff", nil, "backslashreplace")):equals("\\xe2\\x82x\\xff")
    expect(read("abc\xe9", "ascii"))
      :equals("UnicodeDecodeError: 'ascii' codec can't decode byte 0xe9 in position 3: ordinal not in range(128)")
    expect(read("caf\xe9", "latin-1")):equals("caf\u{e9}")
    -- A handler that is unknown is looked for when it is needed.
    expect(read("abc", nil, "nope")):equals("abc")
    expect(read("a\xffb", nil, "nope")):equals("LookupError: unknown error handler name 'nope'")
  end)

  it("may be cut anywhere by the network", function(t)
    local client, peer = connected()
    t:run("reader", function() expect(client:makefile("r"):read()):equals("\u{1F600}\u{20AC}") end, "writer", function()
      for byte in ("\u{1F600}\u{20AC}"):gmatch(".") do
        peer:send(byte)
        time.sleep(0) -- the reader's turn
      end
      peer:close()
    end)
  end)
end)

describe("text that an encoding has not", function()
  it("is an error that names it, unless `errors` says otherwise", { segment = false }, function()
    local function write(text, encoding, errors)
      local client, peer = connected()
      local file <close> = client:makefile("w", { encoding = encoding, errors = errors })
      local ok, e = pcall(file.write, file, text)
      if not ok then return ("%s: %s"):format(getmetatable(e).__name, e) end
      file:flush()
      return peer:recv(99)
    end
    expect(write("caf\u{e9}", "latin-1")):equals("caf\xe9")
    expect(write("a\u{20ac}b", "latin-1"))
      :equals("UnicodeEncodeError: 'latin-1' codec can't encode character '\\u20ac' in position 1: "
        .. "ordinal not in range(256)")
    expect(write("\u{20ac}\u{20ac}", "ascii"))
      :equals("UnicodeEncodeError: 'ascii' codec can't encode characters in position 0-1: ordinal not in range(128)")
    expect(write("caf\u{e9}", "ascii", "replace")):equals("caf?")
    expect(write("\u{e9}\u{1f600}", "ascii", "backslashreplace")):equals("\\xe9\\U0001f600")
    expect(write("\u{e9}", "ascii", "xmlcharrefreplace")):equals("&#233;")
    expect(write("\xff")):matches("^UnicodeEncodeError: byte 0xff in position 0 is no text")
  end)
end)
