-- Every error of the resolver that the C library can be brought to, each for real: by the zone, the hosts file, or the
-- arguments. docs/design.md lists those that it cannot.
local socket = require "socket"
local support = require "support"

local error_of = support.error_of
local STREAM = socket.SOCK_STREAM

describe("the resolver", { requires = { "private" }, dns = {
  ["busy.test"] = "SERVFAIL", ["refused.test"] = "REFUSED", ["silent.test"] = "TIMEOUT", ["new.test"] = "NOTIMP",
  ["empty.test"] = "NODATA", ["odd.test"] = "FORMERR", ["gone.test"] = "NXDOMAIN",
  ["six.test"] = { AAAA = "::1" },
  ["127.0.0.2"] = "NXDOMAIN", ["127.0.0.3"] = "SERVFAIL", ["127.0.0.4"] = "FORMERR", ["127.0.0.5"] = "NODATA",
  ["127.0.0.6"] = { PTR = "long.test" },
  ["moving.test"] = { { A = "127.0.0.1" }, "NXDOMAIN", { A = "127.0.0.1" }, "SERVFAIL", { A = "127.0.0.1" }, "FORMERR",
    { A = "127.0.0.1" }, "NODATA" },
} }, function()
  it("has an errno and words of its own for each code of getaddrinfo", function()
    local cases = {
      { "EAI_BADFLAGS", "[Errno -1] Bad value for ai_flags", "127.0.0.1", 80, 0, 0, 0, 0x7fffff00 },
      { "EAI_NONAME", "[Errno -2] Name or service not known", "unheard-of.test", 80 },
      { "EAI_NONAME", "[Errno -2] Name or service not known", "gone.test", 80 },
      { "EAI_NONAME", "[Errno -2] Name or service not known", "odd.test", 80 },
      { "EAI_NONAME", "[Errno -2] Name or service not known", "busy.test", 80, 0, 0, 0, socket.AI_NUMERICHOST },
      { "EAI_AGAIN", "[Errno -3] Temporary failure in name resolution", "busy.test", 80 },
      { "EAI_AGAIN", "[Errno -3] Temporary failure in name resolution", "refused.test", 80 },
      { "EAI_AGAIN", "[Errno -3] Temporary failure in name resolution", "new.test", 80 },
      { "EAI_AGAIN", "[Errno -3] Temporary failure in name resolution", "silent.test", 80 },
      { "EAI_NODATA", "[Errno -5] No address associated with hostname", "empty.test", 80 },
      { "EAI_NODATA", "[Errno -5] No address associated with hostname", "six.test", 80, socket.AF_INET },
      { "EAI_FAMILY", "[Errno -6] ai_family not supported", "busy.test", 80, socket.AF_UNIX },
      { "EAI_SOCKTYPE", "[Errno -7] ai_socktype not supported", "busy.test", 80, 0, STREAM, socket.IPPROTO_UDP },
      { "EAI_SERVICE", "[Errno -8] Servname not supported for ai_socktype", "six.test", "no-such-service", 0, STREAM },
      { "EAI_ADDRFAMILY", "[Errno -9] Address family for hostname not supported", "::1", 80, socket.AF_INET },
    }
    for _, case in ipairs(cases) do
      local name, message = table.unpack(case, 1, 2)
      local e = expect(function() socket.getaddrinfo(table.unpack(case, 3)) end):raises(socket.gaierror)
      expect({ name, case[3], tostring(e), e.errno }):equals { name, case[3], message, socket[name] }
    end
  end)

  it("has no room for a name of more than 1024 bytes", { hosts = { [("n"):rep(1100)] = "127.0.0.77" } }, function()
    local e = expect(function() socket.getnameinfo({ "127.0.0.77", 80 }, 0) end):raises(socket.gaierror)
    expect({ tostring(e), e.errno }):equals { "[Errno -12] Unknown error", socket.EAI_OVERFLOW }
  end)

  it("says of an address by getnameinfo what stops it", function()
    local again = "gaierror: [Errno -3] Temporary failure in name resolution"
    expect(error_of(socket.getnameinfo, { "127.0.0.3", 80 }, 0)):equals(again)
    expect(error_of(socket.getnameinfo, { "127.0.0.2", 80 }, socket.NI_NAMEREQD))
      :equals("gaierror: [Errno -2] Name or service not known")
    expect(error_of(socket.getnameinfo, { "127.0.0.2", 80 }, 0x7fff)):equals("gaierror: [Errno -1] Bad value for ai_flags")
    expect({ socket.getnameinfo({ "127.0.0.2", 80 }, 0) }):equals { "127.0.0.2", "http" }
  end)

  it("raises an herror where the older functions fail, with each of its four codes", function()
    local codes = {
      [1] = "Unknown host", [2] = "Host name lookup failure", [3] = "Unknown server error",
      [4] = "No address associated with name",
    }
    for code, words in ipairs(codes) do
      local message = ("herror: [Errno %d] %s"):format(code, words)
      local address = "127.0.0." .. code + 1
      expect({ address, error_of(socket.gethostbyaddr, address) }):equals { address, message }
      -- The host is found by the first of its two lookups, and no more by the second.
      expect(error_of(socket.gethostbyname_ex, "moving.test")):equals(message)
    end
  end)

  it("keeps gaierror and herror apart from each other and from a refused connection", function()
    local gaierror = expect(function() socket.gethostbyaddr("gone.test") end):raises(socket.gaierror)
    local herror = expect(function() socket.gethostbyaddr("127.0.0.2") end):raises(socket.herror)
    expect(socket.isinstance(gaierror, socket.herror)):is_false()
    expect(socket.isinstance(herror, socket.gaierror)):is_false()
    for _, e in ipairs { gaierror, herror } do
      expect(socket.isinstance(e, socket.OSError)):is_true()
      expect(socket.isinstance(e, socket.ConnectionError)):is_false()
    end
  end)
end)
