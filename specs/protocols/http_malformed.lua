-- What HTTP's writers send: what a message needs where a table is given, and any lie that they are told.
local http = require "http"

local function request(options) return http.encode_request(options) end

scenario("a table of fields gets what the message needs", function()
  expect(request {}):equals("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
  expect(request { method = "PUT", body = "ab", headers = { B = 1, A = { "x", "y" } } })
    :equals("PUT / HTTP/1.1\r\nHost: localhost\r\nA: x\r\nA: y\r\nB: 1\r\nContent-Length: 2\r\n\r\nab")
  expect(request { headers = { host = false } }):equals("GET / HTTP/1.1\r\n\r\n")
  expect(request { body = "abc", headers = { ["content-length"] = 99, Host = "a" } })
    :equals("GET / HTTP/1.1\r\nHost: a\r\ncontent-length: 99\r\n\r\nabc")
  expect(http.encode_response { status = 404 }):equals("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
  expect(http.encode_response { status = 204 }):equals("HTTP/1.1 204 No Content\r\n\r\n")
end)

scenario("a list of fields is sent as it stands", function()
  expect(request { headers = { { "Content-Length", 5 }, { "Transfer-Encoding", "chunked" } }, chunked = { "a" } })
    :equals("GET / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n")
  expect(request { headers = { "Host a", { "X", "a\0\n b", separator = " :", ending = "\n" }, { "Y" } } })
    :equals("GET / HTTP/1.1\r\nHost a\r\nX :a\0\n b\nY: \r\n\r\n")
end)

scenario("any part can be wrong", function()
  expect(request { line = "GET  /", headers = { Host = "a" }, ending = "\n" }):equals("GET  /\nHost: a\n\n")
  expect(request { method = "G T", target = "", version = "HTTP/9" , headers = { Host = false } })
    :equals("G T  HTTP/9\r\n\r\n")
  expect(http.encode_response { status = "2x0", reason = "", headers = { { "A", "b" } } })
    :equals("HTTP/1.1 2x0 \r\nA: b\r\n\r\n")
  expect(http.encode_response { line = "?", body = "x", headers = { ["Content-Length"] = -1 } })
    :equals("?\r\nContent-Length: -1\r\n\r\nx")
end)

scenario("a chunk can be wrong", function()
  local bytes = http.encode_response {
    headers = { ["Transfer-Encoding"] = false },
    chunked = { { "abc", size = "zz" }, { "d", size = 255, extension = ";x", ending = "" }, last = "0\n" },
  }
  expect(bytes):equals("HTTP/1.1 200 OK\r\n\r\nzz\r\nabc\r\nff;x\r\nd0\n\r\n")
  expect(http.encode_response { headers = { { "A", "" } }, chunked = { last = "" }, trailers = { "folded:", " a" } })
    :equals("HTTP/1.1 200 OK\r\nA: \r\n\r\nfolded:\r\n a\r\n\r\n")
end)

scenario("what is no message at all is told", function()
  expect(function() request { body = 5 } end):raises("encode_request(): body takes a string, not 'int'")
  expect(function() request { chunked = "x" } end):raises("chunked takes true or a list of chunks")
  expect(function() request { headers = "A: b" } end):raises("headers take a list or a table")
  expect(function() request { headers = { { "A", "b" }, 5 } } end):raises("a field in a list is { name, value } or a line")
  expect(function() http.encode_response { statsu = 1 } end)
    :raises("encode_response(): unknown option 'statsu'; did you mean 'status'?")
end)
