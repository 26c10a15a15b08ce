-- After CreateServerFunctionalTest of CPython's test_socket: clients of a server of create_server().
local socket = require "socket"
local support = require "support"

local AF_INET, AF_INET6 = socket.AF_INET, socket.AF_INET6

local function echo(listener)
  local conn <close> = listener:accept()
  for part in function() return conn:recv(1024) end do
    if part == "" then return end
    conn:sendall(part)
  end
end

-- What a client of that family gets back from the server that `keywords` make.
local function echoed(t, keywords, family, host)
  local listener <close> = socket.create_server({ "", 0 }, keywords)
  t:run("server", function() echo(listener) end, "client", function()
    local s <close> = socket.socket(family)
    s:connect { host, listener:getsockname().port }
    s:sendall(support.message)
    expect(s:recv_exactly(#support.message)):equals(support.message)
  end)
end

local dual = { family = AF_INET6, dualstack_ipv6 = true }
local kinds = {
  { "IPv4, to clients of IPv4", "test_tcp4", { family = AF_INET }, AF_INET, "127.0.0.1" },
  { "IPv6, to clients of IPv6", "test_tcp6", { family = AF_INET6 }, AF_INET6, "::1" },
  { "both, to clients of IPv4", "test_dual_stack_client_v4", dual, AF_INET, "127.0.0.1" },
  { "both, to clients of IPv6", "test_dual_stack_client_v6", dual, AF_INET6, "::1" },
}

describe("a server echoes over", { requires = { "ipv6" } }, function()
  for _, kind in ipairs(kinds) do
    local words, test, keywords, family, host = table.unpack(kind)
    it(words, { covers = support.tests_of "CreateServerFunctionalTest"(test) }, function(t)
      echoed(t, keywords, family, host)
    end)
  end
end)
