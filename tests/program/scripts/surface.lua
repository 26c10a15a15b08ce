-- Prints the names that scripts really have, a line each, "class name"; for tests/program/types.sh.
local socket, process, dns = require "socket", require "process", require "dns"
local select, selectors = require "select", require "selectors"

local lua = {}
for name in ([[_G _VERSION assert collectgarbage coroutine error getmetatable ipairs load math next os pairs pcall
  print rawequal rawget rawlen rawset require select setmetatable string table tonumber tostring type utf8 warn
  xpcall]]):gmatch("%S+") do lua[name] = true end

local function show(class, names, besides)
  for name in next, names do
    if not (besides and besides[name]) then print(class .. " " .. name) end
  end
end

local function methods(value) return getmetatable(value).__index end

-- A file has a table of methods behind a function: its names are those that are no attributes.
local function show_file(class, file, names)
  for name in names:gmatch("%S+") do
    if pcall(function() return file[name] end) then print(class .. " " .. name) end
  end
end

local of_files = [[buffer close closed detach encoding errors fileno flush isatty lines mode name peek raw read
  read1 readable readall readinto readinto1 readline readlines seek seekable tell truncate writable write writelines]]

-- The modules of protocols, and what they give.
local function show_protocols()
  local http, lines, resp = require "http", require "lines", require "resp"
  local s = socket.socketpair()
  local function show_connection(class, connection)
    show(class, methods(connection))
    print(class .. " socket")
  end
  show("parley.httplib", http)
  show_connection("parley.HttpClient", http.client(s))
  show_connection("parley.HttpServer", http.server(s))
  show("parley.HttpClient", { extension = 1 })
  show("parley.HttpServer", { extension = 1, closing = 1, upgraded = 1 })
  show("parley.lineslib", lines)
  show("parley.smtplib", lines.smtp)
  show("parley.memcachedlib", lines.memcached)
  show_connection("parley.Lines", lines.client(s))
  show_connection("parley.Smtp", lines.smtp.client(s))
  show_connection("parley.Memcached", lines.memcached.client(s))
  show("parley.binarylib", require "binary")
  show("parley.BinaryType", methods(require "binary".u8))
  show("parley.proxylib", require "proxy_protocol")
  local websocket = require "websocket"
  show("parley.websocketlib", websocket)
  show_connection("parley.WebSocket", websocket.over(s, { role = "client" }))
  show("parley.WebSocket", { protocol = 1, response = 1, request = 1, close_code = 1, close_reason = 1 })
  show("parley.resplib", resp)
  show_connection("parley.Resp", resp.client(s))
  show("parley.Resp", { version = 1, attributes = 1 })
end

local function show_ssl()
  local ssl = require "ssl"
  show("parley.ssllib", ssl)
  show("parley.TLSVersions", ssl.TLSVersion)
  show("parley.Purpose", ssl.Purpose.SERVER_AUTH)
  local authority = ssl.authority()
  show("parley.Authority", authority)
  show("parley.Authority", methods(authority))
  show("parley.MadeCertificate", authority:certificate())
  show("parley.SSLContext", getmetatable(ssl.SSLContext).__index)
  show("parley.SSLSocket", getmetatable(ssl.SSLSocket).__index)
  for name in ([[check_hostname hostname_checks_common_name keylog_filename maximum_version minimum_version num_tickets
    options post_handshake_auth protocol security_level sni_callback verify_flags verify_mode]]):gmatch("%S+") do
    print("parley.SSLContext " .. name)
  end
  for name in ([[context do_handshake_on_connect family proto server_hostname server_side session session_reused
    suppress_ragged_eofs timeout type]]):gmatch("%S+") do
    print("parley.SSLSocket " .. name)
  end
end

local function show_modules()
  show_ssl()
  show("parley.selectlib", select)
  show("parley.selectorslib", selectors)
  show("parley.errnolib", require "errno")
  show("parley.timelib", require "time")
  show("parley.Poll", methods(select.poll()))
  show("parley.Epoll", methods(select.epoll()))
  print("parley.Epoll closed")
  show("parley.Selector", methods(selectors.DefaultSelector()))
  local s = socket.socketpair()
  for name in next, selectors.DefaultSelector():register(s, 1) do print("parley.SelectorKey " .. name) end
  print("parley.SelectorKey data")
  show_file("parley.SocketIO", s:makefile("rwb", 0), of_files)
  show_file("parley.BufferedReader", s:makefile("rb"), of_files)
  show_file("parley.BufferedWriter", s:makefile("wb"), of_files)
  show_file("parley.BufferedRWPair", s:makefile("rwb"), of_files)
  show_file("parley.TextIOWrapper", s:makefile("w"), of_files)
end

scenario("surface", function(t)
  show("global", _G, lua)
  show("parley.socketlib", socket)
  show("parley.processlib", process)
  show("parley.dnslib", dns)
  show("parley.Socket", getmetatable(socket.socket).__index)
  for _, name in ipairs { "family", "type", "proto", "timeout" } do print("parley.Socket " .. name) end
  show("parley.t", methods(t))
  show("parley.Event", methods(t:event()))
  show("parley.Barrier", methods(t:barrier(1)))
  show("parley.OpenFile", methods(t:open("file", "wb")))
  for _, name in ipairs { "name", "mode" } do print("parley.OpenFile " .. name) end
  show("parley.Task", methods(t:spawn("role", function() end)))
  local proxy = t:proxy { to = { "127.0.0.1", 80 } }
  show("parley.Proxy", methods(proxy))
  for _, name in ipairs { "name", "address", "kind", "seed" } do print("parley.Proxy " .. name) end
  local result = t:load { requests = 1, each = function() end }
  show("parley.LoadResult", result)
  show("parley.LoadLatency", result.latency)
  show("parley.LoadLatency", methods(result.latency))
  local program = process.start { command = { "true" } }
  show("parley.Process", methods(program))
  show("parley.Process", { pid = program.pid, name = program.name })
  local expectation = expect(1)
  show("parley.Expectation", methods(expectation))
  show_modules()
  show_protocols()
  expectation:equals(1)
  show("parley.Exception", { characters_written = 1 })
  show("parley.Exception", { errno = 1, strerror = 1, message = 1, args = 1, partial = 1, exceptions = 1 })
end)
