-- Goldens: exchanges that a person has accepted, in files beside the script. What fails, is pending or is written is in
-- tests/program/goldens.sh.
local socket = require "socket"

describe("a golden", { redact = { "uuid" } }, function()
  it("is the exchange so far, redacted", function(t)
    local id = ("%08x-0000-4000-8000-%012x"):format(math.random(0, 0xffffffff), os.time())
    local a, b = socket.socketpair()
    a:sendall("id " .. id .. "\n")
    b:recv_line()
    expect(t):matches_golden()
    b:sendall("bye " .. id .. "\n")
    a:recv_line()
    expect(t):matches_golden("after the answer")
  end)

  it("is one a case", { cases = { ["of a/b"] = "a/b\n", ["of nothing"] = "" } }, function(t, text)
    local a, b = socket.socketpair()
    a:sendall(text)
    a:close()
    b:recv_all()
    expect(t):matches_golden()
  end)
end)
