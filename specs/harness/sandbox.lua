-- What a script cannot reach, and what parley says instead.

-- The message of the error that `code` raises when it runs.
local function refused(code)
  local ok, e = pcall(assert(load(code)))
  expect({ code, ok }):equals { code, false }
  return tostring(e)
end

describe("the sandbox", function()
  it("has no files, no shell, no debugger and no native modules, and says what to use", function()
    local hints = {
      ["io.open('x')"] = "use t:write and t:read",
      ["os.execute('true')"] = "a scenario starts no shell",
      ["os.exit(0)"] = "a scenario ends by returning",
      ["os.getenv('HOME')"] = "use t:param",
      ["os.remove('x')"] = "t:tempdir",
      ["debug.getregistry()"] = "no debug library",
      ["package.loadlib('x', 'y')"] = "no native modules",
      ["loadfile('x')"] = "use require",
      ["dofile('x')"] = "use require",
      ["unpack({})"] = "table.unpack",
      ["socket.socket()"] = 'require "socket"',
    }
    for code, hint in pairs(hints) do expect(refused(code)):contains(hint) end
  end)

  it("compiles text only: a binary chunk could break the virtual machine", function()
    local chunk, message = load("\27Lua", "binary", "b")
    expect(chunk):is_nil()
    expect(message):contains("attempt to load a binary chunk")
    expect((load("\27Lua"))):is_nil()
    expect(string.dump):is_nil()
    expect(load("return 1 + 1")()):equals(2)
    expect(load("return x", "named", "t", { x = 7 })()):equals(7)
  end)

  it("takes no new global, and knows what was meant by an unknown one", function()
    expect(refused("counter = 1")):contains("assignment to the global 'counter': write 'local counter'")
    expect(refused("return pirnt")):contains("the global 'pirnt' does not exist: did you mean 'print'?")
    expect(refused("return _G.missing")):contains("the global 'missing' does not exist")
  end)

  it("keeps its own tables closed", function()
    expect(getmetatable(_G)):equals("globals")
    expect(refused("setmetatable(_G, nil)")):contains("protected metatable")
  end)

  it("has the rest of Lua", function()
    for _, name in ipairs { "coroutine", "math", "string", "table", "utf8", "os" } do
      expect(type(_G[name])):equals("table")
    end
    expect(os.time { year = 2024, month = 1, day = 1, hour = 12 }):at_least(1704000000)
    expect(("%d"):format(3)):equals("3")
  end)

  it("draws the same random numbers in every run", function()
    expect({ math.random(1000), math.random(1000), math.random(1000) }):equals { 414, 488, 418 }
  end)

  it("finds modules beside the script, and loads each once", function()
    local beside = require "a_module"
    expect(beside.path):matches("a_module%.lua$")
    expect(beside.name):equals("a_module")
    expect(rawequal(require "a_module", beside)):is_true()
    expect(rawequal(require "socket", require "socket")):is_true()
  end)

  it("says where it looked for a module that is not there", function()
    local ok, e = pcall(require, "no_such_module")
    expect(ok):is_false()
    expect(e):matches("module 'no_such_module' not found: neither .*no_such_module%.lua nor no_such_module%.lua exists")
    expect(select(2, pcall(require, "sokcet"))):contains("did you mean 'socket'?")
    expect(select(2, pcall(require, "../up"))):contains("is not the name of a module")
  end)

  it("loads a module anew that failed, rather than call it a circle", function()
    expect(function() require "waits_at_load" end):raises("has to wait here")
    expect(function() require "waits_at_load" end):raises("has to wait here")
  end)
end)
