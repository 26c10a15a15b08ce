-- Sessions that are taken up again, names that a server is asked for, and more than one connection.
local socket = require "socket"
local ssl = require "ssl"
local support = require "support"

-- Two connections, the second with the session of the first. Returns what the second says of itself.
local function twice(t, version)
  local authority = ssl.authority()
  local server = authority:server_context { maximum_version = version }
  local client = authority:client_context { maximum_version = version }
  local facts
  t:run("server", function()
    local listener <close> = socket.create_server(support.address)
    for _ = 1, 2 do
      local connection <close> = server:wrap_socket(listener:accept(), { server_side = true })
      connection:sendall("hello")
      connection:recv(1)
    end
    expect(server:session_stats().hits):equals(1)
    expect(server:session_stats().accept):equals(2)
  end, "client", function()
    local session
    for round = 1, 2 do
      local connection <close> = client:wrap_socket(socket.create_connection(support.address), {
        server_hostname = "localhost", session = session })
      expect(connection:recv_exactly(5)):equals("hello")
      expect(connection.session_reused):equals(round == 2)
      session = connection.session
      expect(session.timeout):at_least(1)
      expect(session.has_ticket):is_true()
      facts = { version = connection:version(), session = session }
      connection:sendall("x")
    end
  end)
  return facts
end

describe("a session", function()
  it("is taken up in TLS 1.3", function(t)
    expect(twice(t).version):equals("TLSv1.3")
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:443
        = TLSv1.3 TLS_AES_256_GCM_SHA384, name "localhost"
        < "hello"
        > "x"
        > EOF
        < EOF
      client#2 > server  tcp 127.0.0.1:443
        = TLSv1.3 TLS_AES_256_GCM_SHA384, name "localhost", resumed
        < "hello"
        > "x"
        > EOF
        < EOF
    ]]
  end)

  it("is taken up in TLS 1.2", function(t)
    expect(twice(t, ssl.TLSVersion.TLSv1_2).version):equals("TLSv1.2")
  end)

  it("belongs to its context, and to a client before its handshake", function(t)
    local authority = ssl.authority()
    local contexts = { server = authority:server_context(), client = authority:client_context() }
    local stays = t:event()
    support.talk(t, contexts, function(connection)
      expect(function() connection.session = connection.session end):raises(ssl.ValueError, {
        message = "Cannot set session for server-side SSLSocket." })
      connection:sendall("x")
      stays:wait()
    end, function(connection)
      connection:recv_exactly(1)
      expect(function() connection.session = 5 end):raises(ssl.TypeError, { message = "Value is not a SSLSession." })
      expect(function() connection.session = connection.session end):raises(ssl.ValueError, {
        message = "Cannot set session after handshake." })
      local other = authority:client_context():wrap_socket(socket.socket(), { server_hostname = "localhost" })
      other.session = connection.session
      expect(function() other:connect(support.address) end):raises(ssl.ValueError, {
        message = "Session refers to a different SSLContext." })
      other:close()
      stays:set()
    end)
  end)
end)

describe("a server that is asked by name", function()
  it("shows the certificate of that name", function(t)
    local authority = ssl.authority()
    local first = authority:server_context { names = "first.example" }
    local second = authority:server_context { names = "second.example" }
    local asked = {}
    first.sni_callback = function(connection, name, context)
      asked[#asked + 1] = name or "nobody"
      expect(context):equals(first)
      if name == "second.example" then connection.context = second end
    end
    local client = authority:client_context()
    t:run("server", function()
      local listener <close> = first:wrap_socket(socket.create_server(support.address), { server_side = true })
      for _ = 1, 2 do
        local connection <close> = listener:accept()
        connection:recv(1)
      end
    end, "client", function()
      for _, name in ipairs { "first.example", "second.example" } do
        local connection <close> = client:wrap_socket(socket.create_connection(support.address), {
          server_hostname = name })
        expect(connection:getpeercert().subject[1][1][2]):equals(name)
      end
    end)
    expect(asked):equals { "first.example", "second.example" }
  end)

  it("may wait for its answer, and refuse by an alert", function(t)
    local authority = ssl.authority()
    local contexts = { server = authority:server_context(), client = authority:client_context() }
    contexts.server.sni_callback = function()
      t:sleep(0.001)
      return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
    end
    support.meet(t, function(plain)
      expect(function() contexts.server:wrap_socket(plain, { server_side = true }) end):raises(ssl.SSLError, {
        message = "[SSL: CALLBACK_FAILED] callback failed" })
    end, function(plain)
      expect(function() support.wrap(contexts, plain) end):raises(ssl.SSLError, {
        reason = "TLSV1_UNRECOGNIZED_NAME" })
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:443
        < alert unrecognized_name
        ! do_handshake TLSV1_UNRECOGNIZED_NAME
        > EOF
        ! server do_handshake CALLBACK_FAILED
        < EOF
    ]]
  end)

  it("tells an error of its callback's", function(t)
    local authority = ssl.authority()
    local contexts = { server = authority:server_context(), client = authority:client_context() }
    contexts.server.sni_callback = function() error("no such name here", 0) end
    support.meet(t, function(plain)
      expect(function() contexts.server:wrap_socket(plain, { server_side = true }) end):raises("no such name here")
    end, function(plain)
      expect(function() support.wrap(contexts, plain) end):raises(ssl.SSLError, {
        reason = "SSLV3_ALERT_HANDSHAKE_FAILURE" })
    end)
  end)
end)

describe("a server with many clients", function()
  it("serves them at the same time", function(t)
    local count = 40
    local authority = ssl.authority()
    local server, client = authority:server_context(), authority:client_context()
    local listener <close> = socket.create_server(support.address)
    local tasks = {}
    for i = 1, count do
      tasks[#tasks + 1] = t:spawn("client", function()
        local connection <close> = client:wrap_socket(socket.create_connection(support.address), {
          server_hostname = "localhost" })
        connection:sendall(("%03d"):format(i))
        expect(connection:recv_exactly(3)):equals(("%03d"):format(i))
      end)
    end
    for _ = 1, count do
      local plain = listener:accept()
      tasks[#tasks + 1] = t:spawn("server", function()
        local connection <close> = server:wrap_socket(plain, { server_side = true })
        connection:sendall(connection:recv_exactly(3))
      end)
    end
    for _, task in ipairs(tasks) do task:join() end
  end)
end)
