-- Document 004, its last lines: "socket.gaierror ... throw scenario: 1. Connection refused 2. Name or service not
-- known". The second one is; the first is an error of another kind.
local socket = require "socket"

describe("the two throw scenarios of document 004", function()
  it("a refused connection is a ConnectionRefusedError and no gaierror", function(t)
    local sock <close> = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    local e = expect(function() sock:connect { "127.0.0.1", 80 } end):raises(socket.ConnectionRefusedError, {
      errno = socket.ECONNREFUSED, strerror = "Connection refused",
    })
    expect(tostring(e)):equals("[Errno 111] Connection refused")
    expect(socket.isinstance(e, socket.error)):is_true()
    expect(socket.isinstance(e, socket.gaierror)):is_false()
    expect(t):exchanged [[
      main > -  tcp 127.0.0.1:80
        ! connect ECONNREFUSED
    ]]
  end)

  it("a name that is none is a gaierror and no refused connection", function(t)
    local e = expect(function()
      socket.getaddrinfo("no-such-host.invalid", 80, 0, 0, 0, socket.AI_NUMERICHOST)
    end):raises(socket.gaierror, { errno = socket.EAI_NONAME, strerror = "Name or service not known" })
    expect(tostring(e)):equals("[Errno -2] Name or service not known")
    expect(socket.isinstance(e, socket.error)):is_true()
    expect(socket.isinstance(e, socket.ConnectionError)):is_false()
    expect(t):exchanged [[
      main  resolve "no-such-host.invalid"
        ! getaddrinfo EAI_NONAME
    ]]
  end)

  it("connect raises it too, where the host needs a resolver", function(t)
    local sock <close> = socket.socket()
    -- Never a name to glibc: a number above 255 in a dotted quad.
    local e = expect(function() sock:connect { "256.0.0.1", 80 } end):raises(socket.gaierror)
    expect(e.errno):equals(socket.EAI_NONAME)
    expect(sock:connect_ex { "127.0.0.1", 80 }):equals(socket.ECONNREFUSED)
    expect(t):exchanged [[
      main  resolve "256.0.0.1"
        ! connect EAI_NONAME
      main#2 > -  tcp 127.0.0.1:80
        ! connect ECONNREFUSED
    ]]
  end)
end)
