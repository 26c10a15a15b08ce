-- The scenario's own directory, and parameters from the command line.
local socket = require "socket"

describe("the scenario's directory", function()
  it("is empty at the start, absolute, and takes files", function(t)
    local path = t:write("conf/server.conf", "port 7000\n")
    expect(path):equals(t:tempdir() .. "/conf/server.conf")
    expect(path:sub(1, 1)):equals("/")
    expect(t:read(path)):equals("port 7000\n")
    expect(t:read("conf/server.conf")):equals("port 7000\n")
  end)

  it("is another one for the next scenario", function(t)
    expect(function() t:read("conf/server.conf") end):raises(socket.FileNotFoundError)
  end)

  it("keeps bytes as they are, and replaces what was there", function(t)
    t:write("bytes", "a longer text that is replaced")
    local bytes = "\0\r\n\xff"
    t:write("bytes", bytes)
    expect(t:read("bytes")):equals(bytes)
    t:write("empty", "")
    expect(t:read("empty")):equals("")
  end)

  it("is the only place that can be written", function(t)
    for _, name in ipairs { "/tmp/elsewhere", "../elsewhere", "a/../../elsewhere" } do
      expect(function() t:write(name, "x") end):raises(socket.ValueError)
    end
  end)

  it("says which file is missing", function(t)
    local e = expect(function() t:read("nothing.txt") end):raises(socket.FileNotFoundError)
    expect(tostring(e)):equals("No such file or directory: '" .. t:tempdir() .. "/nothing.txt'")
    expect(function() t:read(t:tempdir()) end):raises(socket.IsADirectoryError)
  end)

  it("holds AF_UNIX sockets too", function(t)
    local path = t:tempdir() .. "/s"
    local listener <close> = socket.socket(socket.AF_UNIX)
    listener:bind(path)
    listener:listen()
    local client <close> = socket.socket(socket.AF_UNIX)
    client:connect(path)
    expect(client:getpeername()):equals(path)
  end)
end)

describe("the folder of the script", function()
  it("is absolute, and holds what stands beside the script", function(t)
    expect(t:script_folder()):matches("^/.*[^/]$")
    expect(t:read(t:script_folder() .. "/a_module.lua")):contains("what require gave it")
  end)
end)

describe("t:param", function()
  it("gives the default where --set does not name it", function(t)
    expect(t:param("no such parameter", 7)):equals(7)
    expect(t:param("no such parameter")):is_nil()
  end)
end)

describe("t:write with values", function()
  scenario("fills them in, and the scenario's directory", function(t)
    local path = t:write("server.conf", "listen {{host}}:{{ port }}\nroot {{directory}}/www # {{port}} {not} ${this}\n",
      { host = "127.0.0.1", port = 8080 })
    expect(t:read(path)):equals(
      ("listen 127.0.0.1:8080\nroot %s/www # 8080 {not} ${this}\n"):format(t:tempdir()))
    expect(t:read(t:write("plain", "{{port}}"))):equals("{{port}}")
  end)

  scenario("names a place without a value, and a value without a place", function(t)
    for _, case in ipairs {
      { "{{prot}} has no value; did you mean 'port'?", "{{prot}}", { port = 80 } },
      { "there is no {{prot}} in the text; did you mean 'port'?", "{{port}}", { port = 80, prot = 90 } },
      { "the value of {{port}} is a string or a number, not a table", "{{port}}", { port = {} } },
      { "the values take a table", "{{port}}", 80 },
    } do
      expect(function() t:write("x", case[2], case[3]) end):raises(case[1])
    end
  end)
end)
