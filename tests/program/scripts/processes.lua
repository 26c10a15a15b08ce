-- What is wrong with a process is a failure of its scenario, and its output stands in the report.
local process = require "process"
local socket = require "socket"

scenario("a crash that nobody waited for", function()
  local p = process.start { command = { "sh", "-c", "echo about to crash; kill -SEGV $$" }, name = "crasher" }
  pcall(p.wait_for_output, p, "never") -- until it has ended
end)

scenario("a crash that explains another failure", function()
  local p = process.start { command = { "sh", "-c", "echo serving; read go; kill -ABRT $$" }, name = "server",
    stdin = "go\n" }
  local a, b = socket.socketpair()
  b:close()
  pcall(p.wait_for_output, p, "never") -- until it has ended
  expect(a:recv(1)):equals("x")
end)

scenario("others of the group that stay behind", function()
  process.start({ command = { "sh", "-c", "sleep 63 & echo on my way; exit 0" }, name = "parent" }):wait()
end)

scenario("a time limit while a process is waited for", { timeout = 0.3 }, function()
  process.start({ command = { "sh", "-c", "echo still here >&2; exec sleep 60" }, name = "sleeper" }):wait()
end)

scenario("a deadlock after the last process has ended", function()
  process.start({ command = { "true" } }):wait()
  socket.socketpair():recv(1)
end)

scenario("a process that is not there", function()
  process.start { command = { "no-such-server", "--port", "80" } }
end)

scenario("very much output", function()
  process.start({ command = { "sh", "-c", "yes | head -c 100000; echo; echo the end" }, name = "talker" }):wait()
  error("see the output")
end)
