-- What an ordinary user may not: `privileged = false`. Without it a scenario is root of its own small world.
local process = require "process"
local socket = require "socket"
local support = require "support"

local error_of = support.error_of

local not_permitted = "PermissionError: [Errno 1] Operation not permitted"
local denied = "PermissionError: [Errno 13] Permission denied"

describe("without privileges", { privileged = false, requires = { "private" } }, function()
  it("ports below 1024 are refused", { covers = { "bind.privileged" } }, function()
    local s = support.tcp()
    expect(error_of(s.bind, s, { "127.0.0.1", 80 })):equals(denied)
    expect(s:bind { "127.0.0.1", 1024 }):is_nil()
  end)

  it("there are no raw sockets, nor ones of interfaces", {
    covers = { "create.raw_unprivileged", "create.packet_unprivileged", "raw.ping_socket_denied" },
  }, function()
    local refused = {
      { not_permitted, socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP },
      { not_permitted, socket.AF_PACKET, socket.SOCK_RAW },
      { denied, socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP },
    }
    for _, row in ipairs(refused) do expect(error_of(socket.socket, table.unpack(row, 2))):equals(row[1]) end
  end)

  it("neither marks nor the name of the machine can be set", {
    covers = { "opt.mark_unprivileged", "host.sethostname_denied" },
  }, function()
    local s = support.tcp()
    expect(error_of(s.setsockopt, s, socket.SOL_SOCKET, socket.SO_MARK, 1)):equals(not_permitted)
    expect(error_of(socket.sethostname, "x")):equals(not_permitted)
  end)

  it("a folder that may not be written takes no socket", { covers = { "unix.bind_perm" } }, function(t)
    local folder = t:write("locked/file", ""):match("^(.*)/")
    expect(process.start { command = { "chmod", "500", folder } }:wait()):equals { exit_code = 0 }
    local s = support.unix()
    expect(error_of(s.bind, s, folder .. "/socket")):equals(denied)
  end)

  it("a program that is started has none either", function()
    local program = process.start { command = { "grep", "-h", "^Cap...:", "/proc/self/status" } }
    expect(program:wait()):equals { exit_code = 0 }
    for name, set in program:stdout():gmatch("(Cap%w+):%s*(%x+)") do expect({ name, set }):equals { name, ("0"):rep(16) } end
  end)
end)

it("a scenario that says nothing has them all", {
  requires = { "private" }, covers = { "host.sethostname", "host.name", "cpython:GeneralModuleTests.test_sethostname" },
}, function()
  local s <close> = support.tcp()
  s:bind { "127.0.0.1", 80 }
  s:setsockopt(socket.SOL_SOCKET, socket.SO_MARK, 1)
  for _, name in ipairs { "other-name", "pysock-host" } do
    expect(socket.sethostname(name)):is_nil()
    expect(socket.gethostname()):equals(name)
  end
end)
