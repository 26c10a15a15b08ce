-- One conversation of everything whose order is not the kernel's to give, two hundred times.
local socket = require "socket"

local function server(listener, t)
  for number = 1, 3 do
    local conn = listener:accept()
    t:spawn("handler " .. number, function()
      local own <close> = conn
      repeat
        local line = own:recv(64)
        own:sendall(line:upper())
      until line == ""
    end)
  end
end

local function client(words)
  return function(t)
    local s <close> = socket.create_connection { "127.0.0.1", 7000 }
    s:setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for _, word in ipairs(words) do
      s:sendall(word:sub(1, 2))
      t:sleep(0)
      s:sendall(word:sub(3))
      expect(s:recv_exactly(#word)):equals(word:upper())
    end
  end
end

for number = 1, 200 do
  scenario(("run %d of 200"):format(number), function(t)
    local listener <close> = socket.create_server { "127.0.0.1", 7000 }
    local udp <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp:bind { "127.0.0.1", 7000 }
    t:run("server", function() server(listener, t) end,
      "anna", client { "hello", "again" }, "bert", client { "bonjour" }, "carl", client {},
      "sender", function()
        local s <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        for i = 1, 3 do s:sendto("datagram " .. i, { "127.0.0.1", 7000 }) end
      end,
      "receiver", function()
        for _ = 1, 3 do udp:recvfrom(100) end
      end)
    expect(t):exchanged [[
      anna > server  tcp 127.0.0.1:7000
        > "hello"
        < "HELLO"
        > "again"
        < "AGAIN"
        > EOF
        < EOF
      bert > server  tcp 127.0.0.1:7000
        > "bonjour"
        < "BONJOUR"
        > EOF
        < EOF
      carl > server  tcp 127.0.0.1:7000
        > EOF
        < EOF
      sender > receiver  udp 127.0.0.1:7000
        > "datagram 1"
        > "datagram 2"
        > "datagram 3"
    ]]
  end)
end
