-- Document 004, its last line: "Name or service not known", as a name server says it; and what is said where none answers.
local socket = require "socket"

local options = {
  requires = { "private" },
  dns = { ["www.example.test"] = { A = "127.0.0.1" }, ["lost.example.test"] = "TIMEOUT" },
}

describe("the names of document 004", options, function()
  local function connect(host)
    local sock <close> = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock:connect { host, 80 }
  end

  it("name or service not known is what a name server says of a name that is none", function(t)
    local e = expect(function() connect "www.exemple.test" end):raises(socket.gaierror, { errno = socket.EAI_NONAME })
    expect(tostring(e)):equals("[Errno -2] Name or service not known")
    expect(function() connect "www.example.test" end):raises(socket.ConnectionRefusedError)
    expect(t):exchanged [[
      main  resolve "www.exemple.test"
        ! connect EAI_NONAME
      main#2 > -  tcp 127.0.0.1:80
        ! connect ECONNREFUSED
    ]]
  end)

  it("3: where no name server answers, it is a temporary failure instead", function(t)
    local e = expect(function() connect "lost.example.test" end):raises(socket.gaierror, { errno = socket.EAI_AGAIN })
    expect(tostring(e)):equals("[Errno -3] Temporary failure in name resolution")
    expect(t):exchanged [[
      main  resolve "lost.example.test"
        ! connect EAI_AGAIN
    ]]
  end)
end)
