-- Programs that a scenario starts see its names too: glibc asks the scenario's name server for every one of them.
local dns = require "dns"
local process = require "process"

local options = {
  requires = { "private", "command:getent" },
  hosts = { ["printer.test"] = "127.0.0.7" },
  dns = {
    ["www.example.test"] = { A = "127.0.0.2", AAAA = "::1" },
    ["shop.example.test"] = { CNAME = "www.example.test" },
    ["busy.example.test"] = "SERVFAIL",
    ["127.0.0.2"] = { PTR = "www.example.test" },
  },
}

-- What the command prints, and how it ends.
local function run(...)
  local p = process.start { command = { ... } }
  local status = p:wait()
  return p:stdout(), status.exit_code, p:stderr()
end

describe("a child of the scenario", options, function()
  it("finds a name of the zone, and what another name stands for", function()
    expect((run("getent", "ahostsv4", "www.example.test"))):matches("^127%.0%.0%.2 +STREAM www%.example%.test\n")
    expect((run("getent", "ahostsv4", "shop.example.test"))):matches("^127%.0%.0%.2 +STREAM www%.example%.test\n")
    expect((run("getent", "hosts", "127.0.0.2"))):matches("^127%.0%.0%.2 +www%.example%.test\n$")
  end)

  it("does not find what the zone does not name, or is told so by its server", function()
    for _, name in ipairs { "www.exemple.test", "busy.example.test" } do
      local text, code = run("getent", "hosts", name)
      expect(text):equals("")
      expect(code):equals(2)
    end
  end)

  it("reads the scenario's hosts file first, and its host name", function()
    expect((run("getent", "hosts", "printer.test"))):matches("^127%.0%.0%.7 +printer%.test\n$")
    expect((run("uname", "-n"))):equals((run("cat", "/proc/sys/kernel/hostname")))
  end)

  it("is seen to ask, and sees at once what the script changes", function()
    run("getent", "ahostsv4", "www.example.test")
    local asked = dns.queries()
    expect(asked[1].name):equals("www.example.test")
    expect(asked[1].type):equals("A")
    dns.set("www.example.test", { A = "127.0.0.3" })
    expect((run("getent", "ahostsv4", "www.example.test"))):matches("^127%.0%.0%.3 ")
  end)
end)

describe("Python, started by the scenario,", { requires = { "command:python3" }, timeout = 20, dns = options.dns }, function()
  local function python(expression)
    return run("python3", "-c", "import socket\ntry: print(" .. expression .. ")\nexcept OSError as e: print(repr(e))")
  end

  it("has the values and the errors that the script has", { requires = { "private" } }, function()
    expect((python "socket.gethostbyname('shop.example.test')")):equals("127.0.0.2\n")
    expect((python "socket.gethostbyname('www.exemple.test')")):equals("gaierror(-2, 'Name or service not known')\n")
    expect((python "socket.gethostbyname('busy.example.test')")):equals(
      "gaierror(-3, 'Temporary failure in name resolution')\n")
    expect((python "socket.gethostbyaddr('127.0.0.2')[0]")):equals("www.example.test\n")
  end)
end)
