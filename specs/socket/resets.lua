-- A connection that is reset: what each call of the other end says, in each order.
local socket = require "socket"
local support = require "support"

local error_of, connected = support.error_of, support.connected

local was_reset = "ConnectionResetError: [Errno 104] Connection reset by peer"
local broken = "BrokenPipeError: [Errno 32] Broken pipe"

-- A client whose connection has just been reset.
local function reset_client()
  local client, accepted = connected()
  support.reset(accepted)
  support.await_reset(client)
  return client
end

describe("a reset", function()
  it("comes of closing what has not been read", { covers = { "rst.close_with_unread" } }, function()
    local client, accepted = connected()
    client:send("unread")
    accepted:recv(1, socket.MSG_PEEK)
    accepted:close()
    expect(error_of(client.recv, client, 10)):equals(was_reset)
  end)

  it("is told once by recv(), which then gives empty bytes", { covers = { "rst.recv_then_send" } }, function()
    local client = reset_client()
    expect(error_of(client.recv, client, 10)):equals(was_reset)
    expect(error_of(client.send, client, "x")):equals(broken)
    expect(client:recv(10)):equals("")
  end)

  it("is told once by send(), whose pipe is then broken", { covers = { "rst.send_after" } }, function()
    local client = reset_client()
    expect(error_of(client.send, client, "x")):equals(was_reset)
    expect(error_of(client.send, client, "x")):equals(broken)
    expect(client:recv(10)):equals("")
  end)

  it("is told once by SO_ERROR", { covers = { "rst.so_error" } }, function()
    local client = reset_client()
    expect(client:getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)):equals(socket.ECONNRESET)
    expect(client:getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)):equals(0)
    expect(client:recv(10)):equals("")
  end)

  it("takes the peer's name away, and lets close() pass", {
    covers = { "rst.getpeername", "life.close_after_reset_ignored" },
  }, function()
    local client = reset_client()
    expect(error_of(client.getpeername, client)):equals("OSError: [Errno 107] Transport endpoint is not connected")
    expect(client:close()):is_nil()
  end)

  it("wakes who waits", function(t)
    local client, accepted = connected()
    t:run("reader", function()
      expect(error_of(client.recv, client, 10)):equals(was_reset)
    end, "peer", function() support.reset(accepted) end)
  end)
end)
