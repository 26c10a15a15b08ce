-- Each of these finds its world as if it were the first, whatever the ones before it did to theirs.
local socket = require "socket"

local function takes_the_port()
  local listener <close> = socket.socket()
  listener:bind { "127.0.0.1", 7000 } -- without SO_REUSEADDR: TIME_WAIT of another one would be in its way
  listener:listen()
  local client <close> = socket.create_connection { "127.0.0.1", 7000 }
  local conn = listener:accept()
  conn:close() -- first, so that the port is left in TIME_WAIT
  expect(client:recv(1)):equals("")
end

local function takes_the_name()
  local bound = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
  bound:bind("\0name")
  local one, other = socket.socketpair()
  socket.send_fds(one, { "x" }, { bound:fileno(), one:fileno(), other:fileno() }) -- itself under way, so that it stays
  bound:close()
end

local function writes(t)
  expect(function() t:read("file") end):raises(socket.FileNotFoundError)
  t:write("file", "text")
end

local function names_the_host()
  expect(socket.gethostname()):equals("parley")
  socket.sethostname("another")
end

local function changes_the_network()
  local raw <close> = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
  expect(raw.type):equals(socket.SOCK_RAW)
  takes_the_port()
end

local plays, known = 0, {}

local function changes_what_was_loaded()
  plays = plays + 1
  known[#known + 1] = math.random(1000)
  expect(plays):equals(1)
  expect(known):equals { 414 }
  expect(rawget(_G, "left")):equals(nil)
  rawset(_G, "left", true)
  expect(socket.getdefaulttimeout()):equals(nil)
  socket.setdefaulttimeout(1)
end

for round = 1, 3 do
  scenario("takes the port " .. round, takes_the_port)
  scenario("takes the name " .. round, function()
    takes_the_name()
    expect(true):is_true()
  end)
  scenario("writes " .. round, writes)
  scenario("names the host " .. round, names_the_host)
  scenario("changes the network " .. round, changes_the_network)
  scenario("changes what was loaded " .. round, changes_what_was_loaded)
end
