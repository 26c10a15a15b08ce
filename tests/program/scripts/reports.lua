-- One scenario of each ending, with what a hostile peer could send.
local socket = require "socket"

local hostile = "\27]0;owned\7 ]]> <b>&amp; \0 \xff \u{ffff}\n::error::owned\n::set-output name=x::y\n##[error]owned\n"

scenario("passes", { assertions = false }, function() print "a word" end)

scenario("is skipped # TODO", function(t) t:skip("no # reason") end)

scenario("fails with what a peer sent", function(t)
  local left, right = socket.socketpair()
  t:run("peer", function()
    left:sendall(hostile)
    print(hostile)
  end, "client", function()
    expect(right:recv_exactly(#hostile)):equals("hello")
  end)
end)
